"""What complaints are about: natures (投诉性质), goods and services, fitting remedies. Rows of `kinds.csv`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from huaihai.law import remedies
from huaihai.law.library.entries import Words
from huaihai.law.remedies import Remedy
from huaihai.law.sureness import Sureness
from huaihai.law.tables import Table


@dataclass(frozen=True)
class Category:
    """A nature or a category under a code of our own; the label is as published.

    `roles` are what rooms ask of it, as `packs.kinds.ROLES` lists them; `asks` is how people say a nature; `fits` are
    the remedies that usually fit it, likeliest first: a hint for the page, never a limit. `proof` says how far the
    business has to prove in the first months that such goods were in order, where a country has such a rule.
    """

    code: str
    sort: str
    zh: str
    en: str
    sureness: Sureness
    roles: str = ""
    fits: str = ""
    asks_zh: str = ""
    asks_en: str = ""
    proof_zh: str = ""
    proof_en: str = ""

    @property
    def asks(self) -> Words:
        return Words(self.asks_zh or self.zh, self.asks_en or self.en)

    @property
    def proof(self) -> Words:
        return Words(self.proof_zh, self.proof_en)


@dataclass(frozen=True)
class Bought:
    """A picture by which the consumer says what was bought, and the kinds behind it, the likeliest first."""

    code: str
    zh: str
    en: str
    kinds: str


HELD: Final = Table(__name__, Category, "kinds.csv")
BOUGHT: Final = Table(__name__, Bought, "bought.csv")
NATURES: tuple[Category, ...]
GOODS: tuple[Category, ...]
SERVICES: tuple[Category, ...]
CATEGORIES: tuple[Category, ...]
OTHER: tuple[Category, ...]
BY_CODE: Mapping[str, Category]


def fitting_remedies(nature: str, category: str | None = None) -> tuple[Remedy, ...]:
    """The remedies that usually fit a nature, likeliest first; compensation always may be asked for.

    A service cannot be returned, replaced or short in quantity. Raises KeyError for an unknown code.
    """
    rows = HELD.rows
    codes = dict.fromkeys((*rows[nature].fits.split(), remedies.COMPENSATION.code))
    is_service = category is not None and rows[category].sort == "service"
    fitting = (remedies.BY_CODE[code] for code in codes)
    return tuple(remedy for remedy in fitting if not (is_service and remedy.for_goods_only))


def with_role(role: str) -> frozenset[str]:
    """The codes of those that are this."""
    return frozenset(one.code for one in HELD.rows.values() if role in one.roles.split())


def is_service(code: str) -> bool:
    """Whether this is a service, which nobody sends back."""
    return code in HELD.rows and HELD.rows[code].sort == "service"


def _of(*sorts: str) -> tuple[Category, ...]:
    return tuple(one for one in HELD.rows.values() if one.sort in sorts)


if not TYPE_CHECKING:
    __getattr__ = HELD.supply(
        NATURES=lambda: _of("nature"),
        GOODS=lambda: _of("goods"),
        SERVICES=lambda: _of("service"),
        CATEGORIES=lambda: _of("goods", "service", "other"),
        OTHER=lambda: _of("other"),
        BY_CODE=lambda: HELD.rows,
    )
