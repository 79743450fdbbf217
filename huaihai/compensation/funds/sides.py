"""What a city's officers may see here; and two desks with the same pages (books, rules), the owner's and the body's."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from huaihai.businesses.pages import city_frame
from huaihai.businesses.register.pages import actor_of
from huaihai.compensation import rights
from huaihai.compensation.funds import own
from huaihai.compensation.models import Claim, Fund
from huaihai.compensation.models.claim import ClaimQuerySet
from huaihai.compensation.models.fund import FundQuerySet
from huaihai.kit import clock, guards
from huaihai.members.models import Organisation

__all__ = ["actor_of", "city_frame", "city_of", "claim", "claims", "fund", "funds", "officers"]

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


type Page = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Side:
    """Whose desk it is; addresses begin with its name, and its own page of the fund is `home`."""

    name: str
    home: str
    fund: Callable[[HttpRequest, UUID], Fund]
    frame: Callable[[HttpRequest, str], dict[str, Any]]

    def url(self, page: str, *args: Any) -> str:
        """The address of one of these pages on this desk."""
        return reverse(f"{self.name}-fund-{page}", args=args)

    def home_url(self, fund: Fund) -> str:
        """The fund's own page."""
        return reverse(self.home, args=[fund.pk])


BUSINESS = Side("business", "business-fund", own.fund, own.frame)
DESK = Side("desk", "desk-fund", fund, city_frame)


def for_business(page: Page) -> Page:
    """The page on the desk of a business; whoever neither manages the owner nor keeps its money gets 404."""
    return guards.business(_on(BUSINESS, page))


def for_officers(page: Page) -> Page:
    """The page on the desk of a city's officers."""
    return officers(_on(DESK, page))


def _on(side: Side, page: Page) -> Page:
    @wraps(page)
    def shown(request: HttpRequest, fund_id: UUID, **more: Any) -> HttpResponse:
        held = side.fund(request, fund_id)
        actor, today = actor_of(request), clock.today()
        if not rights.pays(actor, held, on=today) and not rights.side_of(actor, held, on=today):
            raise Http404
        return page(request, held, side, **more)

    return shown
