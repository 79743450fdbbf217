"""The numbers of a report as pages show them, and the rows behind one."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huaihai.desk.measured import ALL, By, Mark, Measured, span
from huaihai.governance.charter.pages import body_words
from huaihai.governance.models import (
    Count,
    Duty,
    HandOver,
    Meeting,
    PlanItem,
    PoolRequest,
    Report,
    Resolution,
)
from huaihai.governance.planning.reports import Gap
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import local_day
from huaihai.kit.paging import PER_PAGE, Page, page_of
from huaihai.kit.ways import way
from huaihai.members.actors import Actor


@dataclass(frozen=True)
class Line:
    """`url` is empty for what has no page of its own; `more` is a second line."""

    words: str
    on: date
    url: str = ""
    more: str = ""


def page(rows: QuerySet[Any, Any] | Sequence[Any], asked: str | None) -> Page[Any]:
    """The page a reader asked for, of rows in the database or made up of days."""
    if isinstance(rows, QuerySet):
        return page_of(rows, asked)
    number = max(1, int(asked)) if asked and asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    number = min(number, max(1, -(-len(rows) // PER_PAGE)))
    start = (number - 1) * PER_PAGE
    return Page(rows[start : start + PER_PAGE], number, len(rows), is_more=False)


def lines(rows: Sequence[Any], actor: Actor) -> list[Line]:
    """The rows as a list for this reader. Raises KeyError for what no number counts."""
    lent = [row.pk for row in rows if isinstance(row, PoolRequest)]
    opens = set(PoolRequest.objects.visible_to(actor).filter(pk__in=lent).values_list("pk", flat=True))
    return [
        replace(line, url="") if isinstance(row, PoolRequest) and row.pk not in opens else line
        for row in rows
        for line in [_LINES[type(row)](row)]
    ]


def _meeting(row: Meeting) -> Line:
    return Line(
        f"{row.number} {local_words.in_script(row.title)}", _day_of(row), way("office-meeting", row.pk)
    )


def _resolution(row: Resolution) -> Line:
    words = f"{row.number} {local_words.in_script(row.title)}"
    return Line(words, row.adopted_on, way("resolution", row.number))


def _count(row: Count) -> Line:
    words = f"{row.motion.number} {local_words.in_script(row.motion.title)}"
    return Line(words, _day_of(row), way("office-motion", row.motion_id))


def _duty(row: Duty) -> Line:
    more = _("last day %(day)s · %(body)s") % {
        "day": spoken.full_day(row.due_on),
        "body": body_words(row.owner),
    }
    return Line(local_words.in_script(row.text), _day_of(row), way("office-duty", row.pk), more)


def _hand_over(row: HandOver) -> Line:
    sides = [local_words.in_script(body.short_name) for body in (row.from_body, row.to_body)]
    return Line(" → ".join(sides), _day_of(row), way("office-hand-over-one", row.pk))


def _lent(row: PoolRequest) -> Line:
    sides = [local_words.in_script(body.short_name) for body in (row.entry.body, row.asked_by)]
    more = str(row.entry.get_kind_display())
    return Line(" → ".join(sides), _day_of(row), way("office-pool-request", row.pk), more)


def _item(row: PlanItem) -> Line:
    parts = [row.plan.title]
    if row.due_on:
        parts.append(_("last day %(day)s") % {"day": spoken.full_day(row.due_on)})
    if row.owner:
        parts.append(body_words(row.owner))
    url = way("office-plan", row.plan_id)
    return Line(local_words.in_script(row.text), _day_of(row), url, " · ".join(parts))


def _gap(row: Gap) -> Line:
    return Line(local_words.in_script(row.body.short_name), row.on, way("office-roster"))


def _day_of(row: Any) -> date:
    """The day for which the number counts the row, as its query said."""
    day: date = row.day
    return day


_LINES: dict[type[Any], Callable[[Any], Line]] = {
    Meeting: _meeting,
    Resolution: _resolution,
    Count: _count,
    Duty: _duty,
    HandOver: _hand_over,
    PoolRequest: _lent,
    PlanItem: _item,
    Gap: _gap,
}


SMALL = 5  # a number of people in one place below this is not published
_OF_ONE_PLACE = re.compile(r"^(?P<what>.*)[.:@](?:city|county):[0-9]{6}$")


@dataclass(frozen=True)
class FigureRow:
    """One number. `words` is what is shown of it; `now` is another number if counting again would give one."""

    key: str
    label: str
    words: str
    value: int
    url: str
    now: int | None = None


@dataclass(frozen=True)
class FigureGroup:
    """Numbers under one heading."""

    title: str
    figures: list[FigureRow]


def groups(report: Report, now: Mapping[str, int] | None = None) -> list[FigureGroup]:
    """All numbers with their links, in the order in which they were counted."""
    found: dict[str, list[FigureRow]] = {}
    for row in report.figures:
        title = local_words.either(zh=row["group_zh"], en=row["group_en"])
        found.setdefault(title, []).append(_row_of(row, now or {}, report))
    return [FigureGroup(title, figures) for title, figures in found.items()]


def public_groups(report: Report) -> list[FigureGroup]:
    """The numbers without links; small ones of single places are hidden, see `hide_small`."""
    return [
        FigureGroup(group.title, hide_small([replace(figure, url="", now=None) for figure in group.figures]))
        for group in groups(report)
    ]


def hide_small(figures: list[FigureRow]) -> list[FigureRow]:
    """Numbers 1 to 4 of one place become "<5"; if that is a single one, the next smallest is left out too.

    A single hidden number could be had from the total. A figure is of one place if its key ends with that body's
    key ("cases.received.city:000000").
    """
    by_what: dict[str, list[FigureRow]] = {}
    for figure in figures:
        if place := _OF_ONE_PLACE.match(figure.key):
            by_what.setdefault(place["what"], []).append(figure)
    hidden: dict[str, str] = {}
    for same in by_what.values():
        small = [figure for figure in same if 0 < figure.value < SMALL]
        hidden |= {figure.key: f"<{SMALL}" for figure in small}
        rest = sorted((figure for figure in same if figure.value >= SMALL), key=lambda one: one.value)
        if len(small) == 1 and rest:
            hidden[rest[0].key] = "–"
    return [replace(one, words=hidden.get(one.key, one.words)) for one in figures]


def _row_of(row: Mapping[str, Any], now: Mapping[str, int], report: Report) -> FigureRow:
    counted_on = local_day(report.computed_at)
    until = min(report.until, counted_on)
    mark = Mark(row["key"], ALL, span(By.HAPPENED, report.since, until, counted_on.isoformat()))
    return FigureRow(
        row["key"],
        local_words.either(zh=row["label_zh"], en=row["label_en"]),
        Measured(f"{row['value']:,}", mark),
        row["value"],
        row["url"],
        now.get(row["key"]),
    )
