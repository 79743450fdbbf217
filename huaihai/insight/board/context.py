"""Figures of other authorities, loaded from a table and shown beside ours. Nothing is claimed from them.

Rates are not counted by them, but by the residents in the alliance's data (`statistics.facts.residents`).
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai import alliance
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.desk.spreadsheets import CannotRead, cells_of
from huaihai.governance import standing
from huaihai.governance.secretariat import lock_alliance
from huaihai.insight.models import ContextFigure
from huaihai.kit import local_words
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import UnstorableTextError, storable_name
from huaihai.law import yearly_sheet
from huaihai.members.actors import Actor
from huaihai.record import events

COLUMNS = ("place", "period", "indicator", "value", "unit", "source", "read_on")
EVERYWHERE = "all"
MOST_ROWS = 5000
FAULTS_TOLD = 10
LARGEST = Decimal(9_999_999_999_999_999)
LONGEST = {"unit": 20, "source": 200}
_PERIOD = re.compile(r"20[0-9]{2}(-Q[1-4]|-(0[1-9]|1[0-2]))?", re.ASCII)
_YEAR = re.compile(r"20[0-9]{2}", re.ASCII)
EARLIEST = date(2000, 1, 1)


class BadFile(ValueError):
    """The table cannot be loaded; `faults` say why, each for people."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Line:
    """One figure of the table."""

    place: str
    period: str
    indicator: str
    value: Decimal
    unit: str
    source: str
    read_on: date


def places() -> frozenset[str]:
    """The codes that a table may name: all, the cities, their counties and zones."""
    cities = alliance.load().cities
    return frozenset({EVERYWHERE, *(c.code for c in cities), *(k.code for c in cities for k in c.counties)})


def indicators() -> dict[str, str]:
    """What a table may hold: by its name there, in words. A row of the yearly sheet that others count is one."""
    action = yearly_sheet.action()
    rows = {row.code: local_words.said(row) for row in action.figures} if action else {}
    return {**{one.value: str(one.label) for one in ContextFigure.Indicator}, **rows}


def read(raw: bytes, *, today: date) -> list[Line]:
    """The lines of a CSV or Excel table with these seven columns, in any order. Raises BadFile, all or nothing."""
    try:
        rows = [row for row in cells_of(raw) if any(str(cell or "").strip() for cell in row)]
    except CannotRead as error:
        raise BadFile(
            [_("This file cannot be read as a table. Please save it as CSV (UTF-8) or Excel.")]
        ) from error
    if len(rows) < 2:
        raise BadFile([_("There is no line below the heads.")])
    if len(rows) > MOST_ROWS + 1:
        raise BadFile([_("More than %(n)s lines. Please split the table.") % {"n": f"{MOST_ROWS:,}"}])
    order = _order(rows[0])
    known, found, faults = places(), list[Line](), list[str]()
    for number, row in enumerate(rows[1:], start=2):
        told = {name: row[place] if place < len(row) else "" for name, place in order.items()}
        wrong = list(_faults(told, known, today))
        faults += [_("Line %(n)s: %(what)s") % {"n": number, "what": what} for what in wrong]
        if not wrong:
            found.append(_line(told))
        if len(faults) >= FAULTS_TOLD:
            break
    faults += _twice(found) if not faults else []
    if faults:
        raise BadFile(faults[:FAULTS_TOLD])
    return found


def _order(heads: Sequence[Any]) -> dict[str, int]:
    names = [str(head or "").strip().lower() for head in heads]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise BadFile([_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}])
    return {name: names.index(name) for name in COLUMNS}


def _faults(told: dict[str, Any], known: Collection[str], today: date) -> Iterator[str]:
    said = {name: _text(value) for name, value in told.items()}
    if said["place"] not in known:
        yield _("“%(said)s” is no place of this alliance (the code of a city or county, or all)") % {
            "said": said["place"][:20]
        }
    if said["indicator"] not in (names := indicators()):
        yield _("the indicator must be one of %(names)s") % {"names": ", ".join(names)}
    pattern = _YEAR if said["indicator"] == ContextFigure.Indicator.POPULATION else _PERIOD
    if not pattern.fullmatch(said["period"]):
        yield _("“%(said)s” is no period (2025, 2025-Q4 or 2025-10; residents by year)") % {
            "said": said["period"][:20]
        }
    value = _number(said["value"])
    if value is None or not 0 <= value <= LARGEST:
        yield _("“%(said)s” is no number") % {"said": said["value"][:20]}
    for name, longest in LONGEST.items():
        if not said[name] or len(said[name]) > longest:
            yield _("“%(column)s” is empty or too long") % {"column": name}
    on = _day(told["read_on"])
    if on is None or not EARLIEST <= on <= today:
        yield _("“%(said)s” is no day up to today (2026-01-31)") % {"said": said["read_on"][:20]}


