import pytest

from huaihai.brands.tests import people as cast
from huaihai.kit import clock


@pytest.fixture
def people(db: None) -> cast.People:
    """The people of these tests."""
    return cast.assemble()


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are opened on the Monday of these tests."""
    monkeypatch.setattr(clock, "now", lambda: cast.MONDAY)
