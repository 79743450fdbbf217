"""The alliance as data: everything that is this alliance's own, read from one folder.

National law lives in `huaihai.law`; names, places, bodies, adopted clocks, tiles and wording of one
alliance live in a folder such as `alliances/huaihai/`. Another alliance starts from its own folder alone:
set `HUAIHAI_ALLIANCE` to its path. Plain Python, so that commands run without Django.
"""

import csv
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from huaihai.law.zone import Zone

ALLIANCES = Path(__file__).resolve().parent.parent / "alliances"
DEFAULT_FOLDER = ALLIANCES / "huaihai"


class AllianceDataError(ValueError):
    """The folder is missing or says something that cannot be understood."""


@dataclass(frozen=True)
class Fact:
    """Something on record about the alliance, with its source and how sure we are of it."""

    on: date | None
    text_zh: str
    text_en: str
    source: str
    mark: str


@dataclass(frozen=True)
class County:
    """A county-level unit, or a development zone that stands under one city (`official` is False)."""

    code: str
    name: str
    official: bool


@dataclass(frozen=True)
class City:
    """A member city, its body, where its tile stands, and how many live there (None: not known)."""

    code: str
    name: str
    province: str
    body_name: str
    body_short: str
    phone: str
    address: str
    hours: str
    source: str
    mark: str
    column: int
    row: int
    counties: tuple[County, ...]
    population: int | None = None
    population_mark: str = "unconfirmed"
    area_code: str = ""  # of its telephones; "" where it is not known
    area_code_mark: str = "unconfirmed"


@dataclass(frozen=True)
class AdoptedClock:
    """A time limit that a body (or all of them, `body` = "*") adopted for itself, with its source."""

    body: str
    limit: str
    number: int
    unit: str
    in_force_from: date
    source: str
    mark: str


@dataclass(frozen=True)
class Phrase:
    """Words that officers use again and again, under a short title."""

    title: str
    text: str


@dataclass(frozen=True)
class Papers:
    """How the bodies' papers are numbered and headed: abbreviations and letterheads by the key of the body."""

    pattern: str
    short: Mapping[str, str]
    letterhead: Mapping[str, str]
    phrases: tuple[Phrase, ...]

    def number(self, key: str, short_name: str, *, series: str, year: int, serial: int) -> str:
        """A number as the body writes it: 徐消保〔2026〕调字第12号."""
        short = self.short.get(key, short_name)
        return self.pattern.format(short=short, year=year, series=series, n=serial)


DEFAULT_PATTERN = "{short}〔{year}〕{series}字第{n}号"


@dataclass(frozen=True, eq=False)
class Alliance:
    """One alliance, as its folder tells it."""

    folder: Path
    key: str
    name: str
    short_name: str
    platform_name: str
    platform_name_en: str
    tagline: str
    launched_on: date
    first_secretariat: str
    cities: tuple[City, ...]
    clocks: tuple[AdoptedClock, ...]
    facts: tuple[Fact, ...]
    papers: Papers
    entering: tuple[str, ...]  # platforms into which its bodies must enter their complaints too
    raw: Mapping[str, Any]

    @property
    def card(self) -> Path | None:
        """A square picture for pages that are handed on, if the folder holds one."""
        path = self.folder / "card.png"
        return path if path.is_file() else None

    @property
    def city_codes(self) -> tuple[str, ...]:
        """Six-digit GB/T 2260 codes of the member cities."""
        return tuple(city.code for city in self.cities)

    @property
    def zone_aliases(self) -> Mapping[str, str]:
        """Codes of development zones that GB/T 2260 does not hold → the city's code."""
        return {c.code: city.code for city in self.cities for c in city.counties if not c.official}

    @property
    def zone(self) -> Zone:
        """The member cities as the rules of routing know them."""
        return Zone(frozenset(self.city_codes), self.zone_aliases)

    def city(self, code: str) -> City:
        """The city with this code. Raises KeyError."""
        for city in self.cities:
            if city.code == code:
                return city
        raise KeyError(code)

    def area_code(self, region_code: str) -> str:
        """The area code of the telephones at this place; "" where it is not known."""
        return next((city.area_code for city in self.cities if city.code[:4] == region_code[:4]), "")


def folder() -> Path:
    """The folder in use: `HUAIHAI_ALLIANCE`, else the one shipped."""
    return _resolved(os.environ.get("HUAIHAI_ALLIANCE") or DEFAULT_FOLDER)


@cache
def _resolved(path: str | Path) -> Path:
    """Each part of it is a question to the file system, and a page asks twenty times."""
    return Path(path).resolve()


def load(path: Path | None = None) -> Alliance:
    """The alliance in use. Raises AllianceDataError with the file and what is wrong in it."""
    return _load(path.resolve() if path else folder())


@cache
def _load(path: Path) -> Alliance:
    head = _read_toml(path / "alliance.toml")
    try:
        counties = _counties(path / "counties.csv")
        return Alliance(
            folder=path,
            key=head["key"],
            name=head["name"],
            short_name=head["short_name"],
            platform_name=head["platform_name"],
            platform_name_en=head["platform_name_en"],
            tagline=head["tagline"],
            launched_on=head["launched_on"],
            first_secretariat=head["first_secretariat"],
            cities=tuple(
                _city(row, counties.get(row["code"], ())) for row in _read_toml(path / "cities.toml")["city"]
            ),
            clocks=tuple(AdoptedClock(**row) for row in _read_toml(path / "clocks.toml").get("clock", [])),
            facts=tuple(_fact(row) for row in head.get("fact", [])),
            papers=_papers(path / "papers.toml"),
            entering=tuple(head.get("entering", {}).get("platforms", ())),
            raw=head,
        )
    except (KeyError, TypeError) as error:
        raise AllianceDataError(f"{path}: missing or unknown entry {error}") from error


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise AllianceDataError(f"{path}: {error}") from error


def _counties(path: Path) -> dict[str, tuple[County, ...]]:
    found: dict[str, list[County]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                county = County(row["county_code"], row["county"], row["official"] == "1")
                found.setdefault(row["city_code"], []).append(county)
    except OSError as error:
        raise AllianceDataError(f"{path}: {error}") from error
    return {code: tuple(rows) for code, rows in found.items()}


def _papers(path: Path) -> Papers:
    """A folder without this file numbers papers by the default pattern and the bodies' short names."""
    table = _read_toml(path) if path.exists() else {}
    phrases = tuple(Phrase(row["title"], row["text"]) for row in table.get("phrase", []))
    pattern = table.get("pattern", DEFAULT_PATTERN)
    return Papers(pattern, table.get("short", {}), table.get("letterhead", {}), phrases)


def _city(row: dict[str, Any], counties: tuple[County, ...]) -> City:
    column, line = row["tile"]
    return City(
        **{name: value for name, value in row.items() if name != "tile"},
        column=column,
        row=line,
        counties=counties,
    )


def _fact(row: dict[str, Any]) -> Fact:
    return Fact(row.get("on"), row["text_zh"], row["text_en"], row["source"], row["mark"])
