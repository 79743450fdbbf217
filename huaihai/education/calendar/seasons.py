"""The seasons of the year's calendar, from `data/seasons.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "seasons.toml"


@dataclass(frozen=True)
class Season:
    """A topic that comes back every year in the same months."""

    slug: str
    months: tuple[int, ...]
    zh: str
    en: str
    topics: tuple[str, ...]


@cache
def all_seasons() -> tuple[Season, ...]:
    """All of them, as the year goes."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["season"]
    return tuple(
        Season(row["slug"], tuple(row["months"]), row["zh"], row["en"], tuple(row["topics"])) for row in rows
    )


def in_month(month: int) -> list[Season]:
    """Those that a month (1–12) asks for."""
    return [season for season in all_seasons() if month in season.months]


def of_slug(slug: str) -> Season | None:
    """The season of this name; None: there is none any more."""
    return next((season for season in all_seasons() if season.slug == slug), None)
