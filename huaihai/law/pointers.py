"""What a party can do next, each with its article: where the business is gone, where an agreement is not kept.

Whether it is a crime is for the police alone to say: what stands here points to them and calls nobody anything. Rows
of `pointers.csv`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from huaihai.law.sureness import Sureness
from huaihai.law.tables import Table


@dataclass(frozen=True)
class Pointer:
    """One thing to do, with its article, sureness and the day from which it is in force; `when` is "gone" or empty."""

    name: str
    zh: str
    en: str
    article: str
    sureness: Sureness
    in_force_from: date | None = None
    when: str = ""


HELD: Final = Table(__name__, Pointer, "pointers.csv", "name")
ENFORCE: Pointer | None
SUE: Pointer | None
SUPPORT: Pointer | None
GONE: tuple[Pointer, ...]  # the business cannot be found
BY_CODE: Mapping[str, Pointer]

if not TYPE_CHECKING:
    __getattr__ = HELD.supply(
        GONE=lambda: tuple(one for one in HELD.rows.values() if one.when == "gone"), BY_CODE=lambda: HELD.rows
    )
