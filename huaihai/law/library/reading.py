"""Reading the library's files, one source each, and refusing what does not hold together."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from huaihai.law import places
from huaihai.law.errors import LawError, UnknownPlace
from huaihai.law.library.entries import Article, Group, Statute, Words
from huaihai.law.sureness import Sureness
from huaihai.packs import country_folder

LAST: Final = 99  # sources without a position stand behind the others of their group, by name of file
_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBERED: Final = re.compile(r"(?P<number>[0-9]+)(?:\.(?P<branch>[0-9]+)|-(?P<last>[0-9]+))?")
_KNOWN: Final = {field.name for field in fields(Statute)} - {"about", "note", "articles"} | {
    *("about_zh", "about_en", "note_zh", "note_en", "article")
}
_KNOWN_OF_ARTICLE: Final = {
    *("number", "key", "title_zh", "title_en", "zh", "en", "sureness", "in_force_from", "number_unconfirmed"),
    *("background", "rules", "followed_by", "checked"),
}


class BadLibrary(LawError):
    """A file of the library that cannot be used; the message names it."""


def parse(text: str, *, name: str) -> Statute:
    """One source from TOML. Raises BadLibrary with the file's name and what is wrong.

    An article's `number` is "25", "24.1" (第二十四条之一) or "55-60" (read as one); else it has `key` and titles.
    Its `sureness` and `checked` are those of the file unless it has its own.
    """
    try:
        table = tomllib.loads(text)
        _only(table, _KNOWN)
        sureness = Sureness(table["sureness"])
        key = table["key"]
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no key")
        checked = _day(table, "checked")
        if checked is None:
            raise KeyError("checked")
        articles = tuple(
            _article(row, statute=key, sureness=sureness, checked=checked) for row in table.get("article", ())
        )
        return Statute(
            key=key,
            group=Group(table["group"]),
            name=table["name"],
            full_name=table.get("full_name", table["name"]),
            name_en=table["name_en"],
            about=Words(table["about_zh"], table["about_en"]),
            sureness=sureness,
            aliases=tuple(table.get("aliases", ())),
            position=table.get("position", LAST),
            issuer=table.get("issuer", ""),
            number=table.get("number", ""),
            dated_on=_day(table, "dated_on"),
            in_force_from=_day(table, "in_force_from"),
            in_force_until=_day(table, "in_force_until"),
            replaced_by=table.get("replaced_by", ""),
            address=table.get("address", ""),
            place=_place(table.get("place", "")),
            checked=checked,
            note=Words(table.get("note_zh", ""), table.get("note_en", "")),
            last_article=table.get("last_article"),
            counted_in=table["counted_in"] if "last_article" in table else "",
            articles=_without_doubles(articles),
        )
    except (KeyError, TypeError, ValueError) as error:
        told = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise BadLibrary(f"law library, {name}: {told}", f"法律库 {name}：{told}") from error


def held() -> Mapping[str, Statute]:
    """Every source of the country by its key, in the order of groups and files. Raises BadLibrary."""
    return _held_in(country_folder() / "library")


@cache
def _held_in(folder: Path) -> Mapping[str, Statute]:
    files = sorted(folder.glob("*.toml"))
    found = [parse(path.read_text("utf-8-sig"), name=path.name) for path in files]
    order = list(Group)
    found.sort(key=lambda statute: (order.index(statute.group), statute.position))
    by_key = {statute.key: statute for statute in found}
    if len(by_key) != len(found):
        raise BadLibrary("law library: two files have the same key", "法律库：有两个文件的 key 相同")
    return by_key


def _article(row: dict[str, Any], *, statute: str, sureness: Sureness, checked: date) -> Article:
    _only(row, _KNOWN_OF_ARTICLE)
    number, branch, last = _numbers(str(row["number"])) if "number" in row else (None, 0, None)
    if number is None and not (_KEY.fullmatch(row["key"]) and row["title_zh"] and row["title_en"]):
        raise ValueError("an article without a number needs key, title_zh and title_en")
    key = row["key"] if number is None else key_of(number, branch, last)
    return Article(
        statute=statute,
        key=key,
        summary_zh=row["zh"],
        summary_en=row["en"],
        sureness=Sureness(row.get("sureness", sureness)),
        number=number,
        branch=branch,
        last=last,
        title_zh=row.get("title_zh", ""),
        title_en=row.get("title_en", ""),
        in_force_from=_day(row, "in_force_from"),
        is_numbered_surely=not row.get("number_unconfirmed", False),
        background=row.get("background", False),
        rules=tuple(row.get("rules", ())),
        followed_by=row.get("followed_by", ""),
        checked=_day(row, "checked") or checked,
    )


def key_of(number: int, branch: int = 0, last: int | None = None) -> str:
    """An article's part of the address: 25, 24-1 (第二十四条之一), 55-to-60."""
    if last is not None:
        return f"{number}-to-{last}"
    return f"{number}-{branch}" if branch else str(number)


def _numbers(written: str) -> tuple[int, int, int | None]:
    found = _NUMBERED.fullmatch(written)
    if not found:
        raise ValueError(f"{written!r} is no number of an article")
    last = int(found["last"]) if found["last"] else None
    if last is not None and last <= int(found["number"]):
        raise ValueError(f"{written!r} ends before it begins")
    return int(found["number"]), int(found["branch"] or 0), last


def _day(table: Mapping[str, Any], key: str) -> date | None:
    value = table.get(key)
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise ValueError(f"`{key}` must be a date such as 2027-01-01")
    return value


def _place(code: str) -> str:
    try:
        return places.place(code).code if code else ""
    except UnknownPlace as error:
        raise ValueError(f"{code!r} is no place") from error


def _only(table: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(table) - known):
        raise ValueError(f"unknown: {', '.join(unknown)}")


def _without_doubles(articles: tuple[Article, ...]) -> tuple[Article, ...]:
    keys = [article.key for article in articles]
    if doubled := sorted({key for key in keys if keys.count(key) > 1}):
        raise ValueError(f"more than one article {', '.join(doubled)}")
    return articles
