"""The draw of the unknown, reproducible; calling: three tries, sealed answers, and the case as it was."""

from argparse import Namespace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.cases.models import Case
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.insight.callbacks import commands, frames, lots, rounds, verbs
from huaihai.insight.callbacks.frames import Quarter, latest_complete
from huaihai.insight.callbacks.tests.scene import (
    CITIES,
    DAY,
    DRAWN_AT,
    HOUR,
    NUMBERS,
    QUARTER,
    Scene,
    answered,
    assemble,
    unknown,
)
from huaihai.insight.models import Call, CallAnswer, CallFrame, CallRound
from huaihai.record.models import Event
from tests.effort import examples

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


SIZES = st.dictionaries(st.sampled_from("abcdefghij"), st.integers(1, 900), min_size=1)


@pytest.mark.usefixtures("english")
def test_quarters_follow_each_other() -> None:
    assert Quarter.named("2026-Q4").after == Quarter(2027, 1)
    assert Quarter(2026, 1).before == Quarter(2025, 4)
    assert Quarter.of(date(2026, 6, 30)) == QUARTER
    assert QUARTER.draw_from == date(2026, 9, 29)
    assert latest_complete(date(2026, 9, 28)) == Quarter(2026, 1)
    assert latest_complete(date(2026, 9, 29)) == QUARTER
    for wrong in ("2026-Q5", "2026", "Q1-2026", "1999-Q1", "２０２６-Q1", ""):
        with pytest.raises(ValueError, match="no quarter"):
            Quarter.named(wrong)


@settings(max_examples=examples(60, 600), deadline=None)
@given(SIZES)
def test_the_allocation_keeps_to_its_limits(sizes: dict[str, int]) -> None:
    wanted = lots.sample_size(sum(sizes.values()), len(sizes))
    taken = lots.allocated(sizes, wanted)
    assert set(taken) == set(sizes)
    for key, count in taken.items():
        assert min(lots.LEAST_A_STRATUM, sizes[key]) <= count <= min(lots.MOST_A_STRATUM, sizes[key])
    assert sum(taken.values()) >= min(wanted, sum(min(size, lots.MOST_A_STRATUM) for size in sizes.values()))


@settings(max_examples=examples(40, 400), deadline=None)
@given(SIZES, st.text(), st.randoms())
def test_the_same_seed_draws_the_same_in_whatever_order(
    sizes: dict[str, int], seed: str, chance: object
) -> None:
    frame = [
        [f"{city}{number}", city, "goods"] for city, size in sizes.items() for number in range(min(size, 40))
    ]
    counts = lots.allocated({city: min(size, 40) for city, size in sizes.items()}, 50)
    first = lots.drawn(seed, frame, counts)
    chance.shuffle(frame)  # type: ignore[attr-defined]
    assert lots.drawn(seed, frame, counts) == first
    assert len(first) == len(set(first)) == sum(counts.values())


def test_the_frame_holds_the_unknown_of_the_quarter_alone() -> None:
    assemble()
    city = CITIES[0]
    unknown(city, 100, result="fulfilled")
    unknown(city, 101, result="unfulfilled")
    unknown(city, 102, stage="withdrawn", result="")
    unknown(city, 103, on=date(2026, 3, 31))
    unknown(city, 104, on=date(2026, 7, 1))
    last = unknown(city, 105, on=date(2026, 6, 30))
    frame = frames.frame_of(QUARTER)
    assert len(frame) == sum(NUMBERS) + 1
    assert [str(last.pk), city, frames.GOODS] in frame


def test_a_draw_is_made_once_and_can_be_made_again(scene: Scene) -> None:
    held = scene.round
    assert held.strata == {city: [n, min(n, 14)] for city, n in sorted(zip(CITIES, NUMBERS, strict=True))}
    assert rounds.findings(held) == []
    assert rounds.draw(QUARTER, at=DRAWN_AT + DAY) == held
    assert CallRound.objects.count() == 1
    event = Event.objects.get(subject=held.record_key)
    assert event.facts["seed"] == held.seed
    beacon = Event.objects.get(pk=str(held.beacon_event))
    assert beacon.at.astimezone(DRAWN_AT.tzinfo).date() < DRAWN_AT.date()


