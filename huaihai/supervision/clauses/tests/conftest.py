"""What tests of findings begin with."""

import pytest

from huaihai.kit import clock
from huaihai.supervision.sweeping.tests.scene import MONDAY
from huaihai.supervision.tests.people import People, assemble


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands there."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.fixture
def people() -> People:
    return assemble()
