import pytest

from huaihai.insight.redecisions.tests.scene import Scene, drawn


@pytest.fixture
def scene(db: None) -> Scene:
    """This year's files are drawn."""
    return drawn()
