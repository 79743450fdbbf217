"""What pages read of measures: stored months, never cases; and what measures and their values are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from huaihai import alliance
from huaihai.desk.measured import ALL, By, Mark
from huaihai.desk.measured import Measured as MeasuredWords
from huaihai.governance.charter import facts as charter_facts
from huaihai.governance.charter.facts import Live
from huaihai.insight import definitions
from huaihai.insight.board.arithmetic import (
    Measured,
    Pool,
    counted,
    is_enough,
    parts_of,
    shown_share,
    value_of,
)
from huaihai.insight.board.computing import MET, kept, shown_until, stored
from huaihai.insight.board.registry import BY_KEY, GIVEN, TARGETS_MET, Kind
from huaihai.insight.models import Target
from huaihai.insight.months import between, first_day, later
from huaihai.kit import country
from huaihai.kit.clock import local_day
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy, pgettext, pgettext_lazy

WINDOW = 12  # months that a number on the board covers
KINDS: Mapping[str, Kind] = BY_KEY | {MET.key: MET}
BY: Mapping[str, By] = {"filed-away": By.RECEIVED, "confirmed-by-consumers": By.ENDED, "recovered": By.ENDED}
GAP = "gap-between-cities"  # 0 where chance explains every difference
WORD = {"confirmed-by-consumers": "solved"}  # where a measure of the board is a word of all pages
SUMS = [key for key, kind in KINDS.items() if kind.pool == Pool.SUM]


@dataclass(frozen=True)
class MonthReading:
    """One month; `value` is empty where nothing was to measure or too little."""

    month: date
    value: Decimal | None
    of: int
    is_few: bool
    as_of: datetime | None


@dataclass(frozen=True)
class Reading:
    """One measure over its window. `since` is the first month ever measured, None: not measured yet."""

    kind: Kind
    value: Decimal | None
    part: int
    of: int
    is_few: bool
    facts: Mapping[str, object]
    since: date | None
    first: date
    last: date
    as_of: datetime | None
    months: Sequence[MonthReading]

    @property
    def is_running(self) -> bool:
        """Whether its last month is not over."""
        return (
            not self.kind.is_open and self.as_of is not None and first_day(local_day(self.as_of)) == self.last
        )

    @property
    def mark(self) -> Mark:
        """What its value is."""
        return mark_of(self.kind, self.first, self.last, self.as_of)


def readings(keys: Sequence[str], *, today: date, staff: bool = False) -> dict[str, Reading]:
    """These measures over the last twelve months that may be shown; with `staff`, the running month is one of them."""
    known = [key for key in keys if key in KINDS]
    since = _since(known)
    series = kept(keys=known, since=later(first_day(today), -WINDOW))
    return {key: _reading(KINDS[key], series.get(key, []), since.get(key), today, staff) for key in known}


def all_months(key: str, *, today: date, as_of: datetime | None) -> list[MonthReading]:
    """Every month of one measure that may be shown, the newest first."""
    kind = KINDS[key]
    series = kept(keys=[key], since=date.min).get(key, [])
    last = shown_until(kind, today)
    return [_month(kind, month, found, as_of) for month, found in series if month <= last][::-1]


def mark_of(kind: Kind, first: date, last: date, as_of: datetime | None) -> Mark:
    """What a measure over these months is: its word, all places, from the first month to the last."""
    by = By.STANDS if kind.is_open else BY.get(kind.key, By.HAPPENED)
    counted_on = local_day(as_of).isoformat() if as_of else ""
    return Mark(WORD.get(kind.key, kind.key), ALL, definitions.of_months(by, first, last, counted_on))


def _reading(
    kind: Kind,
    series: Sequence[tuple[date, Measured]],
    since: tuple[date, datetime] | None,
    today: date,
    staff: bool,
) -> Reading:
    last = first_day(today) if staff else shown_until(kind, today)
    first = later(last, 1 - WINDOW)
    by_month = {month: found for month, found in series if first <= month <= last}
    held = [found for found in by_month.values() if found.of or kind.pool == Pool.SUM]
    enough = is_enough(kind.pool, held, least=kind.least)
    return Reading(
        kind=kind,
        value=value_of(kind.pool, held, per=kind.per) if enough else None,
        part=parts_of(kind.pool, held),
        of=counted(kind.pool, held),
        is_few=bool(held) and not enough,
        facts=held[-1].facts if held else {},
        since=since[0] if since else None,
        first=first,
        last=last,
        as_of=since[1] if since else None,
        months=[
            _month(kind, month, by_month.get(month), since[1] if since else None)
            for month in between(first, last)
        ],
    )


def _month(kind: Kind, month: date, found: Measured | None, as_of: datetime | None) -> MonthReading:
    held = [found] if found is not None and (found.of or kind.pool == Pool.SUM) else []
    enough = is_enough(kind.pool, held, least=kind.least)
    value = value_of(kind.pool, held, per=kind.per) if enough else None
    return MonthReading(month, value, counted(kind.pool, held), bool(held) and not enough, as_of)


def _since(keys: Sequence[str]) -> dict[str, tuple[date, datetime]]:
    """Since when each was measured, and when it was last computed."""
    held = stored()
    rows = {key: [row for row in held.get(key, ()) if row.of > 0 or key in SUMS] for key in keys}
    return {
        key: (found[0].month, max(row.computed_at for row in found)) for key, found in rows.items() if found
    }


# Of what the alliance contributes; the nine have their words in the alliance's data.
TITLES: Mapping[str, Promise | str] = {
    "recovered": gettext_lazy("Money that consumers got back"),
    "days-saved": gettext_lazy("Days below the time that mediation may take"),
    "warnings-in-time": gettext_lazy("Warnings before harm"),
    "satisfaction": gettext_lazy("Satisfaction"),
    "confidence": gettext_lazy("Confidence: the region is their first choice"),
}
UNITS: Mapping[str, Promise | str] = {
    "recovered": country.gettext_lazy("{currency}"),
    "days-saved": pgettext_lazy("unit", "days"),
    "warnings-in-time": "%",
    "satisfaction": pgettext_lazy("unit", "of 100 points"),
    "confidence": "%",
}
PERCENT = "%"


def measures() -> dict[str, charter_facts.Measure]:
    """The measures of the nine as the alliance's data tell them, by key."""
    return _measures(alliance.load(), get_language())


