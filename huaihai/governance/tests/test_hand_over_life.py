"""The life of a hand-over: each stage and verb, who may, and what the day brings."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance import secretariat
from huaihai.governance.hand_over import verbs
from huaihai.governance.models import HandOver, RotaTurn
from huaihai.governance.models.hand_over import HAND_OVER
from huaihai.governance.tests import handing_over as scene
from huaihai.record import events
from tests.posts import AT, PROGRAM, body
from tests.reading import fresh

pytestmark = pytest.mark.django_db


def at_stage(stage: str, cast: scene.Cast) -> HandOver:
    if stage == "planned":
        return scene.planned()
    if stage == "listed":
        return scene.listed(cast)
    if stage == "half_signed":
        hand_over = scene.listed(cast)
        scene.sign(hand_over, cast.outgoing)
        return hand_over
    hand_over = scene.signed(cast) if stage == "signed" else scene.planned()
    if stage == "called_off":
        verbs.call_off(hand_over, reason="人手不够", by=cast.incoming, at=AT)
    hand_over.refresh_from_db()
    return hand_over


def verb_of(verb: str, hand_over: HandOver, cast: scene.Cast) -> Callable[[], object]:
    return {
        "list": lambda: verbs.make_list(hand_over, by=cast.incoming, at=AT),
        "sign": lambda: verbs.sign(hand_over, list_hash=hand_over.hash, by=cast.incoming, at=AT),
        "call off": lambda: verbs.call_off(hand_over, reason="x", by=cast.incoming, at=AT),
    }[verb]


@pytest.mark.parametrize("stage", list(HAND_OVER.stages))
@pytest.mark.parametrize("verb", [verb for verb in HAND_OVER.verbs if verb != "plan"])
def test_every_verb_in_every_stage_does_what_the_table_says(cast: scene.Cast, stage: str, verb: str) -> None:
    hand_over = at_stage(stage, cast)
    assert hand_over.stage == stage
    act = verb_of(verb, hand_over, cast)
    if HAND_OVER.can(verb, stage):
        act()
    else:
        with pytest.raises(NotPossible):
            act()
    hand_over.refresh_from_db()
    expected = HAND_OVER.after(verb, stage) if HAND_OVER.can(verb, stage) else stage
    assert hand_over.stage == expected


def test_the_database_keeps_unknown_stages_out(cast: scene.Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.filter(pk=scene.planned().pk).update(stage="lost")


def test_one_hand_over_at_a_time_is_under_way(cast: scene.Cast) -> None:
    first = scene.planned()
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.create(
            from_body=body(scene.FROM), to_body=body(scene.OTHER), on=scene.ON, stage="planned", planned_at=AT
        )
    second = scene.planned(to=scene.OTHER, on=date(2027, 3, 1), serial=2)
    assert (fresh(first).stage, second.stage) == ("called_off", "planned")
    told = events.history(first.record_key).last()
    assert told.facts["resolution"] == "resolution:2026-2"


@pytest.mark.parametrize(
    ("to", "on", "field"),
    [
        (scene.FROM, scene.ON, "body"),
        ("county:320302", scene.ON, "body"),
        (scene.TO, scene.TODAY, "starts"),
        (scene.TO, scene.TODAY - timedelta(days=400), "starts"),
    ],
)
def test_only_another_member_takes_over_and_only_on_a_day_to_come(
    cast: scene.Cast, to: str, on: date, field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        scene.planned(to=to, on=on)
    assert refused.value.field == field
    assert not HandOver.objects.exists()


def test_a_body_that_takes_no_part_may_do_nothing(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    hand_over.refresh_from_db()
    steps: tuple[Callable[[], object], ...] = (
        lambda: verbs.make_list(hand_over, by=cast.other, at=AT),
        lambda: verbs.sign(hand_over, list_hash=hand_over.hash, by=cast.other, at=AT),
        lambda: verbs.sign(hand_over, list_hash=hand_over.hash, by=PROGRAM, at=AT),
        lambda: verbs.call_off(hand_over, reason="x", by=cast.outgoing, at=AT),
    )
    for step in steps:
        with pytest.raises(NotAllowed):
            step()


def test_without_both_signatures_nothing_moves_on_the_day(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    scene.sign(hand_over, cast.outgoing)
    scene.let_fall_due(scene.ON)
    assert fresh(hand_over).stage == "half_signed"
    assert hand_over.is_late(scene.ON)
    assert secretariat.secretariat_on(scene.ON) == body(scene.FROM)


def test_a_late_second_signature_moves_the_rights_the_day_after(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    late = scene.night_of(date(2027, 1, 9))
    scene.sign(hand_over, cast.outgoing, at=late)
    scene.sign(hand_over, cast.incoming, at=late)
    assert secretariat.secretariat_on(date(2027, 1, 9)) == body(scene.FROM)
    assert secretariat.secretariat_on(date(2027, 1, 10)) == body(scene.TO)


def test_once_the_term_has_begun_nothing_calls_it_off(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    with pytest.raises(NotPossible):
        verbs.call_off(hand_over, reason="x", by=cast.incoming, at=scene.night_of(scene.ON))
    assert not HandOver.objects.under_way(scene.ON).exists()
    following = scene.planned(
        to=scene.OTHER, on=date(2028, 1, 1), serial=2, at=scene.night_of(date(2027, 6, 1))
    )
    assert (fresh(hand_over).stage, following.from_body) == ("signed", body(scene.TO))


def test_called_off_after_both_signatures_the_office_stays(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    verbs.call_off(hand_over, reason="人手不够", by=cast.incoming, at=AT)
    scene.let_fall_due(scene.ON)
    assert secretariat.secretariat_on(date(2030, 1, 1)) == body(scene.FROM)
    assert events.history(hand_over.record_key).last().text == "人手不够"


def turn(mark: str, on: date = scene.ON) -> RotaTurn:
    return RotaTurn.objects.create(organisation=body(scene.TO), from_on=on, source="第三次年会", mark=mark)


def test_an_agreed_turn_is_planned_by_itself_two_months_ahead(cast: scene.Cast) -> None:
    turn("read")
    scene.let_fall_due(scene.ON - verbs.PLANNED_AHEAD - timedelta(days=1))
    assert not HandOver.objects.exists()
    for _run in range(2):
        scene.let_fall_due(scene.ON - verbs.PLANNED_AHEAD)
    assert HandOver.objects.get().to_body == body(scene.TO)


def test_a_turn_that_nobody_agreed_on_carries_no_hand_over(cast: scene.Cast) -> None:
    presumed = turn("unconfirmed")
    scene.let_fall_due(date(2026, 12, 30))
    assert not HandOver.objects.exists()
    with pytest.raises(NotPossible):
        verbs.plan_by_rota(presumed, by=cast.outgoing, at=AT)


def test_only_the_office_plans_the_next_turn(cast: scene.Cast) -> None:
    agreed = turn("read")
    with pytest.raises(NotAllowed):
        verbs.plan_by_rota(agreed, by=cast.incoming, at=AT)
    assert verbs.plan_by_rota(agreed, by=cast.outgoing, at=AT).source == "第三次年会"
