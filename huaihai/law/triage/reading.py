"""Reading the tree's files and refusing what does not hold together."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from huaihai.law.errors import LawError
from huaihai.law.library.entries import NOTHING, Words
from huaihai.law.sureness import Sureness
from huaihai.law.triage.cards import Card, First, Kind, Office, Option, Picture, Right, Split, Sum, Tree
from huaihai.packs import country_folder

_FIELDS: Final = {
    *("id", "kind", "title", "title_en", "short", "short_en", "answer", "answer_en", "at", "says"),
    *(
        "right",
        "today",
        "today_en",
        "sums",
        "never",
        "remedies",
        "first",
        "letter",
        "offices",
        "nature",
        "trades",
    ),
    *("split", "checked", "checked_by", "sure"),
}


class BadTree(LawError):
    """A file of the tree that cannot be used; the message names it."""


def tree() -> Tree:
    """The tree of the country, with the few sentences that stand on its cards. Raises BadTree."""
    return _tree_in(folder())


@cache
def _tree_in(here: Path) -> Tree:
    return _read(here, {})


def with_all_sentences() -> Tree:
    """The tree with thirty thousand more sentences, from which the search learns. Raises BadTree."""
    return _read(folder(), said_in(folder() / "said"))


def folder() -> Path:
    """Where the country's tree lies."""
    return country_folder() / "triage"


def _read(here: Path, more: dict[str, tuple[str, ...]]) -> Tree:
    pictures = [_picture(row) for row in _rows(here / "pictures.toml", "picture")]
    offices = [_office(row) for row in _rows(here / "offices.toml", "office")]
    files = sorted((here / "cards").glob("*.toml"))
    things = things_in(here / "things.toml")
    found = [
        replace(card, says=(*card.says, *more.pop(card.id, ())), things=things.pop(card.id, ()))
        for file in files
        for card in cards_in(file)
    ]
    if unknown := sorted({*more, *things}):
        raise _bad("said, things.toml", f"no card {', '.join(unknown)}")
    cards = {card.id: card for card in found}
    if len(cards) != len(found):
        ids = [card.id for card in found]
        doubled = ", ".join(sorted({one for one in ids if ids.count(one) > 1}))
        raise BadTree(f"triage: more than one card {doubled}", f"问题卡编号重复：{doubled}")
    return Tree(
        {picture.id: picture for picture in pictures},
        {office.id: office for office in offices},
        cards,
        _lines((here / "none.txt").read_text("utf-8")),
    )


def things_in(file: Path) -> dict[str, tuple[str, ...]]:
    """What the problems of a card are about, by card."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows(file, "things"):
        for card in row["cards"]:
            found[card] = (*found.get(card, ()), *row["words"].split())
    return found


def said_in(folder: Path) -> dict[str, tuple[str, ...]]:
    """More sentences by card: text files of `[id]` and, below it, one sentence a line."""
    found: dict[str, tuple[str, ...]] = {}
    for item in sorted(folder.iterdir()):
        for part in item.read_text("utf-8").split("\n[")[1:]:
            card, _, lines = part.partition("]\n")
            found[card] = (*found.get(card, ()), *_lines(lines))
    return found


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _rows(file: Path, name: str) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = tomllib.loads(file.read_text("utf-8")).get(name, [])
        return rows
    except tomllib.TOMLDecodeError as error:
        raise _bad(file.name, str(error)) from error


def cards_in(file: Path) -> Iterable[Card]:
    """The cards of one file. Raises BadTree."""
    for row in _rows(file, "card"):
        try:
            yield card_of(row)
        except (KeyError, TypeError, ValueError) as error:
            what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
            raise _bad(f"{file.name}, {row.get('id', '?')}", what) from error


def _bad(where: str, what: str) -> BadTree:
    return BadTree(f"triage, {where}: {what}", f"问题卡 {where}：{what}")


def card_of(row: dict[str, Any]) -> Card:
    """One card from its table. Raises KeyError, TypeError, ValueError."""
    if unknown := sorted(set(row) - _FIELDS):
        raise ValueError(f"unknown: {', '.join(unknown)}")
    title = _words(row, "title")
    today, today_en = row.get("today", []), row.get("today_en", [])
    return Card(
        id=row["id"],
        kind=Kind(row["kind"]),
        title=title,
        short=_words(row, "short") if "short" in row else title,
        answer=_words(row, "answer"),
        at=tuple(row.get("at", ())),
        says=tuple(row["says"]),
        rights=tuple(_right(one) for one in row.get("right", ())),
        today=tuple(Words(zh, en) for zh, en in zip(today, today_en, strict=True)),
        sums=tuple(Sum(one) for one in row.get("sums", ())),
        never=tuple(Sum(one) for one in row.get("never", ())),
        remedies=tuple(row.get("remedies", ())),
        first=First(row["first"]),
        letter=row.get("letter", ""),
        offices=tuple(row["offices"]),
        nature=row.get("nature", ""),
        trades=tuple(row.get("trades", ())),
        split=_split(row["split"]) if "split" in row else None,
        checked_on=row["checked"],
        checked_by=row.get("checked_by", "editors"),
        sureness=Sureness(row["sure"]),
    )


def _right(row: dict[str, Any]) -> Right:
    return Right(Words(row["zh"], row["en"]), tuple(row.get("articles", ())), row.get("where", ""))


def _split(row: dict[str, Any]) -> Split:
    options = tuple(Option(Words(one["zh"], one["en"]), one["go"]) for one in row["option"])
    return Split(_words(row, "ask"), options)


def _picture(row: dict[str, Any]) -> Picture:
    return Picture(row["id"], Words(row["zh"], row["en"]), row["symbol"])


def _office(row: dict[str, Any]) -> Office:
    return Office(
        id=row["id"],
        name=Words(row["name"], row["name_en"]),
        number=row.get("number", ""),
        by_area=row.get("by_area", False),
        bring=_words(row, "bring"),
        note=_words(row, "note"),
        address=row.get("address", ""),
        sureness=Sureness(row["sure"]),
    )


def _words(row: dict[str, Any], name: str) -> Words:
    return Words(row[name], row[f"{name}_en"]) if name in row else NOTHING