@lru_cache(maxsize=16)
def _measures(known: alliance.Alliance, _language: str | None) -> dict[str, charter_facts.Measure]:
    return {one.key: one for part in charter_facts.parts(known) for one in part.measures}


def part_of_measures() -> dict[str, str]:
    """Which of the nine each measure belongs to."""
    return {one.key: part.key for part in charter_facts.parts(alliance.load()) for one in part.measures}


def choices() -> list[tuple[str, str]]:
    """What can have a target: every measure of this alliance that is counted, with its name and unit."""
    told = measures()
    keys = [key for key in told if key in BY_KEY and key != TARGETS_MET] + [kind.key for kind in GIVEN]
    return [(key, with_unit(title(key), unit_of(key))) for key in keys]


def title(key: str) -> str:
    """What a measure is called."""
    if key in TITLES:
        return str(TITLES[key])
    told = measures().get(key)
    return told.words if told else key


def unit_of(key: str) -> str:
    """Its unit."""
    if key in UNITS:
        return str(UNITS[key])
    told = measures().get(key)
    return told.unit if told else ""


def with_unit(words: str, unit: str) -> str:
    """A name with its unit in brackets."""
    return _("%(words)s (%(unit)s)") % {"words": words, "unit": unit} if unit else words


def number(kind: Kind, value: Decimal) -> str:
    """A value rounded for the eye, thousands apart; the mean of whole things is whole where it can be."""
    if kind.pool == Pool.MEAN and value == value.to_integral_value():
        return f"{value:,.0f}"
    return f"{shown_share(kind.pool, value, kind.digits):,.{max(kind.digits, 0)}f}"


def amount(number_words: str, unit: str) -> str:
    """A number and its unit: "93.1%", "12 days"."""
    if unit == PERCENT:
        return f"{number_words}%"
    return f"{number_words} {unit}".strip()


def value(kind: Kind, found: Decimal, *, of: int = 0, unit: str = "") -> str:
    """A value in words, with what it is part of where it stands for a number of things."""
    if kind.key == GAP and not found:
        return _("no difference beyond chance")
    said = number(kind, found)
    if kind.pool == Pool.STANDING:
        return pgettext("part of a whole", "%(n)s of %(of)s %(unit)s") % {
            "n": said,
            "of": f"{of:,}",
            "unit": unit,
        }
    return amount(said, unit)


def aim(key: str, direction: str, target: Decimal) -> str:
    """A target in words: at least 90 %."""
    plain = f"{target.normalize():,f}"
    return f"{Target.Direction(direction).label} {amount(plain, unit_of(key))}"


def of_charter(day: date) -> dict[str, Live]:
    """By key of measure: since when it is measured, its number of the last twelve months, and its page."""
    parts = part_of_measures()
    told = readings(list(parts), today=day)
    return {
        key: Live(
            since_on=one.since,
            value=MeasuredWords(value(one.kind, one.value, of=one.of, unit=unit_of(key)), one.mark)
            if one.value is not None
            else "",
            url=reverse("board-part", args=[parts[key]]) + f"#{key}",
        )
        for key, one in told.items()
        if one.since is not None
    }
