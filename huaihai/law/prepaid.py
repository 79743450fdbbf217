"""What the law says of prepaid cards, for the whole country and for each province, as it was read: rows of
`prepaid.csv`. Where no row names a province, its own rules were not read; that says nothing about what they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from huaihai.law.sureness import Sureness
from huaihai.law.tables import Table


@dataclass(frozen=True)
class PrepaidRule:
    """One rule with its article, sureness and the day from which it is in force; `place` are the digits with which the
    codes of its places begin (empty: everywhere)."""

    name: str
    zh: str
    en: str
    article: str
    sureness: Sureness
    in_force_from: date | None = None
    place: str = ""


HELD: Final = Table(__name__, PrepaidRule, "prepaid.csv", "name")
BY_NAME: Mapping[str, PrepaidRule]


def at(code: str) -> tuple[list[PrepaidRule], list[PrepaidRule]]:
    """The rules for everywhere, and those of the province in which the place with this code lies."""
    rows = list(HELD.rows.values())
    return (
        [row for row in rows if not row.place],
        [row for row in rows if row.place and code.startswith(row.place)],
    )


if not TYPE_CHECKING:
    __getattr__ = HELD.supply(BY_NAME=lambda: HELD.rows)
