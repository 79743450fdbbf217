"""The numbers of a report as pages show them: under their headings, and for everybody without small cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from huaihai.governance.models import Report
from huaihai.kit import local_words

SMALL = 5  # a number of people in one place below this is not published
_OF_ONE_PLACE = re.compile(r"^(?P<what>.*)[.:@](?:city|county):[0-9]{6}$")


@dataclass(frozen=True)
class ShownFigure:
    """One number. `words` is what is shown of it; `now` is another number if counting again would give one."""

    key: str
    label: str
    words: str
    value: int
    url: str
    now: int | None = None


@dataclass(frozen=True)
class FigureGroup:
    """Numbers under one heading."""

    title: str
    figures: list[ShownFigure]


def groups(report: Report, now: Mapping[str, int] | None = None) -> list[FigureGroup]:
    """All numbers with their links, in the order in which they were counted."""
    found: dict[str, list[ShownFigure]] = {}
    for row in report.figures:
        title = local_words.either(zh=row["group_zh"], en=row["group_en"])
        found.setdefault(title, []).append(_shown(row, now or {}))
    return [FigureGroup(title, figures) for title, figures in found.items()]


def public_groups(report: Report) -> list[FigureGroup]:
    """The numbers without links; small ones of single places are hidden, see `hide_small`."""
    return [
        FigureGroup(group.title, hide_small([replace(figure, url="", now=None) for figure in group.figures]))
        for group in groups(report)
    ]


def hide_small(figures: list[ShownFigure]) -> list[ShownFigure]:
    """Numbers 1 to 4 of one place become "<5"; if that is a single one, the next smallest is left out too.

    A single hidden number could be had from the total. A figure is of one place if its key ends with that body's
    key ("cases.received.city:000000").
    """
    by_what: dict[str, list[ShownFigure]] = {}
    for figure in figures:
        if place := _OF_ONE_PLACE.match(figure.key):
            by_what.setdefault(place["what"], []).append(figure)
    hidden: dict[str, str] = {}
    for same in by_what.values():
        small = [figure for figure in same if 0 < figure.value < SMALL]
        hidden |= {figure.key: f"<{SMALL}" for figure in small}
        rest = sorted((figure for figure in same if figure.value >= SMALL), key=lambda one: one.value)
        if len(small) == 1 and rest:
            hidden[rest[0].key] = "–"
    return [replace(one, words=hidden.get(one.key, one.words)) for one in figures]


def _shown(row: Mapping[str, Any], now: Mapping[str, int]) -> ShownFigure:
    return ShownFigure(
        row["key"],
        local_words.either(zh=row["label_zh"], en=row["label_en"]),
        f"{row['value']:,}",
        row["value"],
        row["url"],
        now.get(row["key"]),
    )
