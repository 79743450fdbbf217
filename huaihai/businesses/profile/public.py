"""The public page of one business. It tells of no complaint, and exists only for a business that has gone public
itself: on the fast channel, or with a pledge or a standing offer."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from huaihai import alliance, reactions
from huaihai.businesses import channel, pledges
from huaihai.businesses.models import Business, Enrolment, Place, StandingOfferVersion
from huaihai.businesses.profile import numbers
from huaihai.businesses.standing.public import places_named
from huaihai.businesses.standing.telling import told
from huaihai.kit import clock, guards, local_words

MOST_SHOWN = 10
CITY = 4  # digits of a code that name the city


@require_safe
@guards.public
def profile(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """Name, code, cities, since when, pledges and standing offers, numbers with how sure they are, corrections."""
    held = get_object_or_404(Business.objects.select_related("parent", "merged_into"), pk=business_id)
    if held.merged_into_id:
        return redirect("business-profile", held.merged_into_id)
    today, ids = clock.today(), pledges.beneath(held)
    enrolment = _enrolment(held, today)
    promised = pledges.all_in_force(held, on=today)
    offers = _offers(ids, today)
    if not is_public(held, today=today):
        raise Http404  # whether a business was ever complained of is nobody's to see
    asked = {one.fact: one for one in held.corrections.open()}
    context = {
        "business": held,
        "cities": _cities(ids),
        "enrolment": enrolment,
        "is_on_channel": channel.is_joined(held, on=today),
        "pledges_url": reverse("pledge-business", args=[held.pk]) if promised else "",
        "offers": offers,
        "notes": [note for name in reactions.BUSINESS_NOTES for note in import_string(name)(ids)],
        "numbers": numbers.of(ids, today=today),
        "asked": asked,
        "corrections": list(held.corrections.answered()[:MOST_SHOWN]),
        "today": today,
    }
    return render(request, "businesses/profile/profile.html", context)


def is_public(business: Business, *, today: date) -> bool:
    """Whether it has gone public itself: on the fast channel once, or with a pledge or a standing offer in force."""
    if _enrolment(business, today) is not None or pledges.all_in_force(business, on=today):
        return True
    offers = StandingOfferVersion.objects.filter(offer__business__in=pledges.beneath(business))
    return offers.in_force_on(today).exists()


def _enrolment(business: Business, today: date) -> Enrolment | None:
    """The way onto the channel that counts: the one in force, else the last one there was."""
    found = channel.enrolment_for(business, on=today)
    if found is not None:
        return found
    rows = Enrolment.objects.filter(business=business).exclude(joined_on=None)
    return rows.order_by("-joined_on").first()


def _offers(ids: frozenset[UUID], today: date) -> list[dict[str, Any]]:
    """The standing offers in force today, in words."""
    rows = StandingOfferVersion.objects.filter(offer__business__in=ids).in_force_on(today)
    held = list(rows.order_by("offer__created_at", "offer")[:MOST_SHOWN])
    places = places_named(held)
    return [
        {"url": reverse("standing-offer", args=[row.offer_id]), "told": told(row, places)} for row in held
    ]


def _cities(ids: frozenset[UUID]) -> list[str]:
    """The cities of the alliance in which it trades."""
    codes = Place.objects.filter(business__in=ids).values_list("region_code", flat=True).distinct()
    held = {code[:CITY] for code in codes if code}
    return [local_words.place(city.name) for city in alliance.load().cities if city.code[:CITY] in held]
