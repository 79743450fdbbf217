import pytest

from huaihai.brands.evidence.tests.lists import code
from huaihai.brands.models import Entry
from huaihai.brands.tests.people import People, an_entry


@pytest.fixture
def entry(people: People) -> Entry:
    """An entry of a business whose code is known."""
    people.shop.credit_code = code()
    people.shop.save()
    return an_entry(people)
