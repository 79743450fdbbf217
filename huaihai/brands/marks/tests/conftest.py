import pytest

from huaihai.brands.marks import verbs as marks_verbs
from huaihai.brands.models import Mark
from huaihai.brands.tests.people import MONDAY, People, a_basis, an_entry
from tests.posts import PROGRAM


@pytest.fixture
def mark(people: People) -> Mark:
    """The mark of the shop, given on Monday."""
    a_basis(people)
    return marks_verbs.issue(an_entry(people, "held"), by=PROGRAM, at=MONDAY)
