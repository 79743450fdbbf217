import pytest

from huaihai.brands.assessing.tests.scene import Scene
from huaihai.brands.models import Notice
from huaihai.brands.noticing.tests import scene as scenes
from huaihai.brands.tests.people import People


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> scenes.Outside:
    """What other subjects know about the entry."""
    return scenes.outside(monkeypatch)


@pytest.fixture
def scene(people: People, outside: scenes.Outside) -> Scene:
    """An entry that stands in the public notice."""
    return scenes.noticed(people)[0]


@pytest.fixture
def notice(scene: Scene) -> Notice:
    """Its notice."""
    return scenes.notice_of(scene.entry)
