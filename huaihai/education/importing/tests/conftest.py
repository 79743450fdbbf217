"""The office of the procedure's cast, with a store of its own."""

from typing import Any

import pytest

from huaihai.education.tests.procedure_cast import AT, Cast, assemble
from huaihai.kit import clock


@pytest.fixture(autouse=True)
def _office(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    settings.FILES = tmp_path
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def cast() -> Cast:
    return assemble()
