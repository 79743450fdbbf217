"""A manager's posters and the sheet to print; the page behind the QR, which says whose it is and where it hangs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai import reactions
from huaihai.businesses import pages as businesses_pages
from huaihai.businesses.models import Place, PledgeSuspension, Poster
from huaihai.businesses.models.pledges import PledgeVersion
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.businesses.pledges import words as pledges_words
from huaihai.businesses.pledges.forms import PosterForm, place_words, set_choices
from huaihai.businesses.pledges.pages import managed
from huaihai.businesses.posters import verbs
from huaihai.businesses.register.pages import actor_of
from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing.terms import Terms
from huaihai.desk import codes
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards, network
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Words
from huaihai.kit.network import network_of
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor

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
                "place": pledges_words.place_words(one.place),
                "may_change": one.place.business_id in may,
            }
            for one in page.rows
        ],
        "may_write": bool(may),
    }
    return render(request, "businesses/pledging/posters.html", businesses_pages.frame(request) | context)


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
            made = verbs.issue(
                places[found["place"]], hung_at=found["hung_at"], by=actor_of(request), at=clock.now()
            )
            return HttpResponseRedirect(reverse("business-poster", args=[made.pk]))
        except (NotPossible, NotAllowed) as error:
            form.add_error(None, str(error))
            status = CONFLICT
    context = {"form": form, "has_places": bool(places)}
    return render(
        request,
        "businesses/pledging/poster_new.html",
        businesses_pages.frame(request) | context,
        status=status,
    )


@guards.business
@require_safe
def printed(request: HttpRequest, poster_id: UUID) -> HttpResponse:
    """The poster itself, in two languages, to be printed on A4 or A3."""
    held = _own(request, poster_id)
    address = network.whole(request, reverse("poster", args=[held.code]))
    in_force = pledges_facts.all_in_force(held.place.business, on=clock.today(), place=held.place)
    context = {
        "poster": held,
        "place": held.place,
        "business": pledges_facts.standing(held.place.business),
        "where": pledges_words.place_words(held.place)["address"],
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
    address = network.whole(request, reverse("poster", args=[held.code]))
    return HttpResponse(codes.qr(address, error="q", scale=8), content_type="image/svg+xml")


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, poster_id: UUID) -> HttpResponse:
    """Whoever scans it learns from now on that it is over: asked first."""
    held = _own(request, poster_id)
    if request.method != "POST":
        guards.kept_post(request)
        context = {"poster": held, "place": pledges_words.place_words(held.place)}
        return render(
            request, "businesses/pledging/poster_end.html", businesses_pages.frame(request) | context
        )
    verbs.end(held, by=actor_of(request), at=clock.now())
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
    for version in standing_facts.versions_for(place.business, [clock.today()]):
        terms = Terms.of(version.terms)
        if not terms.places or str(place.pk) in terms.places:
            given, when = (
                _told(words, terms) for words in (standing_facts.given, standing_facts.done_within)
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
    kinds = _in_both(pledges_words.SHORT[version.pledge.kind])
    sentences = [version.words[language][0] for language, _html in LANGUAGES]
    return [
        {"lang": kind["lang"], "kind": kind["words"], "words": sentence}
        for kind, sentence in zip(kinds, sentences, strict=True)
    ]


@dataclass(frozen=True)
class Door:
    """A button with its address, and a sentence about it; without an address the sentence alone is shown."""

    label: Promise | str
    url: str = ""
    text: Promise | str = ""


REPORTS = Brake("poster-report", most=10, seconds=3600)
GONE, UNKNOWN, REFUSED, TOO_MANY = 410, 404, 409, 429


class Seen(forms.Form):
    """Where somebody saw the poster."""

    text = Words(
        label=gettext_lazy("Where did you see this poster?"),
        help_text=gettext_lazy("What the sign there says, and the street. You need not say who you are."),
        max_length=verbs.LONGEST_REPORT,
    )


@require_safe
@guards.public
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """Who hung it up and where; what is promised there today; what can be done from here."""
    held = _of(code)
    if held is None or held.ended_at:
        return _over(request, held)
    today = clock.today()
    place = held.place
    context = {
        "poster": held,
        "place": pledges_words.place_words(place),
        "business": pledges_facts.standing(place.business),
        "profile": businesses_pages.profile_of(pledges_facts.standing(place.business)),
        "pledges": _pledges(place, today),
        "offers": _offers(place, today),
        "doors": _doors(place, today),
        "complain": businesses_pages.file_at(place),
    }
    return _private(render(request, "businesses/register/poster.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def report(request: HttpRequest, code: str) -> HttpResponse:
    """“This poster hangs somewhere else”: one question, no name asked."""
    held = _of(code)
    if held is None:
        return _over(request, held)
    form, status = Seen(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and form.is_valid():
        try:
            if not REPORTS.lets_through(network_of(request)):
                raise NotPossible(gettext_lazy("Too many reports from your network. Please wait an hour."))
            verbs.report(held, text=form.cleaned_data["text"], by=Actor.public(), at=clock.now())
        except Unfit as error:
            form.add_error("text", str(error))
        except NotPossible as error:
            form.add_error(None, str(error))
            status = TOO_MANY
        else:
            return _private(render(request, "businesses/register/poster_thanks.html", {"poster": held}))
    context = {"form": form, "poster": held, "place": pledges_words.place_words(held.place)}
    return _private(render(request, "businesses/register/poster_report.html", context, status=status))


def _of(code: str) -> Poster | None:
    rows = Poster.objects.select_related("place__business__merged_into", "place__business__parent")
    return rows.filter(code=code.upper()).first()


def _over(request: HttpRequest, held: Poster | None) -> HttpResponse:
    """A poster that was ended, or one that never was."""
    context = {"poster": held, "place": pledges_words.place_words(held.place) if held else None}
    status = GONE if held else UNKNOWN
    return _private(render(request, "businesses/register/poster_over.html", context, status=status))


def _pledges(place: Place, today: date) -> list[dict[str, Any]]:
    held = pledges_facts.all_in_force(place.business, on=today, place=place)
    hidden = set(
        PledgeSuspension.objects.filter(
            pledge__in=[one.pledge_id for one in held], lifted_at=None
        ).values_list("pledge_id", flat=True)
    )
    return [
        {
            "shown": pledges_words.version_in_words(one, today=today),
            "url": businesses_pages.file_at(place, one),
        }
        for one in held
        if one.pledge_id not in hidden
    ]


def _offers(place: Place, today: date) -> list[dict[str, Any]]:
    """Standing offers in force here today, in words. Which one fits, the pages of filing find out."""
    found = []
    for version in standing_facts.versions_for(place.business, [today]):
        terms = Terms.of(version.terms)
        if not terms.places or str(place.pk) in terms.places:
            found.append(
                {
                    "given": standing_facts.given(terms),
                    "when": standing_facts.done_within(terms),
                    "conditions": standing_facts.conditions(terms, [place]),
                    "url": businesses_pages.file_at(place, offer=str(version.pk)),
                }
            )
    return found


def _doors(place: Place, today: date) -> list[Door]:
    """What upper rooms add: each function takes the place and the day, and gives doors."""
    return [door for name in reactions.POSTER_DOORS for door in import_string(name)(place, on=today)]


def _private(answer: HttpResponse) -> HttpResponse:
    """A scanned page is not for search engines."""
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
