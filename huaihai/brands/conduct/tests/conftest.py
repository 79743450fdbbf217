import pytest

from huaihai.brands.conduct.tests import cast as scene


@pytest.fixture
def cast(db: None) -> scene.Cast:
    """A shop with a mark, and people of ten cities."""
    return scene.assemble()
