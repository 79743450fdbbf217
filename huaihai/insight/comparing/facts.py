"""What was compared last, as pages and the board read it: stored rows, a funnel with its table, sentences."""

from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.desk.measured import By, Mark, Measured
from huaihai.desk.papers.document import Chart, Curve, Series, Table
from huaihai.insight import definitions
from huaihai.insight.comparing import adjusting
from huaihai.insight.comparing.adjusting import CONTINUITY, SURE, Compared, quantile
from huaihai.insight.comparing.measuring import BY_KEY, MEASURES, MONTHS, Measure
from huaihai.insight.models import Comparison
from huaihai.insight.months import later
from huaihai.insight.statistics import keys


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


POINTS: Final = 24  # of each curve


@dataclass(frozen=True)
class MeasurePart:
    """One measure as its part of the page shows it."""

    standard: Standard
    heading: str
    meaning: str
    months: str
    verdict: str
    chart: Chart


def part_of(standard: Standard) -> MeasurePart:
    """This comparison in words and as a chart."""
    return MeasurePart(
        standard=standard,
        heading=str(standard.measure.label),
        meaning=str(standard.measure.meaning),
        months=_("%(since)s to %(through)s")
        % {"since": month_words(standard.since), "through": month_words(standard.through)},
        verdict=_verdict(standard),
        chart=_funnel(standard),
    )


def month_words(month: date) -> str:
    """The month of this day with its year: 2026 年 6 月."""
    return keys.period(f"{month:%Y-%m}")


def _verdict(standard: Standard) -> str:
    out = standard.standing_out
    if len(standard.cities) < 2:
        return _("Too few cases to compare cities.")
    if not out:
        return _(
            "No city differs from the others by more than chance explains. That is not yet proof that all are the same."
        )
    names = _(", ").join(_with_direction(one) for one in out)
    return ngettext(
        "%(count)s city differs from like cases elsewhere by more than chance explains: %(names)s.",
        "%(count)s cities differ from like cases elsewhere by more than chance explains: %(names)s.",
        len(out),
    ) % {"count": len(out), "names": names}


def _with_direction(one: Compared) -> str:
    points = f"{abs(one.difference) * 100:.1f}"
    words = (
        _("%(city)s (%(points)s points more)")
        if one.difference > 0
        else _("%(city)s (%(points)s points less)")
    )
    return words % {"city": keys.place(one.city), "points": points}


def _funnel(standard: Standard) -> Chart:
    cities = standard.cities
    names = tuple(keys.place(one.city) for one in cities)
    out = {one.city for one in standard.standing_out}
    return Chart(
        shape="funnel",
        caption=_titled(standard, _("Difference to like cases elsewhere, by how much there is to compare")),
        labels=names,
        series=(Series(_("Difference"), tuple(one.difference * 100 for one in cities)),),
        unit=pgettext("of a percentage", "points"),
        digits=1,
        label_head=_("City"),
        sizes=tuple(one.precision for one in cities),
        size_name=_("Comparable cases (the more, the surer)"),
        curves=_curves(standard),
        flagged=frozenset(place for place, one in enumerate(cities) if one.city in out),
        middle=0.0,
        middle_name=_("Like cases elsewhere"),
        table=_table(standard, names),
        is_open=True,
    )


def _curves(standard: Standard) -> tuple[Curve, ...]:
    if not standard.cities:
        return ()
    overall = standard.cities[0].overall
    most = max(one.precision for one in standard.cities)
    least = max(min(one.precision for one in standard.cities) * 0.6, 1.0)
    sizes = [least + (most * 1.05 - least) * step / (POINTS - 1) for step in range(POINTS)]

    def curve(name: str, score: float, *, is_outer: bool) -> tuple[Curve, ...]:
        reach = [100 * (score * sqrt(overall * (1 - overall) / size) + CONTINUITY / size) for size in sizes]
        above = Curve(name, tuple(zip(sizes, reach, strict=True)), is_outer)
        return above, Curve(
            name, tuple((size, -far) for size, far in zip(sizes, reach, strict=True)), is_outer
        )

    return (
        *curve(_("95 of 100 single cities lie between these by chance"), quantile(SURE), is_outer=False),
        *curve(_("In 95 of 100 years all cities lie between these by chance"), standard.limit, is_outer=True),
    )


def _titled(standard: Standard, words: str) -> str:
    return f"{standard.measure.label} · {words}"


def _table(standard: Standard, names: tuple[str, ...]) -> Table:
    return Table(
        caption=_titled(standard, _("Cities compared after adjustment for their cases")),
        numbers=frozenset(range(1, 7)),
        head=(
            _("City"),
            pgettext("column", "Cases"),
            _("Share as it is"),
            _("Expected with its mix"),
            _("Difference (points)"),
            _("95 % interval"),
            _("Share after adjustment"),
        ),
        rows=tuple(
            (
                name,
                f"{one.cases:,}",
                Measured(_percent(one.hits / one.cases), _mark(standard, one.city)),
                _percent(one.expected / one.cases),
                f"{one.difference * 100:+.1f}",
                f"{one.interval[0] * 100:+.1f} … {one.interval[1] * 100:+.1f}",
                _percent(one.adjusted),
            )
            for name, one in zip(names, standard.cities, strict=True)
        ),
    )


def _mark(standard: Standard, city: str) -> Mark:
    """A share as it is, of the twelve months compared once for all."""
    key = {"confirmed": "solved"}.get(standard.measure.key, standard.measure.key)
    last = standard.through
    return Mark(key, city, definitions.of_months(By.RECEIVED, standard.since, last, f"compared {last:%Y-%m}"))


def _percent(share: float) -> str:
    return f"{share * 100:.1f}%"
