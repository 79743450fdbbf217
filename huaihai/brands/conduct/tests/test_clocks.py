"""Clocks: the last day counts, and what follows from silence."""

from datetime import date, datetime, timedelta

import pytest

from huaihai.brands.conduct import panels
from huaihai.brands.conduct import verbs as conduct_verbs
from huaihai.brands.conduct.tests import cast as scene
from huaihai.brands.conduct.tests.cast import DAY, HOUR, Cast
from huaihai.brands.models import CriteriaVersion, LogLine
from huaihai.brands.tests.people import MONDAY
from huaihai.desk.lives import NotPossible
from huaihai.kit.clock import ZONE


def test_the_clocks_by_which_it_was_opened_count_to_the_end(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    assert row.statement_until == row.due_on == date(2026, 11, 16)
    content = {**cast.criteria.content, "clocks": dict.fromkeys(row.clocks, 7)}
    CriteriaVersion.objects.create(
        number=2,
        content=content,
        content_hash="1" * 64,
        at=MONDAY,
        by=cast.people.office.key,
        resolution=cast.criteria.resolution,
        from_on=MONDAY.date() + DAY,
    )
    scene.until_deciding(row)
    assert row.decision_until == date(2026, 12, 15)  # twenty working days from 17 November


def test_the_last_day_counts_and_the_day_after_does_not(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    last = datetime(2026, 11, 16, 23, 59, tzinfo=ZONE)
    scene.night(last)
    row.refresh_from_db()
    assert row.stage == "statement"
    conduct_verbs.state(row, text="最后一天", by=cast.people.holder, at=last)
    with pytest.raises(NotPossible):
        conduct_verbs.state(row, text="晚了", by=cast.people.holder, at=last + timedelta(minutes=2))
    scene.night(last + timedelta(minutes=2))
    row.refresh_from_db()
    assert row.stage == "deciding"


def test_a_run_at_night_does_everything_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.fired(cast, monkeypatch, serious_cases=1)
    at = scene.STATEMENT_ENDS
    scene.night(at)
    before = LogLine.objects.count()
    scene.night(at)
    scene.night(at + HOUR)
    assert LogLine.objects.count() == before


def test_a_warning_on_which_nobody_decides_lapses(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = scene.fired(cast, monkeypatch, broken_promises=1)
    scene.until_deciding(row)
    assert row.decision_until is not None
    scene.night(scene.at_night(row.decision_until))
    row.refresh_from_db()
    assert (row.stage, row.outcome) == ("ended", "lapsed")


def test_danger_does_not_lapse_by_silence_and_the_log_says_so_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    scene.until_deciding(row)
    assert row.decision_until is not None
    late = scene.at_night(row.decision_until)
    for night in range(3):
        scene.night(late + night * DAY)
    row.refresh_from_db()
    cast.entry.refresh_from_db()
    assert (row.stage, cast.entry.stage, row.overdue_on) == ("deciding", "suspended", late.date())
    assert LogLine.objects.filter(verb="proceeding_overdue").count() == 1


def test_an_overdue_suspension_may_be_appealed_against_and_one_in_time_not(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    at = scene.until_deciding(row)
    with pytest.raises(NotPossible):
        panels.appeal(row, text="不服", by=cast.people.holder, at=at)
    assert row.decision_until is not None
    late = scene.at_night(row.decision_until)
    scene.night(late)
    row.refresh_from_db()
    scene.appealed(cast, row, at=late + DAY)
    scene.panel_says(cast, row, "uphold", at=late + 2 * DAY)
    assert (row.stage, row.outcome, cast.entry.stage) == ("remedy", "suspended", "suspended")


def test_an_appeal_comes_in_time_or_not_at_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = scene.fired(cast, monkeypatch, broken_promises=1)
    scene.decided(cast, row, "warn", at=scene.until_deciding(row))
    assert row.appeal_until is not None
    with pytest.raises(NotPossible):
        panels.appeal(row, text="不服", by=cast.people.holder, at=scene.at_night(row.appeal_until))
