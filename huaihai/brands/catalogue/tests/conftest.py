import pytest

from huaihai.brands.models import Entry
from huaihai.brands.tests.people import People, an_entry


@pytest.fixture
def entry(people: People) -> Entry:
    """An entry that is in the directory."""
    return an_entry(people)
