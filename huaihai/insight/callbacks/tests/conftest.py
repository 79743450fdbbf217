import pytest

from huaihai.insight.callbacks.tests.scene import Scene, drawn
from huaihai.insight.models import Call


@pytest.fixture
def scene(db: None) -> Scene:
    """The quarter is drawn."""
    return drawn()


@pytest.fixture
def call(scene: Scene) -> Call:
    """The first call of the first city."""
    return scene.calls()[0]
