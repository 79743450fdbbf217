"""The remedies (诉求) of the complaint form. Rows of `remedies.csv`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from huaihai.law.library.entries import Words
from huaihai.law.sureness import Sureness
from huaihai.law.tables import Table


@dataclass(frozen=True)
class Remedy:
    """What the consumer asks for, and how people say it (`asks`). One `for_goods_only` fits no service."""

    code: str
    zh: str
    en: str
    article: str
    sureness: Sureness
    asks_zh: str
    asks_en: str
    hint_zh: str = ""
    hint_en: str = ""
    for_goods_only: bool = False

    @property
    def asks(self) -> Words:
        return Words(self.asks_zh, self.asks_en)

    @property
    def hint(self) -> Words:
        return Words(self.hint_zh, self.hint_en)


HELD: Final = Table(__name__, Remedy, "remedies.csv")
RETURN: Remedy
REFUND: Remedy
COMPENSATION: Remedy
REDO: Remedy | None
ALL: tuple[Remedy, ...]
BY_CODE: Mapping[str, Remedy]

if not TYPE_CHECKING:
    __getattr__ = HELD.supply(ALL=lambda: tuple(HELD.rows.values()), BY_CODE=lambda: HELD.rows)
