"""The yearly sheet of an action that a country's government runs: its years, parts and rows; a country may have none.

Rows of `yearly_sheet.csv`. Which number of the platform stands for a row says `counts`; without one, `elsewhere` says
who has the number, and it can be loaded as a figure of others under the row's code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from huaihai.law.sureness import Sureness
from huaihai.packs import country_folder, shapes
from huaihai.packs.files import Reading
from huaihai.packs.flaws import PackError

FILE: Final = "yearly_sheet.csv"
LONGEST_CODE: Final = 16  # of a row: what a figure of others is loaded under


@dataclass(frozen=True)
class SheetRow:
    """One line: what is counted, in which unit, and on what that rests."""

    code: str
    zh: str
    en: str
    counts: str
    unit_zh: str
    unit_en: str
    elsewhere_zh: str
    elsewhere_en: str
    article: str
    sureness: Sureness


@dataclass(frozen=True)
class SheetPart:
    """Lines under one heading."""

    zh: str
    en: str
    article: str
    rows: Sequence[SheetRow]


@dataclass(frozen=True)
class Action:
    """The action with its first and last year."""

    zh: str
    en: str
    article: str
    sureness: Sureness
    from_year: int
    until_year: int
    parts: Sequence[SheetPart]

    @property
    def rows(self) -> Sequence[SheetRow]:
        """All its lines."""
        return [row for part in self.parts for row in part.rows]

    @property
    def figures(self) -> Sequence[SheetRow]:
        """Those whose number others have."""
        return [row for row in self.rows if not row.counts]

    def row(self, code: str) -> SheetRow | None:
        """The line of this code."""
        return next((row for row in self.rows if row.code == code), None)


def action() -> Action | None:
    """That of the country in use. Raises PackError."""
    return _read(country_folder())


def check(reading: Reading) -> None:
    """What is wrong with the table of this folder."""
    rows = reading.rows(FILE, shapes.YEARLY_SHEET)
    reading.repeated(FILE, rows, ("code",))
    if not rows or rows[0].values["sort"] != "action" or not _has_years(rows[0].values):
        words = (
            "the first row must be the action, with from_year and until_year",
            "第一行要是这项行动（action），写明 from_year 和 until_year",
        )
        reading.wrong(FILE, words, rows[0].number if rows else 0)
    elif len(rows) > 1 and rows[1].values["sort"] != "part":
        words = (
            "the second row must be a part: rows stand below one",
            "第二行要是小标题（part），各行写在它下面",
        )
        reading.wrong(FILE, words, rows[1].number)
    for row in rows:
        if len(row.values["code"]) > LONGEST_CODE:
            words = (
                f"code {row.values['code']} has more than {LONGEST_CODE} letters",
                f"code {row.values['code']} 超过 {LONGEST_CODE} 个字母",
            )
            reading.wrong(FILE, words, row.number)


def _has_years(values: Any) -> bool:
    return bool(values["from_year"] and values["until_year"] and values["from_year"] <= values["until_year"])


@cache
def _read(folder: Path) -> Action | None:
    if not (folder / FILE).exists():
        return None
    reading = Reading(folder)
    check(reading)
    if reading.flaws:
        raise PackError.of(folder, reading.flaws)
    found = [row.values for row in reading.rows(FILE, shapes.YEARLY_SHEET)]
    head, parts = found[0], list[tuple[dict[str, Any], list[SheetRow]]]()
    for values in found[1:]:
        if values["sort"] == "part":
            parts.append((dict(values), []))
        else:
            parts[-1][1].append(_row(values))
    return Action(
        head["zh"],
        head["en"],
        head["article"],
        Sureness(head["mark"]),
        head["from_year"],
        head["until_year"],
        [SheetPart(values["zh"], values["en"], values["article"], rows) for values, rows in parts],
    )


def _row(values: Any) -> SheetRow:
    words = {
        name: values[name] or "" for name in ("counts", "unit_zh", "unit_en", "elsewhere_zh", "elsewhere_en")
    }
    return SheetRow(
        code=values["code"],
        zh=values["zh"],
        en=values["en"],
        article=values["article"],
        sureness=Sureness(values["mark"]),
        **words,
    )
