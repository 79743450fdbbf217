"""A night's run that comes days late takes nothing back that has begun."""

from datetime import date, datetime

import pytest

from huaihai.governance import secretariat
from huaihai.governance.hand_over import verbs
from huaihai.governance.models import HandOver, RotaTurn
from huaihai.governance.tests import deciding
from huaihai.governance.tests import handing_over as scene
from huaihai.governance.tests.deciding import DAY, HOUR
from huaihai.kit.clock import ZONE
from huaihai.record import due
from tests.posts import body

pytestmark = pytest.mark.django_db
DECEMBER = datetime(2026, 12, 20, 9, 0, tzinfo=ZONE)
LATE = datetime(2027, 1, 5, 0, 5, tzinfo=ZONE)
NEXT = "city:341300"


@pytest.fixture
def ten() -> deciding.Ten:
    return deciding.assemble()


def signed(ten: deciding.Ten) -> HandOver:
    """Signed by both for 1 January, while a vote on `put_to_vote` runs until the last moment of the year."""
    hand_over = HandOver.objects.get()
    verbs.make_list(hand_over, by=ten.office, at=DECEMBER + 2 * DAY)
    for key in (scene.FROM, scene.TO):
        scene.sign(hand_over, ten.voices[key], at=DECEMBER + 2 * DAY)
    return hand_over


def planned(ten: deciding.Ten) -> None:
    facts: dict[str, object] = {"body": scene.TO, "from": "2027-01-01"}
    motion = deciding.tabled(ten, effects=[{"kind": "term", "facts": facts}], at=DECEMBER)
    deciding.carried_in_writing(ten, motion, at=DECEMBER)


def put_to_vote(ten: deciding.Ten, kind: str, facts: dict[str, object]) -> None:
    motion = deciding.tabled(ten, effects=[{"kind": kind, "facts": facts}], at=DECEMBER + DAY)
    deciding.in_writing(ten, motion, days=10, at=DECEMBER + DAY)
    for one in ten.bodies[:9]:
        deciding.say(ten, motion, one, at=DECEMBER + DAY + HOUR)


def test_a_vote_counted_late_takes_no_term_back_that_has_begun_since(ten: deciding.Ten) -> None:
    planned(ten)
    put_to_vote(ten, "term", {"body": NEXT, "from": "2027-01-01"})
    first = signed(ten)
    due.fall_due(at=LATE, brake=None)
    assert secretariat.secretariat_on(date(2026, 12, 31)) == body(scene.FROM)
    assert secretariat.secretariat_on(date(2027, 1, 3)) == body(scene.TO)
    assert secretariat.secretariat_on(date(2027, 6, 1)) == body(scene.TO)
    first.refresh_from_db()
    assert first.stage == "signed"
    following = HandOver.objects.under_way(LATE.date()).get()
    assert (following.from_body, following.to_body, following.on) == (
        body(scene.TO),
        body(NEXT),
        date(2027, 1, 6),
    )


def test_a_rota_counted_late_keeps_the_turns_that_have_begun(ten: deciding.Ten) -> None:
    RotaTurn.objects.all().delete()
    RotaTurn.objects.create(organisation=body(scene.TO), from_on=scene.ON, source="第三次年会", mark="read")
    put_to_vote(ten, "rota", {"turns": [[NEXT, "2029-01-01"]]})
    due.fall_due(at=LATE, brake=None)
    assert list(RotaTurn.objects.order_by("from_on").values_list("organisation__key", flat=True)) == [
        scene.TO,
        NEXT,
    ]
