"""What everybody can read: one standing offer with all its versions, for people and for machines."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai.businesses import standing_funds, standing_offers
from huaihai.businesses.models import Place, StandingOfferVersion
from huaihai.businesses.standing.telling import told
from huaihai.businesses.standing_terms import Terms
from huaihai.kit import clock, guards


@require_safe
@guards.public
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """The offer as it stands today, and its versions with their days."""
    versions = _versions(offer_id)
    today = clock.today()
    places = places_named(versions)
    context = {
        "offer": versions[0].offer,
        "current": next((told(one, places) for one in versions if one.is_in_force(today)), None),
        "fund": _fund_today(versions, today),
        "coming": [told(one, places) for one in versions if one.from_on > today and not one.never_began],
        "past": [told(one, places) for one in versions if _is_past(one, today)],
    }
    return render(request, "businesses/standing/public.html", context)


@require_safe
@guards.public
def as_json(request: HttpRequest, offer_id: UUID) -> JsonResponse:
    """All versions, the newest first, each as docs/guides/standing-offers.md says."""
    return JsonResponse(
        {"versions": [standing_offers.to_json(one) for one in _versions(offer_id)]},
        json_dumps_params={"ensure_ascii": False},
    )


def places_named(versions: list[StandingOfferVersion]) -> dict[str, Place]:
    """The places that these versions name, by id."""
    ids = {place for version in versions for place in version.terms["places"]}
    return {str(place.pk): place for place in Place.objects.filter(pk__in=ids)} if ids else {}


def _is_past(version: StandingOfferVersion, today: date) -> bool:
    """Whether it was in force once, and is no more."""
    return version.until_on is not None and version.until_on < today and not version.never_began


def _fund_today(versions: list[StandingOfferVersion], today: date) -> str:
    """The fund that pays by the version of today; "" if none does."""
    current = next((one for one in versions if one.is_in_force(today)), None)
    if current is None or not Terms.of(current.terms).paid_by_fund:
        return ""
    return standing_funds.fund_name(current.offer.business_id, on=today)


def _versions(offer_id: UUID) -> list[StandingOfferVersion]:
    rows = StandingOfferVersion.objects.filter(offer=offer_id).with_business().order_by("-number")
    found = list(rows)
    if not found:
        raise Http404
    return found
