"""A member's notice that it leaves."""

from datetime import date, datetime, timedelta

import pytest

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance import membership
from huaihai.governance.agreement import signing
from huaihai.governance.models import LeavingNotice, Membership, RuleRow
from huaihai.governance.tests import agreements, deciding
from huaihai.governance.tests.agreements import OFFICE, SISTER, TODAY, later, opened, sign, speaker
from huaihai.governance.tests.deciding import DAY, MONDAY, Ten, carried_in_writing, tabled
from huaihai.members.models import Organisation
from huaihai.record import events
from tests.posts import AT, PROGRAM, body, officer_of

pytestmark = pytest.mark.django_db
IN_TIME = TODAY + timedelta(days=90)


@pytest.fixture(autouse=True)
def _alliance() -> None:
    agreements.assemble()


def test_a_member_leaves_on_its_last_day_and_its_signature_stays() -> None:
    version = opened()
    sign(version, SISTER)
    signing.give_notice(body=body(SISTER), last_on=IN_TIME, reason="Merged.", by=speaker(SISTER), at=AT)
    assert membership.is_member(body(SISTER), on=IN_TIME)
    assert not membership.is_member(body(SISTER), on=IN_TIME + timedelta(days=1))
    assert version.signatures.get().organisation == body(SISTER)


def test_the_time_of_notice_is_the_rule_in_force() -> None:
    head = speaker(SISTER)
    with pytest.raises(Unfit) as unfit:
        signing.give_notice(body=body(SISTER), last_on=IN_TIME - timedelta(days=1), by=head, at=AT)
    assert unfit.value.field == "last_on"
    RuleRow.objects.create(
        name="leaving-notice-days", value="30", in_force_from=TODAY, source="test", mark="read"
    )
    assert signing.earliest_last_day(TODAY) == TODAY + timedelta(days=30)
    assert signing.give_notice(body=body(SISTER), last_on=TODAY + timedelta(days=30), by=head, at=AT)


def test_only_who_speaks_for_the_body_gives_notice_or_takes_it_back() -> None:
    for actor in (speaker(OFFICE), officer_of(SISTER)):
        with pytest.raises(NotAllowed):
            signing.give_notice(body=body(SISTER), last_on=IN_TIME, by=actor, at=AT)
        with pytest.raises(NotAllowed):
            signing.take_back(body=body(SISTER), by=actor, at=AT)


def test_notice_is_given_once_and_by_members() -> None:
    signing.give_notice(body=body(SISTER), last_on=IN_TIME, by=PROGRAM, at=AT)
    with pytest.raises(NotPossible):
        signing.give_notice(body=body(SISTER), last_on=IN_TIME, by=PROGRAM, at=AT)
    with pytest.raises(NotPossible):
        signing.give_notice(body=body("county:320302"), last_on=IN_TIME, by=PROGRAM, at=AT)


def test_a_notice_is_taken_back_until_the_last_day_and_may_be_given_again() -> None:
    signing.give_notice(body=body(SISTER), last_on=IN_TIME, by=PROGRAM, at=AT)
    signing.take_back(body=body(SISTER), by=PROGRAM, at=later(90))
    assert membership.is_member(body(SISTER), on=IN_TIME + timedelta(days=1))
    with pytest.raises(NotPossible):
        signing.take_back(body=body(SISTER), by=PROGRAM, at=later(90))
    signing.give_notice(body=body(SISTER), last_on=IN_TIME + timedelta(days=90), by=PROGRAM, at=later(90))
    with pytest.raises(NotPossible):
        signing.take_back(body=body(SISTER), by=PROGRAM, at=later(181))
    assert LeavingNotice.objects.count() == 2


def test_what_was_said_is_private_and_the_day_is_in_the_record() -> None:
    signing.give_notice(body=body(SISTER), last_on=IN_TIME, reason="Our own matter.", by=PROGRAM, at=AT)
    event = events.history(body(SISTER).record_key).get(verb="left alliance")
    assert event.facts["last"] == IN_TIME.isoformat()
    assert "Our own matter." not in str(event.facts)


def test_a_reason_that_is_too_long_is_refused() -> None:
    with pytest.raises(Unfit):
        signing.give_notice(body=body(SISTER), last_on=IN_TIME, reason="x" * 2001, by=PROGRAM, at=AT)


def carried(
    kind: str, from_on: date, *, notice: bool = True, at: datetime = MONDAY
) -> tuple[Ten, Organisation]:
    """Nine bodies decide something about the tenth, which may have given notice before they counted."""
    ten = deciding.assemble()
    leaver = ten.bodies[9]
    if notice:
        signing.give_notice(body=leaver, last_on=date(2027, 6, 1), by=ten.voice(leaver), at=at)
    effect: dict[str, object] = {"kind": kind, "facts": {"body": leaver.key, "from": from_on.isoformat()}}
    carried_in_writing(ten, tabled(ten, effects=[effect], at=at), at=at)
    return ten, leaver


def test_a_body_that_is_excluded_does_not_stay_by_taking_its_notice_back() -> None:
    ten, leaver = carried("leave", date(2026, 12, 1))
    with pytest.raises(NotPossible, match="决议"):
        signing.take_back(body=leaver, by=ten.voice(leaver), at=MONDAY + DAY)
    assert Membership.objects.get(organisation=leaver).until_on == date(2026, 11, 30)
    assert not membership.is_member(leaver, on=date(2027, 7, 1))
    assert LeavingNotice.objects.get().taken_back_at is None


def test_a_body_that_is_excluded_gives_no_notice_any_more() -> None:
    ten, leaver = carried("leave", date(2027, 12, 1), notice=False)
    with pytest.raises(NotPossible, match="决议"):
        signing.give_notice(body=leaver, last_on=date(2027, 11, 1), by=ten.voice(leaver), at=MONDAY + DAY)


def test_a_body_that_is_let_in_again_is_told_why_its_notice_stays() -> None:
    ten, leaver = carried("join", date(2027, 6, 2))
    with pytest.raises(NotPossible, match="重新加入"):
        signing.take_back(body=leaver, by=ten.voice(leaver), at=MONDAY + DAY)
    assert membership.is_member(leaver, on=date(2027, 6, 2))
