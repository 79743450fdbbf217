"""A chart before it is drawn: what it shows, in numbers and words. Every chart of this room is one of these.

A template draws it with `{% include "insight/statistics/chart.html" with chart=chart %}`; the page links the sheets of
`insight/statistics/head.html`. Numbers are floats only here, for drawing: hand in what was published, with `digits`.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from huaihai.desk.papers import document


class Kind(StrEnum):
    """How the numbers are drawn."""

    BARS = "bars"  # a bar for each label, one below the other
    STACKED = "stacked"  # parts of each label's whole
    LINES = "lines"  # over time, the oldest label first
    DOTS = "dots"  # a dot with its interval for each label (forest)
    FUNNEL = "funnel"  # a dot for each label over its size (`sizes`), with limits that narrow (`curves`)


@dataclass(frozen=True)
class Series:
    """One value a label; None where there is none. `low` and `high` are the ends of its interval, if it has one.

    `withheld` are the places (from 0) whose value is None because it is not published.
    """

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    withheld: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Curve:
    """A line through points (x, y), such as a limit of a funnel. `is_outer` draws it dashed."""

    name: str
    points: tuple[tuple[float, float], ...]
    is_outer: bool = False


@dataclass(frozen=True)
class Chart:
    """A drawing of numbers, never without its table. Words are in the reader's language.

    `digits`: those after the point in words (None: as few as needed). `short`: labels for a narrow axis.
    `sizes`, `size_name`, `curves`, `flagged` (places that stand out) belong to a funnel; `middle` is a reference value
    of dots and funnels, `middle_name` its name. `is_open` shows the table unfolded where there is room.
    """

    kind: Kind
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    digits: int | None = None
    note: str = ""
    label_head: str = ""
    interval: str = ""
    short: tuple[str, ...] = ()
    sizes: tuple[float, ...] = ()
    size_name: str = ""
    curves: tuple[Curve, ...] = ()
    flagged: frozenset[int] = frozenset()
    middle: float | None = None
    middle_name: str = ""
    is_open: bool = False
    table: document.Table | None = field(default=None)  # made from the series where none is given

    @property
    def has_withheld(self) -> bool:
        """Whether a number in it is not published."""
        return any(one.withheld for one in self.series)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value is not None for one in self.series for value in one.values)


def for_report(chart: Chart) -> document.Chart:
    """The chart as reports for Word and PDF draw it: lines become bars, a funnel becomes dots."""
    shapes = {Kind.LINES: "bars", Kind.FUNNEL: "dots"}
    return document.Chart(
        caption=chart.title,
        labels=chart.labels,
        series=tuple(document.Series(one.name, one.values, one.low, one.high) for one in chart.series),
        shape=shapes.get(chart.kind, chart.kind.value),  # type: ignore[arg-type]  # the kinds left are its shapes
        unit=chart.unit,
        table=chart.table,
        digits=chart.digits,
        label_head=chart.label_head,
        interval=chart.interval,
    )
