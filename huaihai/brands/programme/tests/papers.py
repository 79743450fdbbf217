"""Papers and criteria for the tests of the programme, and a vote on them."""

from datetime import date, datetime
from typing import Any

from django.test import Client

from huaihai.brands.models import Basis, CriteriaVersion
from huaihai.brands.noticing.tests.scene import in_writing
from huaihai.brands.programme import verbs as programme_verbs
from huaihai.brands.programme.forms import Paper
from huaihai.brands.scoring.tests import designs
from huaihai.brands.tests.people import MONDAY, People
from huaihai.governance.models import Choice, Motion
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from tests.posts import sign_in

PAPER = Paper(
    kind=Basis.Kind.LIST,
    title="演示省放心消费名录",
    number="演示〔2026〕1号",
    authority="演示省市场监督管理局",
    issued_on=date(2026, 1, 5),
    from_on=date(2026, 2, 1),
    until_on=date(2027, 1, 31),
    source="https://example.org/list",
)


def a_paper(**said: Any) -> Paper:
    return Paper(**(PAPER.__dict__ | said))


def content_with(**weights: str) -> dict[str, Any]:
    """The shipped criteria with other weights."""
    content = designs.shipped()
    for row in content["criteria"]:
        row["weight"] = weights.get(row["key"].replace("-", "_"), row["weight"])
    return content


def recorded(people: People, *, at: datetime = MONDAY, **said: Any) -> Basis:
    """A basis that is written down."""
    return programme_verbs.record_basis(a_paper(**said), by=people.office, at=at)


def fixed(people: People, *, at: datetime = MONDAY, **weights: str) -> CriteriaVersion:
    """A version that is fixed."""
    return programme_verbs.fix_criteria(content_with(**weights), reason="演示", by=people.office, at=at)


def voted(people: People, motion: Motion, choice: Choice = Choice.FOR, *, at: datetime = MONDAY) -> None:
    """Tabled, and all vote like this in writing."""
    in_writing(motion, choice, by=people.office, at=at)


def adopted_basis(people: People, *, at: datetime = MONDAY, **said: Any) -> Basis:
    """A basis on the whole way: written down, drafted, voted."""
    row = recorded(people, at=at, **said)
    voted(people, programme_verbs.draft_basis_motion(row, by=people.office, at=at), at=at)
    row.refresh_from_db()
    return row


def adopted_criteria(people: People, *, at: datetime = MONDAY, **weights: str) -> CriteriaVersion:
    """A version on the whole way."""
    row = fixed(people, at=at, **weights)
    voted(people, programme_verbs.draft_criteria_motion(row, by=people.office, at=at), at=at)
    row.refresh_from_db()
    return row


def ended(people: People, row: Basis, *, at: datetime = MONDAY, reason: str = "停用") -> Basis:
    """The office proposes that it ends, and somebody of another city confirms it."""
    held = programme_verbs.propose_end(row, reason=reason, by=people.office, at=at)
    return programme_verbs.confirm_end(held, seen=programme_verbs.instant(held), by=people.near, at=at)


def signed_in(actor: Actor) -> Client:
    """A browser of this person."""
    client = Client()
    assert actor.account_id is not None
    sign_in(client, Account.objects.get(pk=actor.account_id))
    return client
