import pytest

from huaihai.brands.noticing.tests import scene as scenes


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> scenes.Outside:
    """What other subjects know about the entry."""
    return scenes.outside(monkeypatch)
