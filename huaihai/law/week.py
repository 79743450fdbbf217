"""The week of the country: which of its days are worked. `pack.toml` says it."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from huaihai.packs import country_folder

NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def working_days() -> frozenset[int]:
    """As `date.weekday` counts them."""
    return _of(country_folder())


def rests(on: date) -> bool:
    """Whether the week rests on this day; holidays and make-up days are a matter of the calendar."""
    return on.weekday() not in working_days()


@cache
def _of(folder: Path) -> frozenset[int]:
    named = tomllib.loads((folder / "pack.toml").read_text("utf-8-sig")).get("week", NAMES[:5])
    return frozenset(NAMES.index(name) for name in named if name in NAMES)  # the checker names any other
