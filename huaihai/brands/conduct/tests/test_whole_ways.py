"""Whole ways: from a serious case to the end, whichever way it goes."""

from datetime import timedelta

import pytest

from huaihai.brands import verifying
from huaihai.brands.conduct import log
from huaihai.brands.conduct import verbs as conduct_verbs
from huaihai.brands.conduct.tests import cast as scene
from huaihai.brands.conduct.tests.cast import DAY, HOUR, Cast
from huaihai.brands.models import Entry, LogLine, Proceeding
from huaihai.brands.tests.people import MONDAY
from huaihai.governance.models import Choice
from huaihai.record import events


def removal(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Proceeding:
    """A removal that waits for the vote, heard on the way."""
    row = scene.fired(cast, monkeypatch, closed_or_moved=1)
    scene.stated(cast, row, at=MONDAY + DAY, wants_hearing=True)
    row.refresh_from_db()
    assert row.stage == "hearing"
    conduct_verbs.set_day(
        row, meets_at=MONDAY + 10 * DAY, where="演示会议室", by=cast.people.office, at=MONDAY + 2 * DAY
    )
    conduct_verbs.hold(
        row, minutes="店方到会说明", came=True, by=cast.people.office, at=MONDAY + 10 * DAY + HOUR
    )
    row.refresh_from_db()
    assert row.stage == "deciding"
    return row


def lines(cast: Cast) -> list[str]:
    return list(LogLine.objects.filter(entry=cast.entry).order_by("number").values_list("verb", flat=True))


def whole(cast: Cast) -> None:
    """The record fits, and the log is what the record says."""
    assert events.broken_at(cast.entry.record_key) is None
    assert log.misfits(cast.entry) == []
    wrong = [str(one) for one in verifying.findings(cast.entry.number)]
    made_by_the_scene = ("declaration", "follow from nothing", "again it is nothing")  # without an event
    assert [one for one in wrong if not any(words in one for words in made_by_the_scene)] == []


def test_a_serious_case_suspends_at_once_and_what_is_remedied_is_restored(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    assert cast.entry.stage == "suspended"
    assert (row.kind, row.stage) == ("suspend", "statement")

    at = scene.until_deciding(row)
    scene.decided(cast, row, "confirm", at=at)
    assert (row.stage, row.outcome, cast.entry.stage) == ("decided", "suspended", "suspended")

    conduct_verbs.remedy(row, text="已经整改", by=cast.people.holder, at=at + DAY)
    row.refresh_from_db()
    scene.decided(cast, row, "restore", at=at + 2 * DAY)
    assert (row.stage, row.outcome, cast.entry.stage) == ("ended", "restored", "held")
    assert lines(cast) == [
        "suspend",
        "statement_closed",
        "suspension_confirmed",
        "remedy_handed_in",
        "restore",
    ]
    whole(cast)


def test_from_serious_case_to_removal_and_back_through_the_panel(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    at = scene.until_deciding(row)
    scene.decided(cast, row, "confirm", at=at)
    assert row.appeal_until is not None
    scene.night(scene.at_night(row.appeal_until))
    row.refresh_from_db()
    assert row.stage == "remedy"
    assert row.remedy_until is not None
    scene.night(scene.at_night(row.remedy_until))
    row.refresh_from_db()
    assert (row.stage, row.outcome) == ("ended", "moved-on")

    follow = row.followed_by.get()
    at = scene.until_deciding(follow)
    scene.voted(cast, follow, Choice.FOR, at=at)
    assert (follow.stage, follow.outcome, cast.entry.stage) == ("decided", "removed", "removed")
    assert cast.entry.ended_at is not None

    seats = scene.appealed(cast, follow, at=at + 3 * DAY)
    assert len({seat.body_id for seat in seats}) == 3
    scene.panel_says(cast, follow, "set-aside", at=at + 4 * DAY)
    assert (follow.stage, follow.outcome, cast.entry.stage) == ("ended", "set-aside", "held")
    assert not Entry.objects.filter(pk=cast.entry.pk, ended_at__isnull=False).exists()
    assert lines(cast)[-4:] == ["removal_drafted", "remove", "appealed", "reinstate"]
    whole(cast)


def test_a_removal_that_the_panel_upholds_stays(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = removal(cast, monkeypatch)
    at = MONDAY + 11 * DAY
    scene.voted(cast, row, Choice.FOR, at=at)
    scene.appealed(cast, row, at=at + 3 * DAY)
    scene.panel_says(cast, row, "uphold", at=at + 4 * DAY)
    assert (row.stage, row.outcome, cast.entry.stage) == ("ended", "removed", "removed")
    assert row.reasons == "复核理由\n复核理由"
    whole(cast)


def test_a_removal_that_is_voted_down_leaves_the_mark(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = removal(cast, monkeypatch)
    scene.voted(cast, row, Choice.AGAINST, at=MONDAY + 11 * DAY)
    assert (row.stage, row.outcome, cast.entry.stage) == ("ended", "dropped", "held")
    assert lines(cast)[-1] == "removal_rejected"
    whole(cast)


def test_a_suspended_mark_is_restored_when_its_removal_is_voted_down(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    at = scene.until_deciding(row)
    scene.decided(cast, row, "confirm", at=at)
    assert row.appeal_until is not None
    scene.night(scene.at_night(row.appeal_until))
    row.refresh_from_db()
    assert row.remedy_until is not None
    scene.night(scene.at_night(row.remedy_until))
    follow = row.followed_by.get()
    scene.voted(cast, follow, Choice.AGAINST, at=scene.until_deciding(follow))
    assert (follow.outcome, cast.entry.stage) == ("dropped", "held")
    whole(cast)


def test_a_suspension_that_is_lifted_ends_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    scene.decided(cast, row, "lift", at=scene.until_deciding(row))
    assert (row.stage, row.outcome, cast.entry.stage) == ("ended", "dropped", "held")
    whole(cast)


def test_a_suspension_that_the_panel_sets_aside_is_restored(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    at = scene.until_deciding(row)
    scene.decided(cast, row, "confirm", at=at)
    scene.appealed(cast, row, at=at + DAY)
    scene.panel_says(cast, row, "set-aside", at=at + 2 * DAY)
    assert (row.stage, row.outcome, cast.entry.stage) == ("ended", "set-aside", "held")
    whole(cast)


def test_an_upheld_suspension_waits_for_its_remedy(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    at = scene.until_deciding(row)
    scene.decided(cast, row, "confirm", at=at)
    scene.appealed(cast, row, at=at + DAY)
    scene.panel_says(cast, row, "uphold", at=at + 2 * DAY)
    assert (row.stage, row.outcome, cast.entry.stage) == ("remedy", "suspended", "suspended")
    assert row.remedy_until == (at + 2 * DAY + HOUR).date() + timedelta(days=90)
    whole(cast)


def test_a_warning_stands_when_nobody_appeals(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = scene.fired(cast, monkeypatch, broken_promises=1)
    assert cast.entry.stage == "held"
    scene.decided(cast, row, "warn", at=scene.until_deciding(row))
    assert (row.stage, row.outcome) == ("decided", "warned")
    assert row.appeal_until is not None
    scene.night(scene.at_night(row.appeal_until))
    row.refresh_from_db()
    assert (row.stage, row.outcome) == ("ended", "warned")
    assert lines(cast) == ["proceeding_opened", "statement_closed", "warned", "appeal_time_over"]
    whole(cast)


def test_a_warning_that_the_panel_strikes_out_counts_no_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = scene.fired(cast, monkeypatch, broken_promises=1)
    at = scene.until_deciding(row)
    scene.decided(cast, row, "warn", at=at)
    scene.appealed(cast, row, at=at + DAY)
    scene.panel_says(cast, row, "set-aside", at=at + 2 * DAY)
    assert (row.stage, row.outcome, cast.entry.stage) == ("ended", "set-aside", "held")
    whole(cast)


def test_two_warnings_that_stand_within_a_year_suspend(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    at = MONDAY
    for count in (1, 2):
        scene.measure(monkeypatch, {"refused_mediation": count})
        scene.night(at)
        row = Proceeding.objects.get(entry=cast.entry, stage="statement")
        scene.decided(cast, row, "warn", at=scene.until_deciding(row))
        assert row.appeal_until is not None
        at = scene.at_night(row.appeal_until)
        scene.night(at)
        at += DAY
    cast.entry.refresh_from_db()
    assert cast.entry.stage == "held"  # the second one stood only tonight
    scene.night(at)
    cast.entry.refresh_from_db()
    assert cast.entry.stage == "suspended"
    newest = Proceeding.objects.filter(entry=cast.entry).latest("serial")
    assert (newest.trigger, newest.kind) == ("two-warnings", "suspend")
    assert len(newest.facts["behind"]) == 2
    whole(cast)
