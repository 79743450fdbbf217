"""Gathering the evidence of an entry on a day: facts of neighbours, counted; nothing is entered by hand here."""

from datetime import date
from typing import Any

from huaihai.brands.assessing.points import points_of
from huaihai.brands.evidence.found import Found
from huaihai.brands.evidence.scope import Scope
from huaihai.brands.evidence.sources import (
    from_buyers,
    from_cases,
    from_lists,
    from_standing,
    from_tests,
    on_the_spot,
)
from huaihai.brands.models import Entry
from huaihai.education.models import Exposure


def gather(entry: Entry, *, as_of: date, look_back_months: int) -> dict[str, Any]:
    """The evidence as scores read it; a name that is missing: nothing is known."""
    return told(found(entry, as_of=as_of, look_back_months=look_back_months))[0]


def told(held: dict[str, Found]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Evidence and sources, as a snapshot keeps them."""
    evidence = {name: dict(one.evidence) for name, one in held.items() if one.evidence is not None}
    return evidence, {name: one.source() for name, one in held.items()}


def found(entry: Entry, *, as_of: date, look_back_months: int) -> dict[str, Found]:
    """Everything with its source. The number of queries grows with nothing but pledges and tests of this business."""
    scope = Scope.back(entry, as_of, look_back_months)
    assessed = {name: Found(points, {"assessors": 2}) for name, points in sorted(points_of(entry).items())}
    return {
        "licence": from_lists.licence(scope),
        "tests": from_tests.found(scope),
        "penalties": from_lists.penalties(scope),
        "pledges": from_standing.promised(scope),
        "fund": from_standing.fund(scope),
        **from_cases.found(scope),
        **on_the_spot.found(scope),
        "ratings": from_buyers.found(scope),
        **assessed,
        "exposures": exposures(scope),
    }


def exposures(scope: Scope) -> Found:
    """Public exposures in force: they are shown beside the evidence, and weigh through what they are about."""
    rows = Exposure.objects.in_force().filter(business__in=scope.business_ids, expires_on__gte=scope.until)
    held = list(rows.select_related("publication").order_by("-shown_at")[:5])
    return Found(None, {"count": len(held)}, tuple(one.publication.get_absolute_url() for one in held))
