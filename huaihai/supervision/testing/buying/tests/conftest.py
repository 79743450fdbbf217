"""The kettles while they are bought."""

import pytest

from huaihai.kit import clock
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import BOUGHT, Kettles


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Kettles:
    monkeypatch.setattr(clock, "now", lambda: BOUGHT)
    return kettles.registered()
