"""Clocks: exact working days with holidays, the last day counts, what follows from silence, and nobody holds it up."""

from datetime import date, datetime, timedelta

import pytest

from huaihai.brands import drawing, open_items
from huaihai.brands.conduct import panels
from huaihai.brands.conduct import verbs as conduct_verbs
from huaihai.brands.conduct.tests.cast import (
    DAY,
    HOUR,
    STATEMENT_ENDS,
    Cast,
    night,
    night_after,
    run_out,
    until_deciding,
)
from huaihai.brands.models import Entry, LogLine, Proceeding
from huaihai.brands.tests.people import MONDAY
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import ZONE
from huaihai.record.models import OutboxMessage


def test_the_clocks_by_which_it_was_opened_count_to_the_end(cast: Cast) -> None:
    row = cast.fired(serious_cases=1)
    assert row.statement_until == row.due_on == date(2026, 11, 16)
    cast.other_criteria(clocks=dict.fromkeys(row.clocks, 7))
    until_deciding(row)
    assert row.decision_until == date(2026, 12, 15)  # twenty working days from 17 November


def test_the_last_day_counts_and_the_day_after_does_not(cast: Cast) -> None:
    row, last = cast.fired(serious_cases=1), datetime(2026, 11, 16, 23, 59, tzinfo=ZONE)
    night(last)
    row.refresh_from_db()
    assert row.stage == "statement"
    cast.stated(row, at=last)
    with pytest.raises(NotPossible):
        cast.stated(row, at=last + timedelta(minutes=2))
    night(last + timedelta(minutes=2))
    row.refresh_from_db()
    assert row.stage == "deciding"


def test_a_run_at_night_does_everything_once(cast: Cast) -> None:
    cast.fired(serious_cases=1)
    night(STATEMENT_ENDS)
    before = LogLine.objects.count()
    night(STATEMENT_ENDS)
    night(STATEMENT_ENDS + HOUR)
    assert LogLine.objects.count() == before


def test_a_warning_on_which_nobody_decides_lapses(cast: Cast) -> None:
    row = cast.fired(broken_promises=1)
    until_deciding(row)
    run_out(row, "decision")
    assert (row.stage, row.outcome) == ("ended", "lapsed")


def test_a_hearing_that_nobody_holds_burdens_nobody_with_a_warning(cast: Cast) -> None:
    row = cast.fired(broken_promises=1)
    cast.stated(row, at=MONDAY + DAY, wants_hearing=True)
    run_out(row, "hearing")
    assert (row.stage, row.outcome) == ("ended", "lapsed")


def test_danger_does_not_lapse_by_silence_and_then_it_may_be_appealed_against(cast: Cast) -> None:
    row = cast.fired(serious_cases=1)
    at = until_deciding(row)
    with pytest.raises(NotPossible):
        panels.appeal(row, text="不服", by=cast.people.holder, at=at)
    late = night_after(row, "decision")
    for again in range(3):
        night(late + again * DAY)
    row.refresh_from_db()
    cast.entry.refresh_from_db()
    assert (row.stage, cast.entry.stage, row.overdue_on) == ("deciding", "suspended", late.date())
    assert LogLine.objects.filter(verb="proceeding_overdue").count() == 1
    cast.appealed(row, at=late + DAY)
    cast.panel_says(row, "uphold", at=late + 2 * DAY)
    assert (row.stage, row.outcome, cast.entry.stage) == ("remedy", "suspended", "suspended")


def test_an_appeal_comes_in_time_or_not_at_all(cast: Cast) -> None:
    row, _at = cast.warned()
    with pytest.raises(NotPossible):
        panels.appeal(row, text="不服", by=cast.people.holder, at=night_after(row, "appeal"))


def test_who_is_silent_leaves_the_panel_and_the_rest_get_the_whole_time(cast: Cast) -> None:
    row, at = cast.warned()
    before = {seat.account_id for seat in cast.appealed(row, at=at + DAY)}
    late = run_out(row, "panel")
    after = {seat.account_id for seat in panels.seats_taken(row)}
    assert len(after) == panels.SEATS
    assert not before & after
    assert row.panel_until is not None
    assert row.panel_until > late.date()


