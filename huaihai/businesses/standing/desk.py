"""A business's own standing offers: the list with what became of each, and one with its versions."""

from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.businesses import own_pages, rights
from huaihai.businesses.models import Business, StandingOffer, StandingOfferVersion
from huaihai.businesses.standing.public import places_named
from huaihai.businesses.standing.telling import told
from huaihai.businesses.standing_figures import Taken, taken
from huaihai.businesses.views import actor_of
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of

NEWEST_FIRST = StandingOfferVersion.objects.order_by("-number")


@guards.business
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """The offers of the businesses answered for: in force or not, how often taken, and what became of it."""
    actor, today = actor_of(request), clock.today()
    rows = (
        StandingOffer.objects.filter(business__in=actor.business_ids)
        .select_related("business")
        .prefetch_related(Prefetch("versions", queryset=NEWEST_FIRST))
        .order_by("business__name", "business_id", "serial")
    )
    page = page_of(rows, request.GET.get("page"))
    figures = taken([row.pk for row in page.rows])
    versions = [version for row in page.rows for version in row.versions.all()]
    places = places_named(versions)
    shown = [
        {
            "offer": row,
            "told": told(_present(row, versions), places),
            "is_in_force": any(version.is_in_force(today) for version in row.versions.all()),
            "taken": figures.get(row.pk, Taken()),
        }
        for row in page.rows
    ]
    context = {"page": page, "rows": shown, "may_write": bool(managed(request))}
    return render(request, "businesses/standing/list.html", own_pages.frame(request) | context)


@guards.business
@require_safe
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """One offer with all its versions, and what a manager can do with it."""
    held = own_offer(request, offer_id)
    versions = list(held.versions.order_by("-number"))
    today, places = clock.today(), places_named(versions)
    context = {
        "offer": held,
        "versions": [{"told": told(one, places), "is_in_force": one.is_in_force(today)} for one in versions],
        "taken": taken([held.pk]).get(held.pk, Taken()),
        "may_change": any(business.pk == held.business_id for business in managed(request)),
        "is_over": all(one.until_on is not None and one.until_on <= today for one in versions),
    }
    return render(request, "businesses/standing/offer.html", own_pages.frame(request) | context)


def own_offer(request: HttpRequest, offer_id: UUID) -> StandingOffer:
    """An offer of a business answered for, or 404."""
    rows = StandingOffer.objects.select_related("business")
    held: StandingOffer = get_object_or_404(rows, pk=offer_id, business__in=actor_of(request).business_ids)
    return held


def managed(request: HttpRequest) -> list[Business]:
    """The businesses for which this account may publish offers: known by their code, and not gone."""
    actor = actor_of(request)
    if actor.account_id is None:
        return []
    ids = rights.held_in(actor.account_id, rights.MANAGE, on=clock.today()) & actor.business_ids
    rows = Business.objects.standing().filter(pk__in=ids, is_gone=False).order_by("name", "pk")
    return [row for row in rows if row.is_identified or row.kind == Business.Kind.GROUP]


def _present(row: StandingOffer, versions: list[StandingOfferVersion]) -> StandingOfferVersion:
    """The newest version: that is what the list shows."""
    return next(version for version in versions if version.offer_id == row.pk)
