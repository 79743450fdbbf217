import pytest

from huaihai.brands.tests import people as cast


@pytest.fixture
def people(db: None) -> cast.People:
    """The people of these tests."""
    return cast.assemble()
