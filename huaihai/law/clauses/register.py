"""The register of unfair clauses: rows of `clauses/register.csv`, and its trades.

A country need not have one. `examples.csv` holds sentences whose clause is known, from which `learning.py` learns how
they are recognised.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from huaihai.law.sureness import Sureness
from huaihai.packs import country_folder, shapes
from huaihai.packs.files import Reading
from huaihai.packs.flaws import PackError

FOLDER: Final = "clauses"
REGISTER, TRADES, EXAMPLES = (f"{FOLDER}/{name}.csv" for name in ("register", "trades", "examples"))
ANY: Final = "any"  # every trade
NO_CLAUSE: Final = "-"  # the code of a fair sentence
PARTED: Final = " / "


@dataclass(frozen=True)
class Trade:
    """A line of business in which contracts are made; `kind` is what it is in `kinds.csv`."""

    code: str
    zh: str
    en: str
    kind: str


@dataclass(frozen=True)
class Clause:
    """One unfair clause. `wordings`: as it is written in shops; `fair`: what may stand in its place.

    `article` names what it offends, `sureness` how well that is known; both as in the other tables of the law.
    """

    code: str
    trades: tuple[str, ...]
    zh: str
    en: str
    wordings: tuple[str, ...]
    article: str
    sureness: Sureness
    in_force_from: date | None
    why: str
    fair: str

    def is_of(self, trade: str) -> bool:
        """Whether it concerns this trade, or all of them."""
        return not trade or trade in self.trades or ANY in self.trades


@dataclass(frozen=True)
class Register:
    """The whole of it, by code, in the order of its file."""

    clauses: Mapping[str, Clause]
    trades: Mapping[str, Trade]


def held() -> Register:
    """Of the country in use; empty where it has none. Raises PackError with all that is wrong."""
    return _held_in(country_folder())


@cache
def _held_in(folder: Path) -> Register:
    if not (folder / FOLDER).is_dir():
        return Register({}, {})
    reading = Reading(folder)
    rows = {
        name: [row.values for row in reading.rows(name, shapes.CLAUSES[name])] for name in (REGISTER, TRADES)
    }
    if not reading.flaws:
        _fits_together(reading, rows)
    if reading.flaws:
        raise PackError.of(folder, reading.flaws)
    return Register(
        {row["code"]: _clause(row) for row in rows[REGISTER]},
        {row["code"]: Trade(**row) for row in rows[TRADES]},
    )


def known_sentences() -> list[tuple[str, str]]:
    """The examples of the country in use: the code of the clause that each holds, or "-"; the sentence. Raises
    PackError."""
    codes, folder = {*held().clauses, NO_CLAUSE}, country_folder()
    if not (folder / EXAMPLES).exists():
        return []
    reading = Reading(folder)
    rows = reading.rows(EXAMPLES, shapes.CLAUSES[EXAMPLES])
    for number, row in enumerate(rows, start=2):
        if row.values["code"] not in codes:
            code = row.values["code"]
            reading.wrong(
                EXAMPLES, (f"row {number}: no clause {code}", f"第 {number} 行：没有 {code} 这一条")
            )
    if reading.flaws:
        raise PackError.of(folder, reading.flaws)
    return [(row.values["code"], row.values["sentence"]) for row in rows]


def _clause(row: Mapping[str, str]) -> Clause:
    return Clause(
        row["code"],
        tuple(row["trades"].split()),
        row["zh"],
        row["en"],
        tuple(row["wordings"].split(PARTED)),
        row["article"],
        Sureness(row["mark"]),
        row["in_force_from"] or None,  # type: ignore[arg-type]  # a day, read as one by its kind
        row["why"],
        row["fair"],
    )


def _fits_together(reading: Reading, rows: Mapping[str, list[Mapping[str, str]]]) -> None:
    """What one file says of another."""
    trades = {row["code"] for row in rows[TRADES]}
    codes = [row["code"] for row in rows[REGISTER]]
    for row in rows[REGISTER]:
        for trade in sorted(set(row["trades"].split()) - trades):
            reading.wrong(
                REGISTER, (f"{row['code']}: no trade {trade}", f"{row['code']}：没有 {trade} 这个行业")
            )
    for code in sorted(code for code in codes if codes.count(code) > 1):
        reading.wrong(REGISTER, (f"{code} stands there twice", f"{code} 写了两次"))
