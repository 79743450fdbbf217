"""The nine as nine tiles: a word, a sentence, twelve small months and a count; or who answers and from when on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from huaihai.desk.measured import Measured
from huaihai.governance.charter import facts as charter_facts
from huaihai.insight.board import facts
from huaihai.insight.board.arithmetic import HUNDRED, Pool
from huaihai.insight.board.cards import MeasureCard, PartCard, cell, joined, tally
from huaihai.insight.board.facts import Reading
from huaihai.insight.board.registry import TALLIES
from huaihai.insight.comparing import measuring
from huaihai.insight.months import first_day, later
from huaihai.insight.statistics import keys
from huaihai.kit.clock import local_day

FEW: Final = 20  # a share of fewer is told as a count


@dataclass(frozen=True)
class Tile:
    """One of the nine. `figure` is empty where there is no number; then `due` says when there is one.

    `newest` is its last month in words, `also` what its other measures say; `missing`: no evidence was handed in.
    """

    part: charter_facts.ShownPart
    title: str
    figure: str
    count: str
    newest: str
    also: Sequence[str]
    due: str
    missing: bool
    card: MeasureCard | None

    @property
    def aim(self) -> Decimal | None:
        """The target of this year, where it may be drawn beside the months."""
        target = self.card.target if self.card else None
        kind = self.card.reading.kind if self.card and self.card.reading else None
        return target.target.value if target and kind and kind.pool in (Pool.SHARE, Pool.MEAN) else None

    @property
    def is_running(self) -> bool:
        """Whether the last of its months is not over."""
        return bool(self.card and self.card.reading and self.card.reading.is_running)


def tiles(cards: Sequence[PartCard], today: date) -> list[Tile]:
    """A tile for each, told by the first of its measures that has a number."""
    return [_tile(card, today) for card in cards]


def _tile(card: PartCard, today: date) -> Tile:
    known = [one for one in card.measures if one.reading and says_something(one.reading)]
    one = next(iter(known or card.measures), None)
    reading = one.reading if one and known else None
    figure, count = in_two(reading) if reading is not None else ("", "")
    return Tile(
        part=card.part,
        title=one.title if one else "",
        figure=figure,
        count=count,
        newest=_newest(reading) if reading is not None else "",
        also=[pair for other in known if other is not one and (pair := _also(other))],
        due="" if reading is not None else _due(one.key if one else "", today),
        missing=not card.part.evidence,
        card=one,
    )


def _also(other: MeasureCard) -> str:
    """Another measure of the same part in one line; "" where it would need a sentence of its own."""
    assert other.reading is not None  # noqa: S101 # only those with a number are asked
    if other.key not in TALLIES:
        return ""
    figure, count = in_two(other.reading)
    return joined(count, "" if isinstance(figure, Measured) else figure)


def says_something(reading: Reading) -> bool:
    """Whether there is a number; that nothing happened in twelve months is none."""
    return reading.value is not None and not (reading.kind.pool == Pool.SUM and not reading.value)


def in_two(reading: Reading) -> tuple[str, str]:
    """What stands large, and what it rests on. A share of few, or of all, is told by what stands out."""
    kind, value = reading.kind, reading.value
    assert value is not None  # noqa: S101 # the caller has looked
    if kind.key == facts.GAP:
        return _gap(reading)
    whole, rest = tally(reading)
    is_counted = kind.pool == Pool.STANDING or (
        kind.pool == Pool.SHARE and (value == HUNDRED or reading.of < FEW)
    )
    if is_counted and rest:
        return rest, whole
    unit = facts.unit_of(kind.key)
    words = facts.value(kind, value, of=reading.of, unit=unit)
    return Measured(words, reading.mark), joined(whole, rest)


def _gap(reading: Reading) -> tuple[str, str]:
    through = str(reading.facts.get("through", ""))
    count = _("the year to %(month)s") % {"month": keys.period(through[:7])} if through else ""
    assert reading.value is not None  # noqa: S101 # the caller has looked
    return facts.value(reading.kind, reading.value, unit=facts.unit_of(reading.kind.key)), count


def _newest(reading: Reading) -> str:
    """The last month that says something, beside the twelve."""
    known = [month for month in reading.months if month.value is not None]
    if reading.kind.is_open or len(known) < 2:
        return ""
    month = known[-1]
    words = cell(reading.kind, month, facts.unit_of(reading.kind.key))
    at = facts.mark_of(reading.kind, month.month, month.month, month.as_of)
    return Measured(f"{keys.short_period(f'{month.month:%Y-%m}')} {words}", at)


def _due(key: str, today: date) -> str:
    """The month in which it can be measured at the earliest."""
    due = later(first_day(today), 1)
    if key == facts.GAP:
        through = next(iter(measuring.complete_years(first_day(today), today + timedelta(days=500))), None)
        if through is not None:
            due = first_day(later(through, 1) - timedelta(days=1) + measuring.COMPLETE_AFTER)
    return keys.period(f"{due:%Y-%m}")


@dataclass(frozen=True)
class Months:
    """The twelve months of the nine as one table."""

    heads: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, Sequence[str]]]


def months(found: Sequence[Tile]) -> Months:
    """A column for each tile that has months; the newest month first."""
    told = [
        (one, one.card.reading)
        for one in found
        if one.card and one.card.reading and one.figure and not one.card.reading.kind.is_open
    ]
    every = sorted({month.month for _one, reading in told for month in reading.months}, reverse=True)
    rows = []
    for month in every:
        cells = [_month(reading, month) for _one, reading in told]
        if any(words != "–" for words in cells):
            rows.append((keys.period(f"{month:%Y-%m}"), cells))
    return Months([(one.part.part.title, one.title) for one, _reading in told], rows)


def _month(reading: Reading, month: date) -> str:
    found = next((one for one in reading.months if one.month == month), None)
    return cell(reading.kind, found, facts.unit_of(reading.kind.key)) if found is not None else "–"


def as_of(found: Sequence[Tile]) -> date | None:
    """The day of the last count."""
    moments = [one.card.reading.as_of for one in found if one.card and one.card.reading]
    days = [local_day(at) for at in moments if at is not None]
    return max(days, default=None)
