"""When a removal stands, whatever else is open about the entry ends by rule; until then nothing is lost."""

from datetime import datetime

from django.urls import reverse

from huaihai.brands import verifying
from huaihai.brands.conduct import log, opening
from huaihai.brands.conduct.tests.cast import DAY, Cast, night_after, run_out, text_of, until_deciding
from huaihai.brands.models import LogLine, Proceeding
from huaihai.brands.tests.people import MONDAY
from huaihai.governance.models import Choice
from huaihai.kit.clock import local_day
from huaihai.supervision.tests.people import client_of


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
