"""What a city's officers may see here: the funds that their body, or one below it, is in charge of."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from huaihai.businesses.views import actor_of
from huaihai.compensation.models import Claim, Fund
from huaihai.compensation.models.claim import ClaimQuerySet
from huaihai.compensation.models.fund import FundQuerySet
from huaihai.kit import guards
from huaihai.members.models import Organisation

__all__ = ["actor_of", "city_of", "claim", "claims", "fund", "funds", "officers"]

officers = guards.staff("officer", "head")  # the guard of every page here


def city_of(request: HttpRequest) -> Organisation:
    """The officer's own city body; 404 for officers of other nodes."""
    node = actor_of(request).organisation
    if node is None or node.kind != Organisation.Kind.CITY:
        raise Http404
    return node


def funds(request: HttpRequest) -> FundQuerySet:
    """The funds of the officer's city."""
    rows = Fund.objects.filter(body__path__under=city_of(request).path).select_related("owner", "body")
    return rows.visible_to(actor_of(request))


def fund(request: HttpRequest, fund_id: UUID) -> Fund:
    """One of them, or 404."""
    held: Fund = get_object_or_404(funds(request), pk=fund_id)
    return held


def claims(request: HttpRequest) -> ClaimQuerySet:
    """The claims on these funds."""
    under: Any = city_of(request).path
    return Claim.objects.filter(fund__body__path__under=under).with_parties()


def claim(request: HttpRequest, claim_id: UUID) -> Claim:
    """One of them, or 404."""
    held: Claim = get_object_or_404(claims(request), pk=claim_id)
    return held
