"""What a card of the board says of one measure, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from huaihai.governance.public.charter import shown
from huaihai.insight.board import names
from huaihai.insight.board.arithmetic import Pool
from huaihai.insight.board.reading import MonthTold, Told, tell
from huaihai.insight.board.registry import Kind
from huaihai.insight.board.sparkline import Spark, spark
from huaihai.insight.board.targets import telling


@dataclass(frozen=True)
class MeasureCard:
    """One measure. `value` is empty where there is no number; `basis` says then why, else what it rests on."""

    key: str
    title: str
    value: str
    basis: str
    how: str
    method: str
    since: date | None
    as_of: datetime | None
    spark: Spark | None
    trend: str
    target: telling.TargetTold | None
    told: Told | None


@dataclass(frozen=True)
class PartCard:
    """One of the nine. `months` is the table below its measures: the month, and one cell a measure."""

    part: shown.ShownPart
    measures: Sequence[MeasureCard]
    months: Sequence[tuple[date, Sequence[str]]]


def board(today: date, *, staff: bool = False) -> list[PartCard]:
    """The nine in their order; the same number of queries however much was measured."""
    parts = shown.all_parts(today)
    keys = [one.key for part in parts for one in part.part.measures]
    told = tell(keys, today=today, staff=staff)
    targets = telling.of_year(today.year, today=today)
    return [_part(part, told, targets) for part in parts]


def one_part(key: str, today: date) -> PartCard | None:
    """One of the nine with all that its card says."""
    return next((card for card in board(today) if card.part.part.key == key), None)


def card(
    key: str, title: str, how: str, told: Told | None, target: telling.TargetTold | None = None
) -> MeasureCard:
    """One measure in words; without `told` nothing computes it."""
    unit = names.unit_of(key)
    return MeasureCard(
        key=key,
        title=title,
        value=names.value(told.kind, told.value, of=told.of, unit=unit)
        if told and told.value is not None
        else "",
        basis=_basis(told),
        how=how,
        method=str(told.kind.method) if told else "",
        since=told.since if told else None,
        as_of=told.as_of if told else None,
        spark=spark([month.value for month in told.months]) if told else None,
        trend=_trend(told, unit) if told else "",
        target=target,
        told=told,
    )


def cell(kind: Kind, month: MonthTold, unit: str) -> str:
    """A month of a table: the value, or why there is none."""
    if month.value is not None:
        return names.value(kind, month.value, of=month.of, unit=unit)
    return _("too few") if month.is_few else "–"


def _part(part: shown.ShownPart, told: dict[str, Told], targets: dict[str, telling.TargetTold]) -> PartCard:
    cards = [
        card(one.key, one.words, one.how, told.get(one.key), targets.get(one.key))
        for one in part.part.measures
    ]
    return PartCard(part, cards, _months(cards))


def _months(cards: Sequence[MeasureCard]) -> list[tuple[date, list[str]]]:
    """The months in which one of the measures says anything, the newest first."""
    rows: dict[date, list[str]] = {}
    counted = [one.told for one in cards if one.told]
    for place, told in enumerate(counted):
        unit = names.unit_of(told.kind.key)
        for month in told.months:
            rows.setdefault(month.month, ["–"] * len(counted))[place] = cell(told.kind, month, unit)
    return [(month, cells) for month, cells in sorted(rows.items(), reverse=True) if set(cells) != {"–"}]


def _basis(told: Told | None) -> str:
    if told is None or told.since is None:
        return _("not measured yet")
    if told.is_few:
        return _("too few to say a number")
    if told.value is None:
        return _("nothing to measure in the last twelve months")
    if told.kind.pool == Pool.STANDING:
        return _("as it stands now")
    if told.kind.pool == Pool.LATEST or not told.kind.counts:
        return _("as last measured") if told.kind.pool == Pool.LATEST else _("in twelve months")
    return _("in twelve months, %(n)s %(things)s") % {"n": f"{told.of:,}", "things": told.kind.counts}


def _trend(told: Told, unit: str) -> str:
    """The line of months in words, for those who do not see it."""
    known = [month for month in told.months if month.value is not None]
    if len(known) < 2:
        return ""
    first, last = known[0], known[-1]
    return _("From %(first)s in %(first_month)s to %(last)s in %(last_month)s.") % {
        "first": cell(told.kind, first, unit),
        "first_month": month_words(first.month),
        "last": cell(told.kind, last, unit),
        "last_month": month_words(last.month),
    }


def month_words(month: date) -> str:
    """2026-11."""
    return f"{month:%Y-%m}"
