"""What a country calls things, and how its sums, telephones and numbers look: its `words.toml`."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from huaihai.packs import country_folder

FILE: Final = "words.toml"
# Each may stand in a text of the program, {hotline}, and so may {currency}, the name of the money.
WORDS: Final = (
    *("hotline", "city_line", "police", "ambulance", "hotline_site"),
    *("regulator", "government", "association_short", "association_platform"),
    *("business_code", "business_code_short", "business_standard", "person_code", "place_codes", "days_off"),
)
# The articles on which a page or a rule stands.
CITED: Final = (
    *("fund_food", "fund_platform", "fund_counter", "fund_scenic", "fund_travel"),
    *("fund_standing_offer", "fund_pledge", "fund_settlement", "fund_mediation"),
    *("repeats_to_live_on", "repeats_not_admitted", "repeats_police"),
    *("library_rules", "library_privacy", "library_one_body", "library_agreement", "library_free"),
    *("library_offers", "library_tiles", "consent"),
)


@dataclass(frozen=True)
class Word:
    """One word in two languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Money:
    """Code and sign of the currency, the decimals of a sum, and what people write beside its figures."""

    code: str
    sign: str
    decimals: int
    name: Word
    smallest: Word
    typed: tuple[str, ...]

    @property
    def unit(self) -> int:
        """How many of the smallest unit make one: 100."""
        return int(10**self.decimals)

    def figures(self, smallest: int, *, is_whole: bool = False) -> str:
        """The sum without its unit: 1240000 → 12,400.00; `is_whole` leaves decimals out that are nothing."""
        sign = "-" if smallest < 0 else ""
        whole, rest = divmod(abs(smallest), self.unit)
        if not self.decimals or (is_whole and not rest):
            return f"{sign}{whole:,}"
        return f"{sign}{whole:,}.{rest:0{self.decimals}d}"

    def plain(self, smallest: int) -> str:
        """The figures as files and fields for numbers take them: 1240.50."""
        return self.figures(smallest).replace(",", "")


@dataclass(frozen=True)
class Telephone:
    """The country code, the digits of a mobile number, and the shapes of numbers, each a pattern for the whole."""

    code: str
    digits: int
    mobile: str
    landline: str
    short: str
    public: str
    hidden: str


@dataclass(frozen=True)
class Number:
    """How a number looks alone and in running text, its check digit by name, how a sole trader's begins or ""."""

    pattern: str
    written: str
    check: str
    example: str
    sole_trader: str = ""


@dataclass(frozen=True, eq=False)
class Words:
    """All of the file; `languages` are names of those that are neither Chinese nor English."""

    money: Money
    telephone: Telephone
    business_number: Number
    person_number: Number
    named: Mapping[str, Word]
    cited: Mapping[str, str]
    languages: Mapping[str, str]


def of_country() -> Words:
    """Those of the country in use."""
    return of(country_folder())


def cited(name: str) -> str:
    """The article on which this stands, as the country cites it."""
    return of_country().cited[name]


@cache
def of(folder: Path) -> Words:
    """Those of this country's folder, which the checker has passed."""
    raw = tomllib.loads((folder / FILE).read_text(encoding="utf-8-sig"))
    money = _money(raw["money"])
    return Words(
        money=money,
        telephone=Telephone(**raw["telephone"]),
        business_number=Number(**raw["business_number"]),
        person_number=Number(**raw["person_number"]),
        named={name: Word(**one) for name, one in raw["word"].items()} | {"currency": money.name},
        cited=raw["cited"],
        languages=raw.get("language", {}),
    )


def _money(raw: Mapping[str, Any]) -> Money:
    return Money(
        code=raw["code"],
        sign=raw["sign"],
        decimals=raw["decimals"],
        name=Word(raw["zh"], raw["en"]),
        smallest=Word(raw["smallest_zh"], raw["smallest_en"]),
        typed=tuple(raw["typed"]),
    )


_PLACE: Final = re.compile(r"\{(\w+)\}")


def filled(text: str, said: Callable[[Word], str]) -> str:
    """The text with the country's words in the places of their names. Other braces stay."""
    if "{" not in text:
        return text
    named = of_country().named

    def word(found: re.Match[str]) -> str:
        name = found[1]
        one = named.get(name.lower())
        if one is None:
            return found[0]
        words = said(one)
        return words[:1].upper() + words[1:] if name[0].isupper() else words

    return _PLACE.sub(word, text)
