"""Evidence out of complaints that were admitted or settled; a mere complaint counts for nothing."""

from django.db.models import Count, Q

from huaihai.brands.evidence.found import Found, share
from huaihai.brands.evidence.scope import Scope
from huaihai.businesses.pledge_terms import CROSS_SHOP, NO_REASON
from huaihai.cases import business_figures
from huaihai.cases.models import Case

ENDED = ("closed", "terminated")  # the association is done with it, with an agreement or without
SETTLED = Q(result=Case.Result.FULFILLED, agreement__isnull=False)  # done, and the consumer confirmed it
_RETURNS = Q(pledge__pledge__kind__in=[NO_REASON, CROSS_SHOP])


def found(scope: Scope) -> dict[str, Found]:
    """ "reply", "promises", "settled" and "returns", of the cases received on these days."""
    cases = scope.received()
    counts = business_figures.total(business_figures.by_trade_month(cases).values())
    ended = cases.filter(stage__in=ENDED).aggregate(
        of=Count("pk"),
        hits=Count("pk", filter=SETTLED),
        returns=Count("pk", filter=_RETURNS),
        returned=Count("pk", filter=_RETURNS & SETTLED),
    )
    told = {
        "reply": share(counts.replied_in_time, counts.asked, cases=counts.cases),
        "promises": share(
            counts.kept,
            counts.decided,
            fund=counts.paid_by_fund,
            broken=counts.broken,
            unknown=counts.unknown,
        ),
        "settled": share(ended["hits"], ended["of"], cases=counts.cases),
        "returns": share(ended["returned"], ended["returns"]),
    }
    return {name: Found(one.evidence, one.counts, scope.pages) for name, one in told.items()}
