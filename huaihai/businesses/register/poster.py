"""The page behind a poster's QR: whose it is and where it hangs, so that a moved one is found out; and what to do."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai import reactions
from huaihai.businesses import pledges, standing_offers, standing_words
from huaihai.businesses.actions import posters
from huaihai.businesses.models import Place, PledgeSuspension, Poster
from huaihai.businesses.register import addresses, shown
from huaihai.businesses.register.doors import Door
from huaihai.businesses.standing_terms import Terms
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Words
from huaihai.kit.network import network_of
from huaihai.members.actors import Actor

REPORTS = Brake("poster-report", most=10, seconds=3600)
GONE, UNKNOWN, CONFLICT, TOO_MANY = 410, 404, 409, 429


class Seen(forms.Form):
    """Where somebody saw the poster."""

    text = Words(
        label=_("Where did you see this poster?"),
        help_text=_("What the sign there says, and the street. You need not say who you are."),
        max_length=posters.LONGEST_REPORT,
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
        "place": shown.place_words(place),
        "business": pledges.standing(place.business),
        "profile": addresses.profile_of(pledges.standing(place.business)),
        "pledges": _pledges(place, today),
        "offers": _offers(place, today),
        "doors": _doors(place, today),
        "complain": addresses.file_at(place),
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
                raise NotPossible(_("Too many reports from your network. Please wait an hour."))
            posters.report(held, text=form.cleaned_data["text"], by=Actor.public(), at=clock.now())
        except Unfit as error:
            form.add_error("text", str(error))
        except NotPossible as error:
            form.add_error(None, str(error))
            status = TOO_MANY
        else:
            return _private(render(request, "businesses/register/poster_thanks.html", {"poster": held}))
    context = {"form": form, "poster": held, "place": shown.place_words(held.place)}
    return _private(render(request, "businesses/register/poster_report.html", context, status=status))


def _of(code: str) -> Poster | None:
    rows = Poster.objects.select_related("place__business__merged_into", "place__business__parent")
    return rows.filter(code=code.upper()).first()


def _over(request: HttpRequest, held: Poster | None) -> HttpResponse:
    """A poster that was ended, or one that never was."""
    context = {"poster": held, "place": shown.place_words(held.place) if held else None}
    status = GONE if held else UNKNOWN
    return _private(render(request, "businesses/register/poster_over.html", context, status=status))


def _pledges(place: Place, today: date) -> list[dict[str, Any]]:
    held = pledges.all_in_force(place.business, on=today, place=place)
    hidden = set(
        PledgeSuspension.objects.filter(
            pledge__in=[one.pledge_id for one in held], lifted_at=None
        ).values_list("pledge_id", flat=True)
    )
    return [
        {"shown": shown.of(one, today=today), "url": addresses.file_at(place, one)}
        for one in held
        if one.pledge_id not in hidden
    ]


def _offers(place: Place, today: date) -> list[dict[str, Any]]:
    """Standing offers in force here today, in words. Which one fits, the pages of filing find out."""
    found = []
    for version in standing_offers.versions_for(place.business, [today]):
        terms = Terms.of(version.terms)
        if not terms.places or str(place.pk) in terms.places:
            found.append(
                {
                    "given": standing_words.given(terms),
                    "when": standing_words.done_within(terms),
                    "conditions": standing_words.conditions(terms, [place]),
                    "url": addresses.file_at(place, offer=str(version.pk)),
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
