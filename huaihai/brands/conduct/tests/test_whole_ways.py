"""Whole ways: from a serious case to the end, whichever way it goes."""

from datetime import date, datetime, timedelta

from django.urls import reverse

from huaihai.brands import verifying
from huaihai.brands.conduct import log, opening
from huaihai.brands.conduct import verbs as conduct_verbs
from huaihai.brands.conduct.tests.cast import (
    DAY,
    HOUR,
    Cast,
    night,
    night_after,
    run_out,
    text_of,
    until_deciding,
)
from huaihai.brands.models import Entry, LogLine, Proceeding
from huaihai.brands.tests.people import MONDAY
from huaihai.governance.models import Choice
from huaihai.kit.clock import local_day
from huaihai.record import events
from huaihai.supervision.tests.people import client_of


def removal(cast: Cast) -> Proceeding:
    """A removal that waits for the vote, heard on the way."""
    row, office = cast.fired(closed_or_moved=1), cast.people.office
    cast.stated(row, at=MONDAY + DAY, wants_hearing=True)
    assert (row.stage, row.hearing_until) == ("hearing", date(2026, 11, 24))  # fifteen working days
    day = MONDAY + 10 * DAY
    conduct_verbs.set_day(row, meets_at=day, where="演示会议室", by=office, at=MONDAY + 2 * DAY)
    conduct_verbs.hold(row, minutes="店方到会说明", came=True, by=office, at=day + HOUR)
    row.refresh_from_db()
    assert row.stage == "deciding"
    return row


def removal_after_a_suspension(cast: Cast) -> Proceeding:
    """Nobody appeals and nothing is remedied: the removal that follows."""
    row, _at = cast.confirmed()
    run_out(row, "appeal")
    assert row.stage == "remedy"
    run_out(row, "remedy")
    assert (row.stage, row.outcome) == ("ended", "moved-on")
    return row.followed_by.get()


def lines(cast: Cast) -> list[str]:
    return list(LogLine.objects.filter(entry=cast.entry).order_by("number").values_list("verb", flat=True))


def ended(cast: Cast, row: Proceeding, *said: str) -> None:
    """It stands so: its stage and outcome, the entry's stage. The record fits, and the log is what the record says."""
    assert (row.stage, row.outcome, cast.entry.stage) == said
    assert events.broken_at(cast.entry.record_key) is None
    assert log.misfits(cast.entry) == []
    wrong = [str(one) for one in verifying.findings(cast.entry.number)]
    made_by_the_scene = ("declaration", "“还没有开始”")  # without an event
    assert [one for one in wrong if not any(words in one for words in made_by_the_scene)] == []


def test_a_serious_case_suspends_at_once_and_what_is_remedied_is_restored(cast: Cast) -> None:
    row = cast.fired(serious_cases=1)
    assert (row.kind, row.stage, cast.entry.stage) == ("suspend", "statement", "suspended")
    at = until_deciding(row)
    cast.decided(row, "confirm", at=at)
    assert (row.stage, row.outcome, cast.entry.stage) == ("decided", "suspended", "suspended")
    conduct_verbs.remedy(row, text="已经整改", by=cast.people.holder, at=at + DAY)
    row.refresh_from_db()
    cast.decided(row, "restore", at=at + 2 * DAY)
    ended(cast, row, "ended", "restored", "held")
    assert lines(cast) == [
        "suspend",
        "statement_closed",
        "suspension_confirmed",
        "remedy_handed_in",
        "restore",
    ]


def test_from_serious_case_to_removal_and_back_through_the_panel(cast: Cast) -> None:
    row = removal_after_a_suspension(cast)
    at = until_deciding(row)
    cast.voted(row, Choice.FOR, at=at)
    assert (row.stage, row.outcome, cast.entry.stage) == ("decided", "removed", "removed")
    assert cast.entry.ended_at is not None
    cast.appealed(row, at=at + 3 * DAY)
    cast.panel_says(row, "set-aside", at=at + 4 * DAY)
    ended(cast, row, "ended", "set-aside", "held")
    assert not Entry.objects.filter(pk=cast.entry.pk, ended_at__isnull=False).exists()
    assert lines(cast)[-4:] == ["removal_drafted", "remove", "appealed", "reinstate"]


def test_a_removal_that_the_panel_upholds_stays(cast: Cast) -> None:
    row, at = removal(cast), MONDAY + 11 * DAY
    cast.voted(row, Choice.FOR, at=at)
    cast.appealed(row, at=at + 3 * DAY)
    cast.panel_says(row, "uphold", at=at + 4 * DAY)
    ended(cast, row, "ended", "removed", "removed")
    assert row.reasons == "复核理由\n复核理由"


def test_a_removal_that_is_voted_down_leaves_the_mark(cast: Cast) -> None:
    row = removal(cast)
    cast.voted(row, Choice.AGAINST, at=MONDAY + 11 * DAY)
    ended(cast, row, "ended", "dropped", "held")
    assert lines(cast)[-1] == "removal_rejected"


def test_a_suspended_mark_is_restored_when_its_removal_is_voted_down(cast: Cast) -> None:
    row = removal_after_a_suspension(cast)
    cast.voted(row, Choice.AGAINST, at=until_deciding(row))
    ended(cast, row, "ended", "dropped", "held")


