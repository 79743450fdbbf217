"""The alliance as data: everything that is this alliance's own, read from one folder.

National law lives in `huaihai.law`; names, places, bodies, adopted clocks, tiles and wording of one
alliance live in a folder such as `alliances/huaihai/`. Another alliance starts from its own folder alone:
set `HUAIHAI_ALLIANCE` to its path. What its files hold stands in `huaihai.packs`. Plain Python, so that commands run
without Django.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from huaihai.law.zone import Zone
from huaihai.packs import DEFAULT_FOLDER, country_of, folder, shapes
from huaihai.packs.checking import check
from huaihai.packs.countries import Country, country
from huaihai.packs.files import Reading, Row
from huaihai.packs.flaws import PackError

__all__ = ["DEFAULT_FOLDER", "Alliance", "AllianceDataError", "City", "County", "folder", "load", "today"]


class AllianceDataError(PackError):
    """The folder is missing or says something that cannot be understood."""

    def __init__(self, en: str, zh: str = "") -> None:
        super().__init__(en, zh or en)


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


@dataclass(frozen=True)
class Look:
    """The characters of the seal, and the colour in place of the platform's own ("": its own)."""

    seal: str
    accent: str


DEFAULT_PATTERN = "{short}〔{year}〕{series}字第{n}号"


@dataclass(frozen=True, eq=False)
class Alliance:
    """One alliance, as its folder tells it, and its country."""

    folder: Path
    country: Country
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
    look: Look
    entering: tuple[str, ...]  # platforms into which its bodies must enter their complaints too
    raw: Mapping[str, Any]
    bodies_read_on: date | None = None  # the day on which cities.csv was read at its sources

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


def load(path: Path | None = None) -> Alliance:
    """The alliance in use. Raises AllianceDataError with all that is wrong in its folder."""
    return _load(path.resolve() if path else folder())


def today() -> date:
    """Today in the country's zone, for commands that start without Django."""
    return datetime.now(ZoneInfo(load().country.zone)).date()  # noqa: TID251 # kit's clock needs Django


def refuse_flaws(path: Path) -> None:
    """Raises AllianceDataError if anything is wrong in the folder, also what one file says of another."""
    if wrong := [flaw for flaw in check(path) if flaw.stops]:
        raise AllianceDataError.of(path, wrong)


@cache
def _load(path: Path) -> Alliance:
    reading = Reading(path)
    manifest = reading.toml("pack.toml", shapes.MANIFEST)
    head = reading.toml("alliance.toml", shapes.HEAD)
    counties = _counties(reading.rows("counties.csv", shapes.COUNTIES))
    cities = [_city(row.values, counties) for row in reading.rows("cities.csv", shapes.CITIES)]
    clocks = [_clock(row.values) for row in reading.rows("clocks.csv", shapes.CLOCKS)]
    papers = _papers(reading)
    if reading.flaws or manifest["kind"] != "alliance" or len(manifest["needs"]) != 1:
        refuse_flaws(path)
        raise AllianceDataError.of(path, reading.flaws)
    look = head.get("look", {})
    return Alliance(
        folder=path,
        country=country(country_of(path)),
        key=manifest["name"],
        name=head["name"],
        short_name=head["short_name"],
        platform_name=head["platform_name"],
        platform_name_en=head["platform_name_en"],
        tagline=head["tagline"],
        launched_on=head["launched_on"],
        first_secretariat=head["first_secretariat"],
        cities=tuple(cities),
        clocks=tuple(clocks),
        facts=tuple(_fact(row) for row in head.get("fact", [])),
        papers=papers,
        look=Look(look.get("seal", head["short_name"][:2]), look.get("accent", "")),
        entering=tuple(head.get("entering", {}).get("platforms", ())),
        raw=head,
        bodies_read_on=next(
            (one.get("read_on") for one in manifest["part"] if one["file"] == "cities.csv"), None
        ),
    )


def _counties(rows: Iterable[Row]) -> dict[str, tuple[County, ...]]:
    found: dict[str, tuple[County, ...]] = {}
    for values in (row.values for row in rows):
        county = County(values["county_code"], values["county"], values["official"])
        found[values["city_code"]] = (*found.get(values["city_code"], ()), county)
    return found


def _city(values: Mapping[str, Any], counties: Mapping[str, tuple[County, ...]]) -> City:
    given = {name: value for name, value in values.items() if value is not None}
    return City(
        column=given.pop("tile_column"),
        row=given.pop("tile_row"),
        counties=counties.get(given["code"], ()),
        **given,
    )


def _clock(values: Mapping[str, Any]) -> AdoptedClock:
    return AdoptedClock(**{name: value for name, value in values.items() if name != "what"})


def _papers(reading: Reading) -> Papers:
    """A folder without this file numbers papers by the default pattern and the bodies' short names."""
    file = "papers.toml"
    table = reading.toml(file, shapes.PAPERS) if (reading.folder / file).exists() else {}
    if any(flaw.file == file for flaw in reading.flaws):
        table = {}
    phrases = tuple(Phrase(row["title"], row["text"]) for row in table.get("phrase", []))
    pattern = table.get("pattern", DEFAULT_PATTERN)
    return Papers(pattern, table.get("short", {}), table.get("letterhead", {}), phrases)


def _fact(row: Mapping[str, Any]) -> Fact:
    return Fact(row.get("on"), row["text_zh"], row["text_en"], row["source"], row["mark"])