@pytest.mark.usefixtures("english")
def test_whoever_changes_frame_seed_or_sample_is_found(scene: Scene) -> None:
    held = scene.round
    CallRound.objects.update(seed="0" * 64)
    assert "the seed does not follow from frame and beacon" in rounds.findings(scene.round)
    CallRound.objects.update(seed=held.seed)
    rows = held.frame.rows
    CallFrame.objects.update(rows=rows[1:])
    assert "the frame has another fingerprint" in rounds.findings(scene.round)
    CallFrame.objects.update(rows=rows)
    other = unknown(CITIES[0], 200)
    first = scene.calls()[0]
    Call.objects.filter(pk=first.pk).update(case=other)
    assert rounds.findings(scene.round) == ["another sample is drawn"]
    assert commands.run_draw(Namespace(quarter=str(QUARTER), check=True)) == 1
    assert commands.run_draw(Namespace(quarter="2025-Q1", check=True)) == 2
    assert commands.run_draw(Namespace(quarter="2025", check=False)) == 2


def test_nothing_is_drawn_before_the_outcomes_are_complete_and_nobody_without_a_number_is_called() -> None:
    assemble()
    with pytest.raises(NotPossible):
        rounds.draw(QUARTER, at=DRAWN_AT - DAY)
    assert list(rounds.due_acts(DRAWN_AT - DAY)) == []
    case = unknown(CITIES[3], 300, phone="")
    rounds.draw(QUARTER, at=DRAWN_AT)
    assert Call.objects.get(case=case).state == Call.State.UNREACHED


def test_time_draws_and_closes_and_does_neither_twice() -> None:
    scene = assemble()
    for act in rounds.due_acts(DRAWN_AT):
        act()
    assert list(rounds.due_acts(DRAWN_AT)) == []
    for number, call in enumerate(scene.calls()[:10]):
        answered(
            scene, call, "completely" if number < 4 else "no", money="200-1000" if number < 4 else "none"
        )
    late = DRAWN_AT + timedelta(days=31)
    assert rounds.estimate(str(QUARTER)) is None
    assert rounds.released_counts(str(QUARTER)) == {}
    for act in rounds.due_acts(late):
        act()
    assert list(rounds.due_acts(late)) == []
    found = rounds.estimate(str(QUARTER))
    assert found is not None
    assert rounds.released_counts(str(QUARTER)) == {"called": 26, "reached": 10, "solved": 4}
    assert found.unknown == 26
    assert scene.round.result["paid_at_least_fen"] == 4 * 200_00
    assert not Call.objects.filter(state=Call.State.OPEN).exists()
    assert set(Case.objects.values_list("result", flat=True)) == {"unconfirmed"}


def test_a_round_whose_calls_are_all_done_closes_that_night(scene: Scene) -> None:
    Call.objects.exclude(stratum=CITIES[1]).update(state=Call.State.REFUSED)
    for call in scene.calls(CITIES[1]):
        answered(scene, call, "partly")
    assert list(rounds.due_acts(DRAWN_AT + 10 * HOUR)) == []  # until midnight it can be taken back
    for act in rounds.due_acts(DRAWN_AT + DAY):
        act()
    found = rounds.estimate(str(QUARTER))
    assert found is not None
    assert (found.solved, found.reached, found.share) == (0, 8, 0.0)


def test_nothing_is_locked_while_the_lots_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    assemble()
    held: list[int] = []
    real = lots.drawn

    def drawn_by_lot(*given: Any) -> list[str]:
        held.append(len(connection.savepoint_ids))
        return real(*given)

    monkeypatch.setattr(lots, "drawn", drawn_by_lot)
    rounds.draw(QUARTER, at=DRAWN_AT)
    assert held == [len(connection.savepoint_ids)]
