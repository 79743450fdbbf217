"""Province, city and county codes of GB/T 2260, in force or abolished but still met in credit codes."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from huaihai.law.errors import UnknownPlace
from huaihai.law.tables import Table
from huaihai.packs import country_folder

Level = Literal["province", "city", "county"]

# Rows of the code table that are not names anyone would say: statistical headings.
_HEADINGS: Final = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
_CODE = re.compile(r"[0-9]{2}(?:[0-9]{2}(?:[0-9]{2})?)?", re.ASCII)


@dataclass(frozen=True)
class Place:
    """One unit; of an abolished one also its last year (`abolished_in`) and the code that follows it."""

    code: str
    name: str
    abolished_in: int | None = None
    successor: str | None = None

    @property
    def level(self) -> Level:
        if self.code.endswith("0000"):
            return "province"
        return "city" if self.code.endswith("00") else "county"

    @property
    def province_code(self) -> str:
        return self.code[:2] + "0000"

    @property
    def city_code(self) -> str | None:
        """The six-digit code of its city, or None for a province."""
        return None if self.level == "province" else self.code[:4] + "00"

    @property
    def city_name(self) -> str:
        """Of its city, or of the province that is one (北京市)."""
        name = _names().get(self.city_code or self.code, "")
        return _names()[self.province_code] if not name or name in _HEADINGS else name

    @property
    def full_name(self) -> str:
        """Names from the province down, without the code table's headings: 江苏省南京市鼓楼区."""
        codes = dict.fromkeys((self.province_code, self.city_code or self.code, self.code))
        names = [self.name if code == self.code else _names().get(code, "") for code in codes]
        return "".join(name for name in names if name not in _HEADINGS)


@dataclass(frozen=True)
class Area:
    """An area code of telephones: by province where one serves all of it, else by city. Others are not guessed."""

    code: str
    area_code: str


AREAS: Final = Table(__name__, Area, "area_codes.csv")


def place(code: str) -> Place:
    """The place of a two-, four- or six-digit code. Raises UnknownPlace."""
    text = code.strip()
    if not _CODE.fullmatch(text):
        raise UnknownPlace(
            f"unknown place {code!r}: a code of GB/T 2260 has 2, 4 or 6 digits, such as 320300",
            f"没有“{code}”这个地区：行政区划代码是2位、4位或6位数字，例如 320300",
        )
    full = text.ljust(6, "0")
    if name := _names().get(full):
        return Place(full, name)
    if gone := _abolished().get(full):
        return gone
    if full.endswith("01") and full[:4] + "00" in _names():
        return Place(full, "市辖区")  # listed in GB/T 2260 for statistics only
    raise UnknownPlace(
        f"unknown place {code!r}: not a code of GB/T 2260", f"没有“{code}”这个地区：行政区划代码中查不到"
    )


def current(code: str) -> Place:
    """The place of a code, or the one that follows it if it was abolished. Raises UnknownPlace."""
    found = place(code)
    return place(found.successor) if found.successor else found


def called(name: str) -> tuple[Place, ...]:
    """The county-level units of this name that are in force, in code order."""
    return tuple(
        one
        for code, given in _names().items()
        if given == name and (one := Place(code, given)).level == "county"
    )


def city_called(name: str) -> Place | None:
    """The city of this name, with or without its 市; None if there is none, or several."""
    found = [
        one
        for code, given in _names().items()
        if given in (name, f"{name}市") and (one := Place(code, given)).level == "city"
    ]
    return found[0] if len(found) == 1 else None


def shared_names() -> tuple[str, ...]:
    """Names that counties of several cities have (鼓楼区), without words such as 城区."""
    cities: dict[str, set[str]] = {}
    for code, name in _names().items():
        if not code.endswith("00") and len(name) > 2:
            cities.setdefault(name, set()).add(code[:4])
    return tuple(name for name, found in cities.items() if len(found) > 1)


def provinces() -> tuple[Place, ...]:
    """All of them, in the order of the table."""
    found = (Place(code, name) for code, name in _names().items())
    return tuple(place for place in found if place.level == "province")


def counties_of(city_code: str) -> tuple[Place, ...]:
    """The county-level units of a city, in code order; empty for a city without any."""
    prefix = place(city_code).code[:4]
    return tuple(
        Place(code, name)
        for code, name in _names().items()
        if code.startswith(prefix) and not code.endswith("00")
    )


def _names() -> dict[str, str]:
    return _names_in(country_folder())


def _abolished() -> dict[str, Place]:
    return _abolished_in(country_folder())


@cache
def _names_in(folder: Path) -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows(folder / "places.csv")}


@cache
def _abolished_in(folder: Path) -> dict[str, Place]:
    return {
        row["code"]: Place(row["code"], row["name"], int(row["until"]), row["successor"])
        for row in _rows(folder / "abolished_places.csv")
    }


def _rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
