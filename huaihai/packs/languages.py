"""The languages of the pages: those of the country's manifest. Chinese in two scripts, one made of the other."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from huaihai.packs import country_folder
from huaihai.packs.words import of


@dataclass(frozen=True)
class Language:
    """Its code as the program names it and as HTML does, and what its own readers call it, in full and in short."""

    code: str
    html: str
    name: str
    short: str


CHINESE: Final = (
    Language("zh-hans", "zh-Hans", "简体中文", "简体"),
    Language("zh-hant", "zh-Hant", "繁體中文", "繁體"),
)
ENGLISH: Final = Language("en", "en", "English", "English")


def offered() -> tuple[Language, ...]:
    """Those of the country in use; the first is for whoever has chosen none."""
    return _of(country_folder())


def texts() -> Path:
    """The folder of the country's own catalogues, `<code>/LC_MESSAGES/django.po`; there may be none."""
    return country_folder() / "locale"


@cache
def _of(folder: Path) -> tuple[Language, ...]:
    codes = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8-sig"))["languages"]
    names = of(folder).languages
    found: list[Language] = []
    for code in codes:
        if code == "zh":
            found += CHINESE
        elif code == ENGLISH.code:
            found.append(ENGLISH)
        else:
            found.append(Language(code, code, names[code], names[code]))
    return tuple(found)
