"""The systems beside which an association works (12315, 12345, the associations' own 315): the order of the fields of
their forms, and what the columns of their files may be called. Each with its source, and whether it was ever seen.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from huaihai.law.sureness import Sureness
from huaihai.packs import country_folder

COLUMNS: Final = (
    *("number", "title", "text", "request", "received_on", "due_on", "name", "phone", "address"),
    *("business", "business_code", "business_address", "business_phone", "bought_on", "price", "asked"),
)
NEEDED: Final = ("number", "text")  # without these columns nothing of a file can be brought in


@dataclass(frozen=True)
class Field:
    """A field of a form there: our value, its name there, and how many characters it takes (None: not known)."""

    name: str
    label: str
    most: int | None = None


@dataclass(frozen=True)
class Platform:
    """One such system. `columns` are, by our name, what a column of its files may be called."""

    code: str
    fields: tuple[Field, ...]
    columns: Mapping[str, tuple[str, ...]]
    source: str
    sureness: Sureness
    is_seen: bool


def platforms() -> Mapping[str, Platform]:
    """By code, in the order in which they are offered."""
    return _platforms_in(country_folder())


@cache
def _platforms_in(folder: Path) -> Mapping[str, Platform]:
    return parsed((folder / "platforms.toml").read_text("utf-8-sig"))


def parsed(text: str) -> Mapping[str, Platform]:
    """What this file says. Raises ValueError, KeyError, TypeError."""
    found = [_platform(row) for row in tomllib.loads(text)["platform"]]
    return {one.code: one for one in found}


def _platform(row: Mapping[str, Any]) -> Platform:
    most = row.get("most", {})
    pairs = (field.split("=", maxsplit=1) for field in row["fields"])
    return Platform(
        code=row["code"],
        fields=tuple(Field(name, label, most.get(name)) for name, label in pairs),
        columns={name: tuple(heads) for name, heads in row["columns"].items()},
        source=row["source"],
        sureness=Sureness(row["mark"]),
        is_seen=row["seen"],
    )
