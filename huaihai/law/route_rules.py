"""The rules of jurisdiction by name. Rows of `routes.csv`; some are the regulator's, others the associations'."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from huaihai.law.sureness import Sureness
from huaihai.law.tables import Table


@dataclass(frozen=True)
class RouteRule:
    """One rule of jurisdiction with its article and sureness."""

    name: str
    code: str
    zh: str
    en: str
    article: str
    sureness: Sureness
    in_force_from: date | None = None


HELD: Final = Table(__name__, RouteRule, "routes.csv", "name")
PLACE_OF_BUSINESS: RouteRule
DOMICILE: RouteRule
PUBLISHED_ADDRESS: RouteRule
PLATFORM_DOMICILE: RouteRule
FILE_AT_HOME: RouteRule
ACTUAL_PLACE_LEADS: RouteRule
OUTSIDE_CONSUMER: RouteRule
REFER_OUT: RouteRule
BUSINESS_UNKNOWN: RouteRule
BY_CODE: Mapping[str, RouteRule]

if not TYPE_CHECKING:
    __getattr__ = HELD.supply(BY_CODE=lambda: {rule.code: rule for rule in HELD.rows.values()})
