import pytest

from huaihai.brands.tests.people import MONDAY
from huaihai.kit import clock


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are opened on the Monday of these tests."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
