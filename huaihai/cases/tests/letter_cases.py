"""A business that was invited and never joined, and its letter: what the tests of letter codes have in common."""

from datetime import datetime

from huaihai.businesses.models import Representative
from huaihai.cases.letters import verbs as letters_verbs
from huaihai.cases.letters.verbs import Issued
from huaihai.cases.models import Case
from huaihai.cases.verbs import routing
from huaihai.desk import codes
from huaihai.kit import clock
from tests import cast
from tests.cast import Cast


def people(at: datetime | None = None) -> Cast:
    """The cast; the shop has no account."""
    held = cast.assemble(at or clock.now())
    Representative.objects.all().delete()
    return held


def deciding(people: Cast, at: datetime | None = None) -> Case:
    """Taken by the lead body, nobody invited yet."""
    return cast.taken(people, at or clock.now())


def taken(case: Case, people: Cast, at: datetime | None = None) -> Case:
    """A filed case, forwarded to the lead body, which takes it."""
    at = at or clock.now()
    routing.forward(case, to=people.lead, assessment="Fits.", by=people.wang, at=at)
    routing.take(case, by=people.zhao, at=at)
    return case


def inviting(people: Cast, at: datetime | None = None) -> Case:
    """Invited, not served."""
    return cast.inviting(people, at or clock.now())


def sent(case: Case, people: Cast, *, way: str = "letter", at: datetime | None = None) -> Issued:
    """A letter with its code."""
    return letters_verbs.issue(case, way=way, by=people.zhao, at=at or clock.now())


def wrong(made: Issued) -> str:
    """A code without a slip that is not the letter's."""
    code = codes.new_code()
    assert code != made.code
    return code
