"""The nine-in-one charter and the table of duties, as the alliance's data tell them, in the reader's language."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.alliance import Alliance, AllianceDataError
from huaihai.kit import local_words

DUTIES_FILE = "duties.toml"
LEVELS = ("alliance", "city", "county", "station")


@dataclass(frozen=True)
class Measure:
    """How one sees whether a part is kept. `since_on` is the first day measured; None: not measured yet.

    `value` is its number today in words, `url` where it stands with all that belongs to it; empty where none is live.
    """

    key: str
    words: str
    unit: str
    how: str
    since_on: date | None
    value: str = ""
    url: str = ""


@dataclass(frozen=True)
class Live:
    """What an upper room knows of a measure today (`reactions.CHARTER_MEASURES`)."""

    since_on: date
    value: str
    url: str


@dataclass(frozen=True)
class Part:
    """One of the nine: its name, what it means, and its measures."""

    key: str
    title: str
    meaning: str
    source: str
    mark: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class SharedDuty:
    """One duty that the law gives to associations, and what each level of the tree does of it."""

    item: int
    words: str
    article: str
    mark: str
    by_level: Mapping[str, str]


@dataclass(frozen=True)
class NotOurs:
    """What belongs to somebody else: whose it is, and the door to go to (`phone` may be empty)."""

    words: str
    whose: str
    door: str
    phone: str
    article: str
    mark: str


def parts(alliance: Alliance) -> list[Part]:
    """The nine, in the order of the data; empty if the alliance names none. Raises AllianceDataError."""
    return [_part(row, alliance) for row in alliance.raw.get("nine", ())]


def part(alliance: Alliance, key: str) -> Part | None:
    """The one with this key."""
    return next((one for one in parts(alliance) if one.key == key), None)


def with_live(told: Iterable[Part], day: date) -> list[Part]:
    """The same parts, their measures with the numbers that are counted today; each room is asked once."""
    live: dict[str, Live] = {}
    for name in reactions.CHARTER_MEASURES:
        live |= import_string(name)(day)
    return [
        replace(part, measures=tuple(_alive(one, live.get(one.key)) for one in part.measures))
        for part in told
    ]


def duties(alliance: Alliance) -> list[SharedDuty]:
    """The table of duties, by the law's items; empty if the alliance gives none."""
    return [
        SharedDuty(
            row["item"],
            _said(row),
            local_words.in_script(row["article"]),
            row["mark"],
            {level: said for level in LEVELS if (said := _said(row, f"{level}_"))},
        )
        for row in _table(alliance.folder).get("duty", ())
    ]


def not_ours(alliance: Alliance) -> list[NotOurs]:
    """What the alliance does not do, and who does; empty if the alliance gives none."""
    return [
        NotOurs(
            _said(row),
            _said(row, "whose_"),
            _said(row, "door_"),
            row.get("door", ""),
            local_words.in_script(row["article"]),
            row["mark"],
        )
        for row in _table(alliance.folder).get("not_ours", ())
    ]


def _part(row: Mapping[str, Any], alliance: Alliance) -> Part:
    try:
        return Part(
            row["key"],
            _said(row),
            _said(row, "text_"),
            local_words.in_script(row.get("source", "")),
            row.get("mark", ""),
            tuple(_measure(one) for one in row.get("measure", ())),
        )
    except KeyError as error:
        raise AllianceDataError(f"{alliance.folder}: one of the nine has no {error}") from error


def _alive(measure: Measure, live: Live | None) -> Measure:
    if live is None:
        return measure
    return replace(measure, since_on=measure.since_on or live.since_on, value=live.value, url=live.url)


def _measure(row: Mapping[str, Any]) -> Measure:
    return Measure(row["key"], _said(row), _said(row, "unit_"), _said(row, "how_"), row.get("since"))


def _said(row: Mapping[str, Any], prefix: str = "") -> str:
    return local_words.either(zh=row.get(f"{prefix}zh", ""), en=row.get(f"{prefix}en", ""))


@cache
def _table(folder: Path) -> Mapping[str, Any]:
    path = folder / DUTIES_FILE
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise AllianceDataError(f"{path}: {error}") from error
