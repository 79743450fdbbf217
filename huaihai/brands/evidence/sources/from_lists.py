"""Evidence out of lists that authorities publish: penalties and licences, as imported."""

from datetime import date

from django.db.models import Q, QuerySet

from huaihai.brands.evidence.found import Found
from huaihai.brands.evidence.scope import Scope
from huaihai.brands.models import ImportRun, LicenceFact, Penalty


def penalties(scope: Scope) -> Found:
    """How many penalties in force were decided on these days. "None" is said only where a list tells of these days;
    without a list nothing is known, but what is known of the business counts.
    """
    rows = penalties_of(scope)
    count = rows.count()
    until = known_until(scope, ImportRun.About.PENALTIES)
    serious = rows.filter(gravity=Penalty.Gravity.SERIOUS).count() if count else 0
    counts = {"count": count, "serious": serious}
    urls = tuple(dict.fromkeys(row.source for row in rows.exclude(source="")[:5])) if count else ()
    if until is None and not count:
        return Found(None, counts)
    return Found({"count": count}, counts, urls, until.isoformat() if until else "")


def penalties_of(scope: Scope) -> "QuerySet[Penalty]":
    """Those decided on these days that nobody has taken back."""
    found: QuerySet[Penalty] = Penalty.objects.standing().filter(
        credit_code__in=scope.codes,
        is_taken_back=False,
        decided_on__gte=scope.since,
        decided_on__lte=scope.until,
    )
    return found


def licence(scope: Scope) -> Found:
    """Whether every kind of licence that is known of it is good on the last day; unknown without any."""
    rows = LicenceFact.objects.standing().filter(credit_code__in=scope.codes)
    good: dict[str, bool] = {}
    for row in rows.select_related(None):
        is_good = not row.is_taken_back and (row.valid_until is None or row.valid_until >= scope.until)
        good[row.kind] = good.get(row.kind, False) or is_good
    until = known_until(scope, ImportRun.About.LICENCES)
    counts = {"count": len(good), "good": sum(good.values())}
    evidence = {"yes": all(good.values())} if good else None
    return Found(evidence, counts, (), until.isoformat() if until else "")


def known_until(scope: Scope, about: str) -> date | None:
    """The last of these days that a list about the entry's city tells of; None if none does."""
    near = Q(region_code="") | Q(region_code=scope.entry.body.region_code)
    runs = ImportRun.objects.filter(
        near, about=about, known_until__gte=scope.since, known_from__lte=scope.until
    )
    newest = runs.order_by("-known_until").values_list("known_until", flat=True).first()
    return min(newest, scope.until) if newest else None
