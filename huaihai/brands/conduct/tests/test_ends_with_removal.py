"""When a removal stands, whatever else is open about the entry ends by rule; until then nothing is lost."""

from datetime import datetime

import pytest
from django.urls import reverse

from huaihai.brands import verifying
from huaihai.brands.conduct import log, opening
from huaihai.brands.conduct.tests import cast as scene
from huaihai.brands.conduct.tests.browsing import text_of
from huaihai.brands.conduct.tests.cast import DAY, Cast
from huaihai.brands.models import LogLine, Proceeding
from huaihai.brands.tests.people import MONDAY
from huaihai.governance.models import Choice
from huaihai.kit.clock import local_day
from huaihai.supervision.tests.people import client_of


def removed_beside_a_warning(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> tuple[Proceeding, Proceeding]:
    """The removal, decided by vote and not yet beyond appeal; the warning beside it."""
    scene.measure(monkeypatch, {"closed_or_moved": 1, "broken_promises": 1})
    rows = {row.kind: row for row in opening.watch(cast.entry, at=MONDAY)}
    removal, warning = rows["remove"], rows["warn"]
    scene.voted(cast, removal, Choice.FOR, at=scene.until_deciding(removal))
    warning.refresh_from_db()
    assert (cast.entry.stage, warning.stage) == ("removed", "deciding")
    return removal, warning


def has_ended(cast: Cast, warning: Proceeding) -> None:
    warning.refresh_from_db()
    assert (warning.stage, warning.outcome, warning.due_on) == ("ended", "without-object", None)
    line = LogLine.objects.get(verb="ended_with_removal", proceeding=warning)
    assert line.facts["number"] == warning.number
    assert log.misfits(cast.entry) == []
    assert not [one for one in map(str, verifying.findings(cast.entry.number)) if "proceeding" in one]


def test_a_warning_ends_when_nobody_appeals_against_the_removal(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    removal, warning = removed_beside_a_warning(cast, monkeypatch)
    assert removal.appeal_until is not None
    Proceeding.objects.filter(pk=warning.pk).update(due_on=removal.appeal_until + DAY)  # not yet overdue
    scene.night(scene.at_night(removal.appeal_until))
    has_ended(cast, warning)


def test_a_warning_ends_when_the_panel_upholds_the_removal(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    removal, warning = removed_beside_a_warning(cast, monkeypatch)
    at = removal.decided_at
    assert at is not None
    scene.appealed(cast, removal, at=at + DAY)
    scene.panel_says(cast, removal, "uphold", at=at + 2 * DAY)
    has_ended(cast, warning)


def test_a_warning_goes_on_when_the_panel_sets_the_removal_aside(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    removal, warning = removed_beside_a_warning(cast, monkeypatch)
    at = removal.decided_at
    assert at is not None
    scene.appealed(cast, removal, at=at + DAY)
    scene.panel_says(cast, removal, "set-aside", at=at + 2 * DAY)
    warning.refresh_from_db()
    assert (cast.entry.stage, warning.stage) == ("held", "deciding")


def test_the_desk_says_from_which_day_on_the_same_can_come_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    removal, _warning = removed_beside_a_warning(cast, monkeypatch)
    assert removal.decided_at is not None
    hour["now"] = removal.decided_at + DAY
    text = text_of(client_of(cast.people.holder), reverse("business-brand", args=[cast.entry.pk]))
    day = local_day(removal.decided_at)
    assert f"{day.year + 2} 年 {day.month} 月 {day.day} 日" in text
