"""A report before it has a shape: words, tables and charts, from which page, Word file and text are made.

Numbers of a chart are floats for its drawing only: hand in what was published, with `digits`. Its words are in the
reader's language.
"""

from dataclasses import dataclass, field
from typing import Literal

from huaihai.desk.measured import Mark


@dataclass(frozen=True)
class Table:
    """Rows of words. `numbers` are the columns (from 0) that are set to the right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Series:
    """One value a label; None where there is none. `low` and `high` are the ends of its interval, if it has one.

    `withheld` are the places (from 0) whose value is None because it is not published; `marks` say of each value what
    it is; `tone` is its own fill (0: the one of its place).
    """

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    withheld: frozenset[int] = frozenset()
    marks: tuple[Mark | None, ...] = ()
    tone: int = 0


@dataclass(frozen=True)
class Curve:
    """A line through points (x, y), such as a limit of a funnel. `is_outer` draws it dashed."""

    name: str
    points: tuple[tuple[float, float], ...]
    is_outer: bool = False


type Shape = Literal[
    "bars",  # for each label, below each other
    "stacked",  # parts of each label's whole
    "dots",  # a dot with its interval for each label (forest)
    "lines",  # over time, the oldest label first; on paper bars
    "funnel",  # a dot for each label over its size, with limits that narrow; on paper dots
    "tiles",  # the cities as squares, made by `drawing.tiles.of_cities`; on paper bars
]


@dataclass(frozen=True)
class Chart:
    """A drawing of numbers, never without its table.

    `digits` are those after the point in words (None: as many as needed, two at most); `label_head` and `interval`
    are the words above the labels and the intervals in the table made from the series; `short`: labels for a narrow
    axis. `sizes`, `size_name`, `curves`, `flagged` (places that stand out), `middle` (a reference value) and
    `middle_name` belong to a funnel. `is_open` shows the table unfolded where there is room; `is_running`: the last
    label of lines is not over, so it is drawn hollow and not joined.
    """

    caption: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    shape: Shape = "bars"
    unit: str = ""
    table: Table | None = None  # made from the series where none is given
    digits: int | None = None
    label_head: str = ""
    interval: str = ""
    note: str = ""
    short: tuple[str, ...] = ()
    sizes: tuple[float, ...] = ()
    size_name: str = ""
    curves: tuple[Curve, ...] = ()
    flagged: frozenset[int] = frozenset()
    middle: float | None = None
    middle_name: str = ""
    is_open: bool = False
    is_running: bool = False

    @property
    def has_withheld(self) -> bool:
        """Whether a number in it is not published."""
        return any(one.withheld for one in self.series)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value is not None for one in self.series for value in one.values)


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it: paragraphs, then charts, then tables."""

    title: str
    paragraphs: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole report. `caution` is what must be read with it ("only these samples")."""

    title: str
    summary: str
    sections: tuple[Section, ...]
    caution: str = ""
    sources: tuple[str, ...] = field(default=())
