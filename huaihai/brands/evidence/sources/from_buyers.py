"""Evidence out of ratings by buyers whose purchase is known."""

from django.db.models import Count, Q

from huaihai.brands.evidence.found import Found, share
from huaihai.brands.evidence.scope import Scope
from huaihai.brands.models import Rating

LIKED = 4  # of 5


def found(scope: Scope) -> Found:
    """The share of ratings with four or five of five on the whole."""
    rows = Rating.objects.counting().filter(
        entry=scope.entry, rated_on__gte=scope.since, rated_on__lte=scope.until
    )
    told = rows.aggregate(
        of=Count("pk"),
        hits=Count("pk", filter=Q(overall__gte=LIKED)),
        after_cases=Count("pk", filter=Q(way=Rating.Way.CASE)),
    )
    return share(
        told["hits"], told["of"], after_cases=told["after_cases"], visits=told["of"] - told["after_cases"]
    )
