"""What the public reads of a number made of cases: published cells, or months that are over, joined until they are
large enough; each group is on the page behind the number, and they add up to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from huaihai.desk.measured import ALL, By, Mark
from huaihai.insight import definitions
from huaihai.insight.axes import WHOLE, Axis, Outcome
from huaihai.insight.board.arithmetic import LEAST_PEOPLE
from huaihai.insight.board.computing import ADDED_LAST, first_month, kept
from huaihai.insight.months import first_day, later
from huaihai.insight.releases.tables import MONEY, RECEIVED, last_day, months_of, quarters_of
from huaihai.insight.statistics.deriving import Number, Numbers
from huaihai.insight.statistics.facts import Snapshot
from huaihai.insight.yearly.cases import stored_as
from huaihai.insight.yearly.years import Year

WORDS: Final = {  # those that are a word of all pages (`insight.definitions`)
    "received": "received",
    "solved": Outcome.CONFIRMED.value,
    "recovered": "recovered",
    "settled": "settled",
}
MEASURES: Final = {"received": RECEIVED, "solved": Outcome.CONFIRMED.value, "recovered": MONEY}


@dataclass(frozen=True)
class Group:
    """Some months (`until` is the last day) and their number; `period` names a published cell."""

    since: date
    until: date
    value: int
    period: str = ""


@dataclass(frozen=True)
class Told:
    """`value` is None where there is none that may be read: `is_few` or `is_withheld` says why, else none is there yet.

    The groups add up to it.
    """

    value: int | None
    groups: Sequence[Group] = ()
    is_few: bool = False
    is_withheld: bool = False
    mark: Mark | None = None


NOT_YET: Final = Told(None)


def released(key: str, year: Year, found: Snapshot | None) -> Told:
    """From the newest release: the year as published, before that its quarters so far."""
    if found is None:
        return NOT_YET
    measure, whole = MEASURES[key], str(year.number)
    numbers = found.numbers({"axis": Axis.ALL, "place": ALL, "measure": measure})
    periods = [whole] if _cell(numbers, whole, measure) is not None else quarters_of(year.number)
    cells = [(one, value) for one in periods if (value := _cell(numbers, one, measure)) is not None]
    if not cells:
        return NOT_YET
    groups = [
        Group(months_of(one)[0], last_day(one), value, one) for one, value in cells if isinstance(value, int)
    ]
    if len(groups) < len(cells):
        return Told(None, is_withheld=True)
    return _told(key, groups, By.RECEIVED, found.counted)


def _cell(numbers: Numbers, period: str, measure: str) -> Number:
    return numbers.get(Axis.ALL, period, ALL, WHOLE, measure)


def by_month(key: str, year: Year) -> Told:
    """From the months that are over, as they were counted by night."""
    over = _last_over(year)
    stored = kept(keys=[stored_as(key)], since=year.first).get(stored_as(key), [])
    months = [(month, found.of) for month, found in stored if month <= over]
    if not months:
        return NOT_YET
    total = sum(value for _month, value in months)
    if 0 < total < LEAST_PEOPLE:
        return Told(None, is_few=True)
    return _told(key, joined(months), By.HAPPENED, year.today.isoformat())


def is_counting(year: Year) -> bool:
    """Whether months that are over are still to be counted, the oldest first. One query at most."""
    over = _last_over(year)
    stored = kept(keys=[ADDED_LAST], since=year.first).get(ADDED_LAST, [])
    return all(month != over for month, _found in stored) and year.first <= over >= first_month(year.today)


def _last_over(year: Year) -> date:
    return min(later(first_day(year.today), -1), date(year.number, 12, 1))


def joined(months: Sequence[tuple[date, int]]) -> list[Group]:
    """Neighbouring months put together until no group is small; what is left at the end goes to the last group."""
    groups: list[Group] = []
    since, value = None, 0
    for month, count in months:
        since, value = since or month, value + count
        if value >= LEAST_PEOPLE:
            groups.append(Group(since, _end(month), value))
            since, value = None, 0
    if since is not None:
        last = groups.pop() if groups else Group(since, since, 0)
        groups.append(Group(last.since, _end(months[-1][0]), last.value + value))
    return groups


def _end(month: date) -> date:
    return last_day(f"{month:%Y-%m}")


def _told(key: str, groups: Sequence[Group], by: By, counted: str) -> Told:
    at = definitions.of_months(by, groups[0].since, first_day(groups[-1].until), counted)
    word = WORDS.get(key)
    return Told(sum(group.value for group in groups), groups, mark=Mark(word, ALL, at) if word else None)
