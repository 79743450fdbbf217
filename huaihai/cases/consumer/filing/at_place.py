"""Beginning at a place of a business: the page behind a poster's QR. Business and place are known from the start."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.businesses.models import Place, PledgeVersion
from huaihai.businesses.pages import place_name
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.businesses.pledges import words
from huaihai.cases.actions import intake
from huaihai.cases.consumer.filing import drafts, steps
from huaihai.cases.consumer.filing.start import STARTS
from huaihai.cases.models import Case
from huaihai.kit import clock, guards
from huaihai.kit.network import network_of
from huaihai.members.actors import Actor


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def at_place(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Which business and place it is about; the button makes a draft that names them."""
    place = _place(place_id)
    pledge = _pledge(request, place)
    if request.method == "POST":
        if not STARTS.lets_through(network_of(request)):
            messages.warning(
                request, _("Too many complaints were begun from your network. Please wait an hour.")
            )
            return redirect(request.get_full_path())
        case = _begin(place, pledge)
        drafts.take_up(request, case.pk)
        return redirect(steps.STORY)
    context = {
        "place": place,
        "business": place.business,
        "region": place_name(place.region_code),
        "pledge": pledge,
        "pledge_words": words.shown(pledge.words) if pledge else [],
    }
    return render(request, "cases/consumer/file_at_place.html", context)


def _place(place_id: UUID) -> Place:
    """A place of a business that is known by its credit code; of any other nothing is shown."""
    place: Place | None = Place.objects.select_related("business").filter(pk=place_id).first()
    if place is None or not place.business.is_identified:
        raise Http404
    return place


def _pledge(request: HttpRequest, place: Place) -> PledgeVersion | None:
    """The pledge that the consumer comes from, if it is one of this business and good at this place."""
    try:
        wanted = UUID(request.GET.get("pledge", ""))
    except ValueError:
        return None
    rows = pledges_facts.of_line(pledges_facts.line(place.business)).with_parts()
    version = rows.filter(pk=wanted).first()
    return version if version is not None and pledges_facts.covers(version, place) else None


def _begin(place: Place, pledge: PledgeVersion | None) -> Case:
    business = place.business
    stated = {
        "name": business.name,
        "code": business.credit_code or "",
        "sign": place.sign,
        "address": place.address,
        "region_code": place.region_code,
    }
    return intake.start_draft(
        by=Actor.public(),
        at=clock.now(),
        is_demo=settings.DEMO,
        business=business,
        place=place,
        pledge=pledge,
        stated_business={name: value for name, value in stated.items() if value},
        bought=Case.Bought.OFFLINE,
    )
