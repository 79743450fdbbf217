"""A report before it has a shape: words, tables and charts, from which page, Word file and text are made."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Table:
    """Rows of words. `numbers` are the columns (from 0) that are set to the right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Series:
    """One value a label; None where there is none. `low` and `high` are the ends of its interval, if it has one."""

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A drawing of numbers, never without its table: bars beside each other, stacked shares, or dots with intervals.

    `digits` are those after the point in words (None: as many as needed, two at most); `label_head` and `interval`
    are the words above the labels and the intervals in the table made from the series.
    """

    caption: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    shape: Literal["bars", "stacked", "dots"] = "bars"
    unit: str = ""
    table: Table | None = None  # made from the series where none is given
    digits: int | None = None
    label_head: str = ""
    interval: str = ""


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
