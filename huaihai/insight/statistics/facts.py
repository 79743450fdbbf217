"""The snapshot that a page is about: one release, whose cells are read as far as the page needs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from huaihai import alliance
from huaihai.insight.models import Release
from huaihai.insight.releases import facts as releases_facts
from huaihai.insight.releases.tables import grain_of
from huaihai.insight.statistics.deriving import ALL, Cell, Number, Numbers, Residents, Spot, figures_of

MONTHS: Final = "month"
QUARTERS: Final = "quarter"
YEARS: Final = "year"
GRAINS: Final = (MONTHS, QUARTERS, YEARS)


@dataclass(frozen=True)
class Snapshot:
    """A release. `is_latest`: nothing newer was published."""

    release: Release
    is_latest: bool

    @property
    def counted(self) -> str:
        """When its numbers were counted, as marks say it: a published number stays as it was."""
        return f"release {self.release.number}"

    def numbers(self, *asked: dict[str, str]) -> Numbers:
        """The cells that answer to any of these (axis, period, place, key, measure), one query each."""
        standing = releases_facts.standing(self.release).order_by()
        rows = (row for ask in asked for row in standing.filter(**ask).values_list(*Cell._fields))
        return Numbers(Cell(*row) for row in rows)

    def periods(self, grain: str) -> Sequence[str]:
        """Its months, quarters or years, the oldest first."""
        return self._periods[grain]

    @cached_property
    def _periods(self) -> dict[str, list[str]]:
        rows = (
            releases_facts.standing(self.release).filter(axis="all", place=ALL, measure="received").order_by()
        )
        found: dict[str, list[str]] = {grain: [] for grain in GRAINS}
        for period in sorted(rows.values_list("period", flat=True)):
            found[grain_of(period)].append(period)
        return found


def snapshot(asked: str | None) -> Snapshot | None:
    """The release with this number, else the latest. None before the first."""
    latest = releases_facts.latest()
    if latest is None:
        return None
    if asked and asked.isascii() and asked.isdigit() and len(asked) < 7 and int(asked) != latest.number:
        earlier = Release.objects.filter(number=int(asked)).first()
        if earlier is not None:
            return Snapshot(earlier, is_latest=False)
    return Snapshot(latest, is_latest=True)


def residents() -> Residents:
    """How many live in each city, from the alliance's data, which names the source and how sure it is."""
    return Residents({city.code: city.population for city in alliance.load().cities})


@dataclass(frozen=True)
class Published:
    """A key of a table with all that is published of it. `figures` by the names of `deriving`."""

    key: str
    place: str
    received: Number
    before: Number
    figures: dict[str, str]


def published(numbers: Numbers, spot: Spot, *, before: Number = None) -> Published:
    """What is published of one key."""
    received = numbers.get(*spot, "received")
    return Published(spot.key, spot.place, received, before, figures_of(numbers, residents(), spot))


def keys_of(numbers: Numbers, axis: str, period: str, place: str = ALL) -> set[str]:
    """The keys under which something is published there."""
    return {cell[3] for cell in numbers.cells() if cell[:3] == (axis, period, place)}
