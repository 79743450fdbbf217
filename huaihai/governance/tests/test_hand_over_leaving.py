"""A body that leaves the alliance takes no office over, and leaves none behind unsaid."""

from datetime import date, timedelta

import pytest

from huaihai.desk.lives import NotPossible
from huaihai.governance import secretariat, standing
from huaihai.governance.hand_over import verbs
from huaihai.governance.models import HandOver, Membership, RotaTurn, SecretariatTerm
from huaihai.governance.tests import handing_over as scene
from huaihai.record import events
from tests.posts import AT, PROGRAM, body

pytestmark = pytest.mark.django_db
BEFORE = scene.ON - timedelta(days=1)


def leaves(key: str, last_on: date = BEFORE) -> None:
    """As the row stands after a notice."""
    Membership.objects.filter(organisation=body(key)).update(until_on=last_on)


def test_neither_side_signs_for_a_body_that_is_no_member_on_its_first_day(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    scene.sign(hand_over, cast.outgoing)
    leaves(scene.TO)
    with pytest.raises(NotPossible):
        scene.sign(hand_over, cast.incoming)
    assert secretariat.secretariat_on(scene.ON) == body(scene.FROM)


def test_no_term_is_agreed_for_a_body_that_is_no_member_then(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    assert hand_over.term
    secretariat.take_term_back(hand_over_term(hand_over), by=PROGRAM, at=AT)
    leaves(scene.TO)
    with pytest.raises(secretariat.NotHandedOver):
        secretariat.agree_term(hand_over, from_on=scene.ON, by=PROGRAM, at=AT)


def hand_over_term(hand_over: HandOver) -> SecretariatTerm:
    """The term, loosened from the hand-over, which protects it."""
    term = hand_over.term
    assert term
    HandOver.objects.filter(pk=hand_over.pk).update(stage="half_signed", term=None, begins_on=None)
    return term


def test_a_hand_over_to_a_body_that_leaves_is_called_off_by_the_nights_run(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    scene.let_fall_due(scene.TODAY)
    hand_over.refresh_from_db()
    assert hand_over.stage == "listed"
    leaves(scene.TO)
    scene.let_fall_due(scene.TODAY)
    hand_over.refresh_from_db()
    assert hand_over.stage == "called_off"
    told = events.history(hand_over.record_key).last()
    assert told.facts["because"] == "no member"
    assert "不是联盟成员" in told.text


def test_a_signed_one_too_and_the_office_stays(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    leaves(scene.TO)
    scene.let_fall_due(BEFORE)
    hand_over.refresh_from_db()
    assert hand_over.stage == "called_off"
    assert secretariat.secretariat_on(scene.ON) == body(scene.FROM)


def test_a_body_that_has_left_is_not_the_secretariat_and_nobody_else_is_by_that(cast: scene.Cast) -> None:
    leaves(scene.FROM)
    assert secretariat.secretariat_on(BEFORE) == body(scene.FROM)
    assert secretariat.secretariat_on(scene.ON) is None
    assert not standing.is_office(cast.outgoing, on=scene.ON)


def test_after_a_gap_the_last_holder_still_hands_over(cast: scene.Cast) -> None:
    leaves(scene.FROM)
    late = scene.night_of(date(2027, 2, 1))
    hand_over = scene.planned(on=date(2027, 3, 1), at=late)
    verbs.make_list(hand_over, by=cast.outgoing, at=late)
    for actor in (cast.outgoing, cast.incoming):
        scene.sign(hand_over, actor, at=late)
    assert secretariat.secretariat_on(date(2027, 2, 28)) is None
    assert secretariat.secretariat_on(date(2027, 3, 1)) == body(scene.TO)


def test_who_holds_the_office_or_has_agreed_to_take_it_is_known_before_a_notice(cast: scene.Cast) -> None:
    holds = secretariat.holds_or_will_hold_office
    assert holds(body(scene.FROM), from_on=scene.ON)
    assert not holds(body(scene.TO), from_on=scene.ON)
    scene.signed(cast)
    assert holds(body(scene.FROM), from_on=BEFORE)
    assert not holds(body(scene.FROM), from_on=scene.ON)
    assert holds(body(scene.TO), from_on=date(2028, 1, 1))


def test_once_the_present_body_leaves_the_agreed_next_one_does_not_step_back_alone(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    leaves(scene.FROM)
    with pytest.raises(NotPossible):
        verbs.call_off(hand_over, reason="x", by=cast.incoming, at=AT)
    assert secretariat.secretariat_on(scene.ON) == body(scene.TO)


def test_a_turn_of_a_body_that_is_no_member_then_is_passed_over(cast: scene.Cast) -> None:
    for key, day in ((scene.TO, scene.ON), (scene.OTHER, date(2027, 1, 15))):
        RotaTurn.objects.create(organisation=body(key), from_on=day, source="第三次年会", mark="read")
    leaves(scene.TO)
    turn = verbs.next_turn(scene.TODAY)
    assert turn
    assert turn.organisation == body(scene.OTHER)
