"""Posters of a business: the list, a new one, the sheet to print with its QR, and ending one."""

import io
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses import own_pages, pledge_words, pledges, standing_offers, standing_words
from huaihai.businesses.actions import posters
from huaihai.businesses.models import Place, Poster
from huaihai.businesses.models.pledges import PledgeVersion
from huaihai.businesses.pledging.desk import managed
from huaihai.businesses.pledging.forms import PosterForm, place_words, set_choices
from huaihai.businesses.register import addresses, shown
from huaihai.businesses.standing_terms import Terms
from huaihai.businesses.views import actor_of
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of

MOST_PLACES = 1000  # to choose from
CONFLICT = 409
LANGUAGES = (("zh-hans", "zh-Hans"), ("en", "en"))  # as the program and as HTML name them
CALL = gettext_lazy("Not satisfied? Scan, and settle it here and now")
CHECK = gettext_lazy(
    "After scanning, please compare name and address. If they do not fit, this poster was moved: tell us there."
)


@guards.business
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The posters of the businesses answered for, those that hang first; a manager prints and ends them."""
    rows = _posters(actor_of(request).business_ids).order_by(
        F("ended_at").desc(nulls_first=True), "-issued_at", "pk"
    )
    page = page_of(rows, request.GET.get("page"))
    may = {business.pk for business in managed(request)}
    context = {
        "page": page,
        "rows": [
            {
                "poster": one,
                "place": shown.place_words(one.place),
                "may_change": one.place.business_id in may,
            }
            for one in page.rows
        ],
        "may_write": bool(may),
    }
    return render(request, "businesses/pledging/posters.html", own_pages.frame(request) | context)


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """For which place, and where it hangs there."""
    places = {str(one.pk): one for one in _places(request)}
    form = PosterForm(request.POST if request.method == "POST" else guards.kept_post(request))
    set_choices(form, "place", [(key, place_words(one)) for key, one in places.items()])
    status = 200
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            made = posters.issue(
                places[found["place"]], hung_at=found["hung_at"], by=actor_of(request), at=clock.now()
            )
            return HttpResponseRedirect(reverse("business-poster", args=[made.pk]))
        except (NotPossible, NotAllowed) as error:
            form.add_error(None, str(error))
            status = CONFLICT
    context = {"form": form, "has_places": bool(places)}
    return render(
        request, "businesses/pledging/poster_new.html", own_pages.frame(request) | context, status=status
    )


@guards.business
@require_safe
def printed(request: HttpRequest, poster_id: UUID) -> HttpResponse:
    """The poster itself, in two languages, to be printed on A4 or A3."""
    held = _own(request, poster_id)
    address = addresses.whole(request, reverse("poster", args=[held.code]))
    in_force = pledges.all_in_force(held.place.business, on=clock.today(), place=held.place)
    context = {
        "poster": held,
        "place": held.place,
        "business": pledges.standing(held.place.business),
        "where": shown.place_words(held.place)["address"],
        "address": address,
        "call": _in_both(CALL),
        "check": _in_both(CHECK),
        "promised": [_promised(version) for version in in_force],
        "offered": _offered(held.place),
    }
    return render(request, "businesses/pledging/poster_print.html", context)


@guards.business
@require_safe
def qr(request: HttpRequest, poster_id: UUID) -> HttpResponse:
    """The QR, as a picture: the address of the page that verifies it, and nothing else."""
    held = _own(request, poster_id)
    address = addresses.whole(request, reverse("poster", args=[held.code]))
    drawn = io.BytesIO()
    segno.make(address, error="q", micro=False).save(drawn, kind="svg", border=2, scale=8, xmldecl=False)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, poster_id: UUID) -> HttpResponse:
    """Whoever scans it learns from now on that it is over: asked first."""
    held = _own(request, poster_id)
    if request.method != "POST":
        guards.kept_post(request)
        context = {"poster": held, "place": shown.place_words(held.place)}
        return render(request, "businesses/pledging/poster_end.html", own_pages.frame(request) | context)
    posters.end(held, by=actor_of(request), at=clock.now())
    messages.success(request, _("The poster has ended. Please take it down."))
    return HttpResponseRedirect(reverse("business-posters"))


def _rows(request: HttpRequest) -> Any:
    return _posters(business.pk for business in managed(request))


def _posters(businesses: Iterable[UUID]) -> Any:
    rows = Poster.objects.filter(place__business__in=list(businesses))
    return rows.select_related("place__business__merged_into", "place__business__parent")


def _own(request: HttpRequest, poster_id: UUID) -> Poster:
    held: Poster = get_object_or_404(_rows(request), pk=poster_id)
    return held


def _places(request: HttpRequest) -> list[Place]:
    businesses = [business.pk for business in managed(request)]
    rows = Place.objects.filter(business__in=businesses).select_related("business")
    return list(rows.order_by("region_code", "sign", "pk")[:MOST_PLACES])


def _in_both(words: Promise | str) -> list[dict[str, str]]:
    """The same sentence in both languages, whoever prints it."""
    found = []
    for language, html in LANGUAGES:
        with translation.override(language):
            found.append({"lang": html, "words": str(words)})
    return found


def _offered(place: Place) -> list[list[dict[str, str]]]:
    """The standing offers of this place today, in both languages."""
    found = []
    for version in standing_offers.versions_for(place.business, [clock.today()]):
        terms = Terms.of(version.terms)
        if not terms.places or str(place.pk) in terms.places:
            given, when = (
                _told(words, terms) for words in (standing_words.given, standing_words.done_within)
            )
            found.append(
                [
                    {"lang": html, "kind": given[number], "words": when[number]}
                    for number, (_language, html) in enumerate(LANGUAGES)
                ]
            )
    return found


def _told(words: Callable[[Terms], str], terms: Terms) -> list[str]:
    found = []
    for language, _html in LANGUAGES:
        with translation.override(language):
            found.append(words(terms))
    return found


def _promised(version: PledgeVersion) -> list[dict[str, str]]:
    """What is promised, in both languages: what it is called, and the sentence that matters most."""
    kinds = _in_both(pledge_words.SHORT[version.pledge.kind])
    sentences = [version.words[language][0] for language, _html in LANGUAGES]
    return [
        {"lang": kind["lang"], "kind": kind["words"], "words": sentence}
        for kind, sentence in zip(kinds, sentences, strict=True)
    ]
