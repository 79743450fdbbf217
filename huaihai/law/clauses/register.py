"""The register of unfair clauses: rows of `clauses/register.csv`, its trades, and the signs by which they are found.

A country need not have one. `signs.csv` says how a clause is recognised, `concepts.csv` what words of it stand for.
"""

from collections.abc import Mapping, Sequence
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
REGISTER, TRADES, SIGNS, CONCEPTS, SAID = (
    f"{FOLDER}/{name}.csv" for name in ("register", "trades", "signs", "concepts", "said")
)
ANY: Final = "any"  # every trade
FAIR_CODE: Final = "-"  # of a sentence in which there is nothing wrong
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
    signs: Mapping[str, tuple[str, str]]  # of a clause: its signs, and what takes them away
    concepts: Mapping[str, str]
    said: Sequence[tuple[str, str]]  # other sentences of a clause, or fair ones


def held() -> Register:
    """Of the country in use; empty where it has none. Raises PackError with all that is wrong."""
    return _held_in(country_folder())


@cache
def _held_in(folder: Path) -> Register:
    if not (folder / FOLDER).is_dir():
        return Register({}, {}, {}, {}, ())
    reading = Reading(folder)
    rows = {name: [row.values for row in reading.rows(name, shapes.CLAUSES[name])] for name in shapes.CLAUSES}
    if not reading.flaws:
        _fits_together(reading, rows)
    if reading.flaws:
        raise PackError.of(folder, reading.flaws)
    return Register(
        {row["code"]: _clause(row) for row in rows[REGISTER]},
        {row["code"]: Trade(**row) for row in rows[TRADES]},
        {row["code"]: (row["signs"], row["unless"] or "") for row in rows[SIGNS]},
        {row["name"]: row["words"] for row in rows[CONCEPTS]},
        [(row["code"], row["text"]) for row in rows[SAID]],
    )


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
    for file in (SIGNS, SAID):
        for row in rows[file]:
            if row["code"] not in (*codes, FAIR_CODE):
                reading.wrong(file, (f"no clause {row['code']}", f"没有 {row['code']} 这一条"))
