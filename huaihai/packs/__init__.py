"""Packs: what is an alliance's own, and what is a country's, as folders that a checker reads. Plain Python.

Here is where they lie and which are in use; the law asks for its country's files, so nothing else is imported here.
"""

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
DEFAULT_FOLDER = _ROOT / "alliances" / "huaihai"
COUNTRIES = _ROOT / "countries"
DEFAULT_COUNTRY = COUNTRIES / "china"
_looked_at: ContextVar[Path | None] = ContextVar("looked_at", default=None)


def folder() -> Path:
    """The alliance's in use: `HUAIHAI_ALLIANCE`, else the one shipped."""
    return _resolved(os.environ.get("HUAIHAI_ALLIANCE") or DEFAULT_FOLDER)


def country_folder() -> Path:
    """That of the country which the alliance in use needs. Where it names none, the checker says so."""
    return country_of(_looked_at.get() or folder())


@contextmanager
def looking_at(path: Path) -> Iterator[None]:
    """The law answers for the country of this pack, which need not be in use."""
    token = _looked_at.set(path)
    try:
        yield
    finally:
        _looked_at.reset(token)


@cache
def _resolved(path: str | Path) -> Path:
    """Each part of it is a question to the file system, and a page asks twenty times."""
    return Path(path).resolve()


def countries_for(path: Path) -> tuple[Path, Path]:
    """Where the country of this alliance may lie."""
    return path.parent.parent / "countries", COUNTRIES


@cache
def country_of(path: Path) -> Path:
    """A country's pack is its own; an alliance's country lies beside the alliances, or is one that ships."""
    try:
        manifest = tomllib.loads((path / "pack.toml").read_text(encoding="utf-8-sig"))
        if manifest["kind"] == "country" and (path / "places.csv").is_file():
            return path
        (name,) = manifest["needs"]
        found = [folder / name for folder in countries_for(path)]
    except (OSError, ValueError, KeyError, TypeError):
        return DEFAULT_COUNTRY
    return next((folder for folder in found if (folder / "pack.toml").is_file()), DEFAULT_COUNTRY)
