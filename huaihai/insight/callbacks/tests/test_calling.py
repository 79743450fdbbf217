"""Calling: three tries at other times, sealed answers, nobody else's city, and the case as it was."""

import pytest
from django.db import connection

from huaihai.cases.models import Case
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.insight.callbacks import rounds, verbs
from huaihai.insight.callbacks.tests.scene import DAY, DRAWN_AT, HOUR, Scene, answered
from huaihai.insight.models import Call, CallAnswer
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db
MORNING = DRAWN_AT + 6 * HOUR


def test_three_tries_at_other_times_and_then_it_is_left(scene: Scene, call: Call) -> None:
    verbs.note_attempt(call, outcome="no_answer", by=scene.wang, at=MORNING)
    with pytest.raises(NotPossible, match=r"two hours|两小时"):
        verbs.note_attempt(call, outcome="busy", by=scene.wang, at=MORNING + HOUR)
    verbs.note_attempt(call, outcome="busy", by=scene.wang, at=MORNING + 2 * HOUR)
    held = verbs.note_attempt(call, outcome="no_answer", by=scene.wang, at=MORNING + DAY)
    assert held.state == Call.State.UNREACHED
    with pytest.raises(NotPossible):
        verbs.note_attempt(call, outcome="no_answer", by=scene.wang, at=MORNING + 2 * DAY)


def test_who_asks_for_another_time_may_be_called_in_half_an_hour(scene: Scene, call: Call) -> None:
    verbs.note_attempt(call, outcome="later", by=scene.wang, at=MORNING)
    held = answered(scene, call, "completely", at=MORNING + HOUR / 2)
    assert held.state == Call.State.ANSWERED


@pytest.mark.parametrize(("outcome", "state"), [("refused", "refused"), ("wrong", "wrong"), ("gone", "gone")])
def test_who_must_not_be_called_again_is_not(scene: Scene, call: Call, outcome: str, state: str) -> None:
    assert verbs.note_attempt(call, outcome=outcome, by=scene.wang, at=MORNING).state == state
    with pytest.raises(NotPossible):
        answered(scene, call, "completely")


def test_an_answer_is_sealed_in_no_event_and_changes_no_case(scene: Scene, call: Call) -> None:
    before = Case.objects.filter(pk=call.case_id).values().get()
    verbs.show_number(call, text="回访", by=scene.wang, at=MORNING)
    answered(scene, call, "completely", money="1000-5000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT said FROM insight_call_answer")
        (kept,) = cursor.fetchone()
    assert "completely" not in kept
    assert CallAnswer.objects.get().said["money"] == "1000-5000"
    told = Event.objects.filter(subject=call.record_key).values_list("facts", "text")
    assert list(told) == [({"number": 1}, "")]
    rounds.close(scene.round, at=DRAWN_AT + 31 * DAY)
    assert Case.objects.filter(pk=call.case_id).values().get() == before


def test_the_number_is_shown_with_a_reason_that_the_record_keeps_and_to_no_other_city(
    scene: Scene, call: Call
) -> None:
    with pytest.raises(Unfit):
        verbs.show_number(call, text="  ", by=scene.wang, at=MORNING)
    verbs.show_number(call, text="回访", by=scene.wang, at=MORNING)
    assert Event.objects.filter(subject=call.case.record_key, verb="unmasked").count() == 1
    for actor in (scene.zhao, scene.office, scene.auditor):
        with pytest.raises(NotAllowed):
            verbs.note_attempt(call, outcome="busy", by=actor, at=MORNING)
        with pytest.raises(NotAllowed):
            verbs.show_number(call, text="回访", by=actor, at=MORNING)
    assert not Call.objects.visible_to(scene.office).exists()
    assert {one.stratum for one in Call.objects.visible_to(scene.zhao)} == {"411400"}


def test_what_was_mistyped_today_can_be_taken_back_and_after_the_end_nothing_is_taken(
    scene: Scene, call: Call
) -> None:
    answered(scene, call, "completely", at=MORNING)
    with pytest.raises(NotPossible):
        verbs.undo_attempt(call, by=scene.wang, at=MORNING + DAY)
    held = verbs.undo_attempt(call, by=scene.wang, at=MORNING + HOUR)
    assert (held.state, held.attempts_made, held.last_tried_at) == (Call.State.OPEN, 0, None)
    assert not CallAnswer.objects.exists()
    with pytest.raises(NotPossible):
        answered(scene, call, "no", at=DRAWN_AT + 31 * DAY)
    answered(scene, call, "no", at=MORNING + HOUR)


def test_bad_input_and_a_page_that_is_old(scene: Scene, call: Call) -> None:
    for said in ({}, {"done": "maybe"}, {"done": "no", "money": "much"}, {"done": "no", "satisfied": "6"}):
        with pytest.raises(Unfit):
            verbs.note_attempt(call, outcome="answered", said=said, by=scene.wang, at=MORNING)
    with pytest.raises(Unfit):
        verbs.note_attempt(call, outcome="nonsense", by=scene.wang, at=MORNING)
    verbs.note_attempt(call, outcome="busy", seen=0, by=scene.wang, at=MORNING)
    with pytest.raises(Moved):
        verbs.note_attempt(call, outcome="busy", seen=0, by=scene.wang, at=MORNING + DAY)
