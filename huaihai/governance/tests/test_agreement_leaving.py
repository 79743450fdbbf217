"""A member's notice that it leaves."""

from datetime import timedelta

import pytest

from huaihai.governance import membership
from huaihai.governance.actions import joining
from huaihai.governance.errors import NotAllowed, NotPossible, Unfit
from huaihai.governance.models import LeavingNotice, RuleRow
from huaihai.governance.tests import agreements
from huaihai.governance.tests.agreements import OFFICE, SISTER, TODAY, later, opened, sign, speaker
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
    joining.give_notice(body=body(SISTER), last_on=IN_TIME, reason="Merged.", by=speaker(SISTER), at=AT)
    assert membership.is_member(body(SISTER), on=IN_TIME)
    assert not membership.is_member(body(SISTER), on=IN_TIME + timedelta(days=1))
    assert version.signatures.get().organisation == body(SISTER)


def test_the_time_of_notice_is_the_rule_in_force() -> None:
    head = speaker(SISTER)
    with pytest.raises(Unfit) as unfit:
        joining.give_notice(body=body(SISTER), last_on=IN_TIME - timedelta(days=1), by=head, at=AT)
    assert unfit.value.field == "last_on"
    RuleRow.objects.create(
        name="leaving-notice-days", value="30", in_force_from=TODAY, source="test", mark="read"
    )
    assert joining.earliest_last_day(TODAY) == TODAY + timedelta(days=30)
    assert joining.give_notice(body=body(SISTER), last_on=TODAY + timedelta(days=30), by=head, at=AT)


def test_only_who_speaks_for_the_body_gives_notice_or_takes_it_back() -> None:
    for actor in (speaker(OFFICE), officer_of(SISTER)):
        with pytest.raises(NotAllowed):
            joining.give_notice(body=body(SISTER), last_on=IN_TIME, by=actor, at=AT)
        with pytest.raises(NotAllowed):
            joining.take_back(body=body(SISTER), by=actor, at=AT)


def test_notice_is_given_once_and_by_members() -> None:
    joining.give_notice(body=body(SISTER), last_on=IN_TIME, by=PROGRAM, at=AT)
    with pytest.raises(NotPossible):
        joining.give_notice(body=body(SISTER), last_on=IN_TIME, by=PROGRAM, at=AT)
    with pytest.raises(NotPossible):
        joining.give_notice(body=body("county:320302"), last_on=IN_TIME, by=PROGRAM, at=AT)


def test_a_notice_is_taken_back_until_the_last_day_and_may_be_given_again() -> None:
    joining.give_notice(body=body(SISTER), last_on=IN_TIME, by=PROGRAM, at=AT)
    joining.take_back(body=body(SISTER), by=PROGRAM, at=later(90))
    assert membership.is_member(body(SISTER), on=IN_TIME + timedelta(days=1))
    with pytest.raises(NotPossible):
        joining.take_back(body=body(SISTER), by=PROGRAM, at=later(90))
    joining.give_notice(body=body(SISTER), last_on=IN_TIME + timedelta(days=90), by=PROGRAM, at=later(90))
    with pytest.raises(NotPossible):
        joining.take_back(body=body(SISTER), by=PROGRAM, at=later(181))
    assert LeavingNotice.objects.count() == 2


def test_what_was_said_is_private_and_the_day_is_in_the_record() -> None:
    joining.give_notice(body=body(SISTER), last_on=IN_TIME, reason="Our own matter.", by=PROGRAM, at=AT)
    event = events.history(body(SISTER).record_key).get(verb="left alliance")
    assert event.facts["last"] == IN_TIME.isoformat()
    assert "Our own matter." not in str(event.facts)


def test_a_reason_that_is_too_long_is_refused() -> None:
    with pytest.raises(Unfit):
        joining.give_notice(body=body(SISTER), last_on=IN_TIME, reason="x" * 2001, by=PROGRAM, at=AT)
