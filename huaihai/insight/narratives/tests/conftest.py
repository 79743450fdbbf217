import pytest

from huaihai.brands.tests.people import MONDAY
from huaihai.insight.narratives.tests.scene import Scene, a_scene
from huaihai.kit import clock


@pytest.fixture
def scene(db: None, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A case that ended well, on the Monday of these tests."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    return a_scene()