def _line(told: dict[str, Any]) -> Line:
    said = {name: _text(value) for name, value in told.items()}
    value, on = _number(said["value"]), _day(told["read_on"])
    assert value is not None and on is not None  # noqa: S101, PT018 # `_faults` found none
    return Line(said["place"], said["period"], said["indicator"], value, said["unit"], said["source"], on)


def _twice(found: Sequence[Line]) -> list[str]:
    seen: set[tuple[str, str, str]] = set()
    for one in found:
        key = (one.place, one.period, one.indicator)
        if key in seen:
            return [
                _("%(indicator)s of %(place)s in %(period)s stands there twice.")
                % {"indicator": one.indicator, "place": one.place, "period": one.period}
            ]
        seen.add(key)
    return []


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    try:
        return storable_name(str("" if value is None else value)).strip()
    except UnstorableTextError:
        return ""


def _number(said: str) -> Decimal | None:
    try:
        value = Decimal(said.replace(",", ""))
    except InvalidOperation:
        return None
    return value.quantize(Decimal("0.01")) if value.is_finite() and abs(value) <= LARGEST else None


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        return None


SUBJECT = "insight-context"
SAME = ("value", "unit", "source", "read_on")


def load(raw: bytes, *, by: Actor, at: datetime) -> int:
    """Take in all figures of this table that are new or say something else; how many. Raises NotAllowed, Unfit."""
    if not standing.is_office(by, on=local_day(at)):
        raise NotAllowed(_("Only the secretariat can load figures."))
    try:
        lines = read(raw, today=local_day(at))
    except BadFile as error:
        raise Unfit("file", " ".join(error.faults)) from error
    with transaction.atomic():
        lock_alliance()
        new = _new(lines)
        _replace(new, at)
        ContextFigure.objects.bulk_create(
            ContextFigure(**asdict(line), loaded_at=at, loaded_by=by.key) for line in new
        )
        if new:
            facts = {"figures": len(new), "sha256": hashlib.sha256(raw).hexdigest()}
            events.write(subject=SUBJECT, verb="context figures loaded", by=by.key, at=at, facts=facts)
    return len(new)


def _new(lines: list[Line]) -> list[Line]:
    places = {line.place for line in lines}
    held = {
        (row.place, row.period, row.indicator): tuple(getattr(row, name) for name in SAME)
        for row in ContextFigure.objects.standing().filter(place__in=places)
    }
    return [
        line
        for line in lines
        if held.get((line.place, line.period, line.indicator)) != tuple(getattr(line, name) for name in SAME)
    ]


def _replace(new: list[Line], at: datetime) -> None:
    for start in range(0, len(new), 200):
        same = Q(pk=None)
        for line in new[start : start + 200]:
            same |= Q(place=line.place, period=line.period, indicator=line.indicator)
        ContextFigure.objects.standing().filter(same).update(replaced_at=at)


NEWEST = 30  # figures on the public page


@dataclass(frozen=True)
class Figure:
    """One line."""

    indicator: str
    place: str
    period: str
    value: str
    source: str
    read_on: date
    is_replaced: bool


def newest() -> Sequence[Figure]:
    """The newest retail sales and visits of the region and its cities; residents stay at the office."""
    rows = (
        ContextFigure.objects.standing()
        .filter(indicator__in=[ContextFigure.Indicator.RETAIL, ContextFigure.Indicator.VISITORS])
        .filter(place__in=[EVERYWHERE, *alliance.load().city_codes])
        .order_by("-period", "indicator", "place")
    )
    return in_words(rows[:NEWEST])


def in_words(rows: Iterable[ContextFigure]) -> list[Figure]:
    """These rows in words."""
    names, known = _names(), indicators()
    return [
        Figure(
            indicator=known.get(row.indicator, row.indicator),
            place=names.get(row.place, row.place),
            period=row.period,
            value=f"{row.value.normalize():,f} {local_words.in_script(row.unit)}",
            source=local_words.in_script(row.source),
            read_on=row.read_on,
            is_replaced=row.replaced_at is not None,
        )
        for row in rows
    ]


def _names() -> dict[str, str]:
    cities = alliance.load().cities
    counties = {county.code: county.name for city in cities for county in city.counties}
    named = {city.code: city.name for city in cities} | counties
    return {
        EVERYWHERE: pgettext("place", "the whole region"),
        **{code: local_words.place(name) for code, name in named.items()},
    }