def test_a_suspension_that_is_lifted_ends_at_once(cast: Cast) -> None:
    row = cast.fired(serious_cases=1)
    cast.decided(row, "lift", at=until_deciding(row))
    ended(cast, row, "ended", "dropped", "held")


def test_a_suspension_that_the_panel_sets_aside_is_restored(cast: Cast) -> None:
    row, at = cast.confirmed()
    cast.appealed(row, at=at + DAY)
    cast.panel_says(row, "set-aside", at=at + 2 * DAY)
    ended(cast, row, "ended", "set-aside", "held")


def test_an_upheld_suspension_waits_for_its_remedy(cast: Cast) -> None:
    row, at = cast.confirmed()
    cast.appealed(row, at=at + DAY)
    cast.panel_says(row, "uphold", at=at + 2 * DAY)
    ended(cast, row, "remedy", "suspended", "suspended")
    assert row.remedy_until == (at + 2 * DAY + HOUR).date() + timedelta(days=90)


def test_a_warning_stands_when_nobody_appeals(cast: Cast) -> None:
    row, _at = cast.warned()
    assert (row.stage, row.outcome, cast.entry.stage) == ("decided", "warned", "held")
    run_out(row, "appeal")
    ended(cast, row, "ended", "warned", "held")
    assert lines(cast) == ["proceeding_opened", "statement_closed", "warned", "appeal_time_over"]


def test_a_warning_that_the_panel_strikes_out_counts_no_more(cast: Cast) -> None:
    row, at = cast.warned()
    cast.appealed(row, at=at + DAY)
    cast.panel_says(row, "set-aside", at=at + 2 * DAY)
    ended(cast, row, "ended", "set-aside", "held")


def test_two_warnings_that_stand_within_a_year_suspend(cast: Cast) -> None:
    at = MONDAY
    for count in (1, 2):
        cast.measure(refused_mediation=count)
        night(at)
        row = Proceeding.objects.get(entry=cast.entry, stage="statement")
        cast.decided(row, "warn", at=until_deciding(row))
        at = run_out(row, "appeal") + DAY
    cast.entry.refresh_from_db()
    assert cast.entry.stage == "held"  # the second one stood only tonight
    night(at)
    cast.entry.refresh_from_db()
    newest = Proceeding.objects.filter(entry=cast.entry).latest("serial")
    assert (newest.trigger, newest.kind) == ("two-warnings", "suspend")
    assert len(newest.facts["behind"]) == 2
    ended(cast, newest, "statement", "", "suspended")


def removed_beside_a_warning(cast: Cast) -> tuple[Proceeding, Proceeding, datetime]:
    """The removal, decided by vote and not yet beyond appeal; the warning beside it; when it was decided."""
    cast.measure(closed_or_moved=1, broken_promises=1)
    rows = {row.kind: row for row in opening.watch(cast.entry, at=MONDAY)}
    removal, warning = rows["remove"], rows["warn"]
    cast.voted(removal, Choice.FOR, at=until_deciding(removal))
    warning.refresh_from_db()
    assert (cast.entry.stage, warning.stage) == ("removed", "deciding")
    assert removal.decided_at is not None
    return removal, warning, removal.decided_at


def has_ended(cast: Cast, warning: Proceeding) -> None:
    warning.refresh_from_db()
    assert (warning.stage, warning.outcome, warning.due_on) == ("ended", "without-object", None)
    line = LogLine.objects.get(verb="ended_with_removal", proceeding=warning)
    assert line.facts["number"] == warning.number
    assert log.misfits(cast.entry) == []
    assert not [one for one in map(str, verifying.findings(cast.entry.number)) if "proceeding" in one]


def test_a_warning_ends_when_nobody_appeals_against_the_removal(cast: Cast) -> None:
    removal, warning, _at = removed_beside_a_warning(cast)
    not_overdue = night_after(removal, "appeal").date()
    Proceeding.objects.filter(pk=warning.pk).update(due_on=not_overdue)
    run_out(removal, "appeal")
    has_ended(cast, warning)


def test_a_warning_ends_when_the_panel_upholds_the_removal(cast: Cast) -> None:
    removal, warning, at = removed_beside_a_warning(cast)
    cast.appealed(removal, at=at + DAY)
    cast.panel_says(removal, "uphold", at=at + 2 * DAY)
    has_ended(cast, warning)


def test_a_warning_goes_on_when_the_panel_sets_the_removal_aside(cast: Cast) -> None:
    removal, warning, at = removed_beside_a_warning(cast)
    cast.appealed(removal, at=at + DAY)
    cast.panel_says(removal, "set-aside", at=at + 2 * DAY)
    warning.refresh_from_db()
    assert (cast.entry.stage, warning.stage) == ("held", "deciding")


def test_the_desk_says_from_which_day_on_the_same_can_come_back(
    cast: Cast, hour: dict[str, datetime]
) -> None:
    _removal, _warning, at = removed_beside_a_warning(cast)
    hour["now"] = at + DAY
    text = text_of(client_of(cast.people.holder), reverse("business-brand", args=[cast.entry.pk]))
    day = local_day(at)
    assert f"{day.year + 2} 年 {day.month} 月 {day.day} 日" in text
