"""Every derived number that the public reads: whole numbers in, decimal words out. Pure: no Django, no floats.

Anybody can compute them again from a release's file. All are rounded half up (away from zero: 2.25 → 2.3,
-2.25 → -2.3) from the exact fraction, to one digit after the point (rates to two), and written with
all of them: "12.0", "0.90".

**Numbers.** A number is asked for by (axis, period, place, key, measure): it is the cell with these five. An empty cell
is withheld; without a cell there is no number. Nothing is added up: quarters, years and the alliance have cells.

**Figures** (`figures`), each from numbers of one place and period; no figure where a number is missing or withheld,
or where it would be divided by 0:

- `rate`: received × 100,000 ÷ residents. Axes all, category, nature; places with known residents; `all` has the sum
  of the cities' residents where all are known.
- `share`: received under this key ÷ received on the axis all, of the same period and place, in percent. Axes category,
  nature, channel, remedy, amount, days.
- `share_open` … `share_elsewhere`: this outcome ÷ received, of the same axis and key, in percent. Axes all, category,
  nature, where outcomes are published; received are those of the period and place.
- `solved_low`: confirmed ÷ base; `solved_high`: (confirmed + unknown) ÷ base, in percent; base = received - withdrawn -
  elsewhere. Axes all, category, nature.
- `solved_estimate`, `solved_from`, `solved_to`: (confirmed + estimated) ÷ base, and the same with `estimated_low` and
  `estimated_high`, in percent, where the measures `estimated…` are published.
- `change_before`: (received - before) ÷ before in percent, before = the same number of the period before (the month,
  quarter or year before it); `change_year`: before = the same month or quarter of the year before. Only where before is
  at least `LEAST_BEFORE`. Axes all, category, nature, channel, remedy, amount, days.

**File** (`/statistics/figures.json`, canonical JSON): `{"schema": "huaihai-figures/1", "release": n, "file": SHA-256 of
the release's JSON file, "figures": [[figure, axis, period, place, key, "12.3"], …]}`, sorted by these five, compared as
text. Figures are given for the (axis, period, place, key) of every cell, whatever its measure.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple

ALL = "all"


class Hidden(Enum):
    """What stands where a number is not published."""

    WITHHELD = "withheld"


WITHHELD = Hidden.WITHHELD
type Number = int | Hidden | None  # None: there is none


class Cell(NamedTuple):
    """A published number, as in the release's file; `value` None where it is withheld."""

    axis: str
    period: str
    place: str
    key: str
    measure: str
    value: int | None


class Numbers:
    """The numbers of a release, looked up by their five names."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._cells = {cell[:5]: cell.value for cell in cells}

    def get(self, axis: str, period: str, place: str, key: str, measure: str) -> Number:
        """The number; None where there is no such cell."""
        asked = (axis, period, place, key, measure)
        if asked not in self._cells:
            return None
        value = self._cells[asked]
        return WITHHELD if value is None else value

    def with_all(self, others: "Numbers") -> "Numbers":
        """These and those of `others`."""
        return Numbers([*self.cells(), *others.cells()])

    def cells(self) -> Iterable[Cell]:
        """What is there."""
        return (Cell(*asked, value) for asked, value in self._cells.items())


def added(*found: Number) -> Number:
    """The sum: none where a part is missing, withheld where a part is withheld."""
    if not found or None in found:
        return None
    known = [number for number in found if isinstance(number, int)]
    return sum(known) if len(known) == len(found) else WITHHELD


def before(period: str) -> str:
    """The month, quarter or year before this one."""
    year, _, rest = period.partition("-")
    if not rest:
        return f"{int(year) - 1:04}"
    last, is_quarter = (4, True) if rest.startswith("Q") else (12, False)
    here = int(rest.removeprefix("Q"))
    if here == 1:
        year, here = f"{int(year) - 1:04}", last + 1
    return f"{year}-Q{here - 1}" if is_quarter else f"{year}-{here - 1:02}"


def year_before(period: str) -> str:
    """The same month, quarter or year of the year before."""
    return f"{int(period[:4]) - 1:04}{period[4:]}"


SCHEMA = "huaihai-figures/1"
PER = 100_000  # residents
LEAST_BEFORE = 10  # a change in percent from less says nothing
ESTIMATES = ("estimated", "estimated_low", "estimated_high")
OUTCOMES = ("open", "confirmed", "not_solved", "unknown", "withdrawn", "elsewhere")
OURS = ("confirmed", "unknown", "not_solved", "open")  # outcomes of what was ours to solve
WITH_RATE = frozenset({"all", "category", "nature"})
WITH_OUTCOMES = frozenset({"all", "category", "nature"})
WITH_SHARE = frozenset({"category", "nature", "channel", "remedy", "amount", "days"})
WITH_CHANGE = WITH_SHARE | {"all"}


class Spot(NamedTuple):
    """One key of an axis, in one place and period."""

    axis: str
    period: str
    place: str
    key: str


class Figure(NamedTuple):
    """A derived number in words."""

    figure: str
    axis: str
    period: str
    place: str
    key: str
    value: str


def percent(part: Number, whole: Number) -> str | None:
    """`part` of `whole` in percent: "43.2". None where one of them is no number, or the whole is 0."""
    if not isinstance(part, int) or not isinstance(whole, int) or whole <= 0:
        return None
    return rounded(part * 100, whole)


def rate(count: Number, residents: int | None) -> str | None:
    """So many a 100,000 residents."""
    if not isinstance(count, int) or not residents:
        return None
    return rounded(count * PER, residents, digits=2)


def change(now: Number, then: Number) -> str | None:
    """How much more or less than then, in percent: "-12.5". None from fewer than `LEAST_BEFORE`."""
    if not isinstance(now, int) or not isinstance(then, int) or then < LEAST_BEFORE:
        return None
    return rounded((now - then) * 100, then)


def rounded(numerator: int, denominator: int, *, digits: int = 1) -> str:
    """The fraction to so many digits, half away from zero; `denominator` above 0. Never "-0.0"."""
    power = 10**digits
    units = (abs(numerator) * 2 * power + denominator) // (2 * denominator)
    sign = "-" if numerator < 0 and units else ""
    return f"{sign}{units // power}.{units % power:0{digits}}"


def base(received: Number, withdrawn: Number, elsewhere: Number) -> Number:
    """The cases that were the alliance's to solve: received, less those taken back and those not its own."""
    away = added(withdrawn, elsewhere)
    if not isinstance(received, int) or not isinstance(away, int):
        return None if received is None or away is None else WITHHELD
    return received - away