def test_a_panel_that_cannot_be_filled_decides_nothing_until_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, at = cast.warned()
    with monkeypatch.context() as few:
        few.setattr(drawing, "pool", lambda entry, **_said: [])
        assert cast.appealed(row, at=at + DAY) == []
        night(at + DAY + HOUR)
    assert panels.seats_taken(row) == []
    night(at + 2 * DAY)
    assert len(panels.seats_taken(row)) == panels.SEATS


def test_the_day_of_a_hearing_lies_within_its_clock(cast: Cast) -> None:
    row, office = cast.fired(serious_cases=1), cast.people.office
    cast.stated(row, at=MONDAY + DAY, wants_hearing=True)
    for wrong in (MONDAY, MONDAY + 23 * DAY):
        with pytest.raises(Unfit):
            conduct_verbs.set_day(row, meets_at=wrong, where="演示", by=office, at=MONDAY + 2 * DAY)
    last = MONDAY + 22 * DAY
    conduct_verbs.set_day(row, meets_at=last, where="演示", by=office, at=MONDAY + 2 * DAY)
    with pytest.raises(NotPossible):
        conduct_verbs.hold(row, minutes="记录", came=True, by=office, at=MONDAY + 3 * DAY)


def test_what_was_handed_in_as_remedy_waits_for_two_people_and_not_for_the_calendar(cast: Cast) -> None:
    row, _at = cast.confirmed()
    run_out(row, "appeal")
    late = night_after(row, "remedy")
    with pytest.raises(NotPossible):
        conduct_verbs.remedy(row, text="已整改", by=cast.people.holder, at=late)
    conduct_verbs.remedy(row, text="已整改", by=cast.people.holder, at=late - 2 * HOUR)
    row.refresh_from_db()
    at = run_out(row, "remedy")
    assert row.stage == "remedy"
    cast.decided(row, "refuse", at=at + DAY)
    assert (row.stage, row.outcome) == ("decided", "not-restored")
    at = run_out(row, "appeal")
    night(at + DAY)
    assert Proceeding.objects.filter(entry=cast.entry, kind="remove", follows=row).exists()


def test_a_removal_by_another_proceeding_leaves_no_act_that_fails_each_night(cast: Cast) -> None:
    row, _at = cast.confirmed()
    run_out(row, "appeal")
    Entry.objects.filter(pk=cast.entry.pk).update(stage="removed")
    run_out(row, "remedy")
    assert row.stage == "remedy"


def test_many_statements_do_not_keep_the_minutes_out(cast: Cast) -> None:
    row, office = cast.fired(serious_cases=1), cast.people.office
    cast.stated(row, at=MONDAY, wants_hearing=True)
    conduct_verbs.set_day(row, meets_at=MONDAY + DAY, where="演示", by=office, at=MONDAY)
    for _again in range(conduct_verbs.MOST_STATEMENTS - 1):
        cast.stated(row, at=MONDAY + HOUR)
    with pytest.raises(NotPossible):
        cast.stated(row, at=MONDAY + HOUR)
    conduct_verbs.hold(row, minutes="记录", came=True, by=office, at=MONDAY + 2 * DAY)
    row.refresh_from_db()
    assert row.stage == "deciding"


def test_two_suspensions_end_only_together(cast: Cast) -> None:
    first = cast.fired(serious_cases=1)
    second = cast.fired(serious_cases=1, unsafe_tests=1, at=MONDAY + DAY)
    assert cast.entry.stage == "suspended"
    at = run_out(second, "statement")
    for row, stage in ((first, "suspended"), (second, "held")):
        row.refresh_from_db()
        cast.decided(row, "lift", at=at)
        at += DAY
        assert cast.entry.stage == stage


def test_the_business_is_told_on_its_phone_without_what_it_is_about(cast: Cast) -> None:
    cast.people.shop.phone = "13900000000"
    cast.people.shop.save()
    cast.fired(serious_cases=1)
    text = OutboxMessage.objects.get(subject=cast.entry.record_key).text
    assert "16" in text  # until when
    assert "严重" not in text
    assert "http" not in text


def test_open_and_overdue_proceedings_stand_on_the_hand_over_list(cast: Cast) -> None:
    row = cast.fired(serious_cases=1)
    (item,) = open_items.proceedings(MONDAY)
    assert (item.label, item.note) == (f"{row.number} {cast.entry.name}", row.stage_label)
    (late,) = open_items.proceedings(STATEMENT_ENDS)
    assert late.note != item.note
    cast.decided(row, "lift", at=until_deciding(row))
    assert list(open_items.proceedings(MONDAY)) == []
