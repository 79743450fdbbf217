"""What was compared last, as pages and the board read it: stored rows only."""

from dataclasses import dataclass
from datetime import date

from huaihai.insight.comparing import adjusting
from huaihai.insight.comparing.adjusting import Compared
from huaihai.insight.comparing.measuring import BY_KEY, MEASURES, MONTHS, Measure
from huaihai.insight.models import Comparison
from huaihai.insight.months import later


@dataclass(frozen=True)
class Standard:
    """The cities under one measure, over the twelve months from `since` to `through` (first days)."""

    measure: Measure
    since: date
    through: date
    cities: tuple[Compared, ...]

    @property
    def limit(self) -> float:
        """The score beyond which a city stands out."""
        return adjusting.bound(len(self.cities))

    @property
    def standing_out(self) -> list[Compared]:
        return adjusting.standing_out(self.cities)

    @property
    def gap(self) -> float | None:
        return adjusting.gap(self.cities)


def newest() -> list[Standard]:
    """The newest comparison under every measure, in one query; empty before the first."""
    last = Comparison.objects.order_by("-through").values_list("through", flat=True)[:1]
    rows = {row.measure: row for row in Comparison.objects.filter(through__in=last)}
    return [_read(rows[measure.key]) for measure in MEASURES if measure.key in rows]


def gap() -> tuple[float, date] | None:
    """The gap between cities in confirmed cases after adjustment (a share; 0 where no city stands out beyond chance),
    and the last month in it. None: unknown."""
    row = Comparison.objects.filter(measure="confirmed").order_by("-through").first()
    standard = _read(row) if row else None
    if row is None or standard is None or standard.gap is None:
        return None
    return (standard.gap if standard.standing_out else 0.0), row.through


def _read(row: Comparison) -> Standard:
    return Standard(
        measure=BY_KEY[row.measure],
        since=later(row.through, 1 - MONTHS),
        through=row.through,
        cities=tuple(Compared(**one) for one in row.content),
    )
