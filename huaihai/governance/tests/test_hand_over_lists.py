"""The list that builds itself, and what both sides sign."""

from datetime import date, datetime, timedelta

import pytest

from huaihai.desk.lives import Moved, NotPossible
from huaihai.governance import secretariat, standing
from huaihai.governance.hand_over import items, verbs
from huaihai.governance.hand_over.items import KINDS
from huaihai.governance.models import HandOver, Membership, RotaTurn, SecretariatTerm
from huaihai.governance.tests import handing_over as scene
from huaihai.governance.tests.busy_office import an_office_in_full_swing
from huaihai.record import events
from tests.posts import AT, PROGRAM, body
from tests.reading import fresh

pytestmark = pytest.mark.django_db


def labels(at: datetime = AT) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in items.collect(at):
        found.setdefault(item.kind, []).append(item.label)
    return found


def test_the_list_gathers_what_is_the_offices_and_nothing_else(cast: scene.Cast) -> None:
    an_office_in_full_swing()
    found = labels()
    assert list(found) == [kind for kind in KINDS if kind != "request"]  # those are of upper rooms
    assert found["vote"] == ["2026-101 议案1"]
    assert found["motion"] == ["2026-102 议案2"]
    assert sorted(found["meeting"]) == ["2026-2 会议2", "2026-3 会议3"]
    assert found["duty"] == ["整理通讯录"]
    assert found["clock"] == ["整理通讯录"]
    assert found["contact"] == ["值班室"]
    assert any("xitong" in label for label in found["key"])
    assert "2026-104 议案4" in found["draft"]
    assert len(found["draft"]) == 5


def test_a_vote_whose_hour_is_over_is_open_no_more(cast: scene.Cast) -> None:
    an_office_in_full_swing()
    found = labels(AT + timedelta(days=61))
    assert "vote" not in found
    assert sorted(found["motion"]) == ["2026-101 议案1", "2026-102 议案2"]


def test_no_secret_and_no_telephone_stands_on_the_list(cast: scene.Cast) -> None:
    an_office_in_full_swing()
    from django.conf import settings

    lines = " ".join(f"{item.key} {item.label} {item.note}" for item in items.collect(AT))
    assert settings.KEYRING.signature_current in lines
    assert settings.KEYRING.signature_key.hex() not in lines
    assert "BEGIN" not in lines
    assert "0516-00000000" not in lines


@pytest.mark.parametrize("what", ["label", "body"])
def test_a_list_that_was_altered_is_not_signed(cast: scene.Cast, what: str) -> None:
    an_office_in_full_swing()
    hand_over = scene.listed(cast)
    hand_over.refresh_from_db()
    assert items.is_intact(hand_over)
    if what == "label":
        hand_over.document["open"][3]["label"] = "别的"
        HandOver.objects.filter(pk=hand_over.pk).update(document=hand_over.document)
    else:
        HandOver.objects.filter(pk=hand_over.pk).update(to_body=body(scene.OTHER))
    with pytest.raises(NotPossible):
        scene.sign(hand_over, cast.outgoing)


def test_both_sides_sign_the_same_hash(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    hand_over.refresh_from_db()
    signed = events.history(hand_over.record_key).filter(verb="sign")
    assert [event.facts["hash"] for event in signed] == [hand_over.hash, hand_over.hash]
    assert (hand_over.from_signed_by, hand_over.to_signed_by) == (cast.outgoing.key, cast.incoming.key)


def test_a_signature_on_an_old_list_never_counts(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    scene.sign(hand_over, cast.outgoing)
    old = HandOver.objects.get(pk=hand_over.pk).hash
    scene.duty("新事")
    verbs.make_list(hand_over, by=cast.outgoing, at=AT)
    with pytest.raises(Moved):
        verbs.sign(hand_over, list_hash=old, by=cast.incoming, at=AT)
    scene.sign(hand_over, cast.incoming)
    assert fresh(hand_over).stage == "half_signed"
    assert not hand_over.is_signed_by_both


def test_what_opens_after_the_list_hinders_nobody_and_stays_the_offices(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    scene.duty("新事")
    for actor in (cast.outgoing, cast.incoming):
        scene.sign(hand_over, actor)
    assert secretariat.secretariat_on(scene.ON) == body(scene.TO)
    assert labels(scene.night_of(scene.ON))["duty"] == ["新事"]


def test_signed_by_both_the_list_is_made_no_more(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    for actor in (cast.outgoing, cast.incoming):
        with pytest.raises(NotPossible):
            verbs.make_list(hand_over, by=actor, at=AT)
    assert secretariat.secretariat_on(scene.ON) == body(scene.TO)


@pytest.mark.parametrize("ended", [None, date(2027, 6, 30), date(2026, 12, 31), date(2026, 12, 1)])
def test_a_term_taken_back_gives_the_one_before_the_end_that_it_had(
    cast: scene.Cast, ended: date | None
) -> None:
    SecretariatTerm.objects.update(until_on=ended)
    hand_over = scene.signed(cast)
    verbs.call_off(hand_over, reason="x", by=cast.incoming, at=AT)
    assert SecretariatTerm.objects.get().until_on == ended


def test_one_side_signs_once(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    scene.sign(hand_over, cast.outgoing)
    with pytest.raises(NotPossible):
        scene.sign(hand_over, cast.outgoing)


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
    assert fresh(hand_over).stage == "listed"
    leaves(scene.TO)
    scene.let_fall_due(scene.TODAY)
    assert fresh(hand_over).stage == "called_off"
    told = events.history(hand_over.record_key).last()
    assert told.facts["because"] == "no member"
    assert "不是联盟成员" in told.text


def test_a_signed_one_too_and_the_office_stays(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    leaves(scene.TO)
    scene.let_fall_due(BEFORE)
    assert fresh(hand_over).stage == "called_off"
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
    assert turn.organisation == body(scene.OTHER)