def solved_parts(numbers: Numbers, spot: Spot) -> dict[str, str | None]:
    """Of what was ours to solve, how much became what, in percent; the confirmed part is `solved_low`."""
    of = {measure: numbers.get(*spot, measure) for measure in ("received", *OUTCOMES)}
    whole = base(of["received"], of["withdrawn"], of["elsewhere"])
    return {outcome: percent(of[outcome], whole) for outcome in OURS}


class Residents:
    """How many live in each place; the whole has a number where every city has one."""

    def __init__(self, of_cities: Mapping[str, int | None]) -> None:
        known = [number for number in of_cities.values() if number]
        whole = sum(known) if known and len(known) == len(of_cities) else None
        self._of = {**of_cities, ALL: whole}

    def of(self, place: str) -> int | None:
        """Their number; None where it is not known."""
        return self._of.get(place)


def all_figures(numbers: Numbers, residents: Residents) -> list[Figure]:
    """The figures of a release, in the order of its file."""
    asked = {Spot(*cell[:4]) for cell in numbers.cells()}
    return sorted(
        Figure(name, *spot, value)
        for spot in asked
        for name, value in figures_of(numbers, residents, spot).items()
    )


def figures_of(numbers: Numbers, residents: Residents, spot: Spot) -> dict[str, str]:
    """All figures of one key in one place and period, by name."""
    axis, period, place, key = spot
    received = numbers.get(axis, period, place, key, "received")
    of = {measure: numbers.get(axis, period, place, key, measure) for measure in (*OUTCOMES, *ESTIMATES)}
    found: dict[str, str | None] = {}
    if axis in WITH_RATE:
        found["rate"] = rate(received, residents.of(place))
    if axis in WITH_SHARE:
        found["share"] = percent(received, numbers.get("all", period, place, ALL, "received"))
    if axis in WITH_OUTCOMES:
        found |= {f"share_{outcome}": percent(of[outcome], received) for outcome in OUTCOMES}
        found |= _solved(of, base(received, of["withdrawn"], of["elsewhere"]))
    if axis in WITH_CHANGE:
        found["change_before"] = change(received, numbers.get(axis, before(period), place, key, "received"))
        if "-" in period:  # of a year both are the same
            then = numbers.get(axis, year_before(period), place, key, "received")
            found["change_year"] = change(received, then)
    return {name: value for name, value in found.items() if value is not None}


def _solved(of: Mapping[str, Number], whole: Number) -> dict[str, str | None]:
    confirmed = of["confirmed"]
    return {
        "solved_low": percent(confirmed, whole),
        "solved_high": percent(added(confirmed, of["unknown"]), whole),
        "solved_estimate": percent(added(confirmed, of["estimated"]), whole),
        "solved_from": percent(added(confirmed, of["estimated_low"]), whole),
        "solved_to": percent(added(confirmed, of["estimated_high"]), whole),
    }
