"""Packs: what is an alliance's own, and what is a country's, as folders that a checker reads. Plain Python.

Here is where they lie and which are in use; the law asks for its country's files, so nothing else is imported here.
"""

import os
import tomllib
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
DEFAULT_FOLDER = _ROOT / "alliances" / "huaihai"
COUNTRIES = _ROOT / "countries"
DEFAULT_COUNTRY = COUNTRIES / "china"


def folder() -> Path:
    """The alliance's in use: `HUAIHAI_ALLIANCE`, else the one shipped."""
    return _resolved(os.environ.get("HUAIHAI_ALLIANCE") or DEFAULT_FOLDER)


def country_folder() -> Path:
    """That of the country which the alliance in use needs. Where it names none, the checker says so."""
    return _country_of(folder())


@cache
def _resolved(path: str | Path) -> Path:
    """Each part of it is a question to the file system, and a page asks twenty times."""
    return Path(path).resolve()


@cache
def _country_of(path: Path) -> Path:
    try:
        (name,) = tomllib.loads((path / "pack.toml").read_text(encoding="utf-8-sig"))["needs"]
        found = COUNTRIES / name
    except (OSError, ValueError, KeyError, TypeError):
        return DEFAULT_COUNTRY
    return found if found.is_dir() else DEFAULT_COUNTRY
