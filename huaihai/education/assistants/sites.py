"""Places, the bodies there and their numbers, for assistants; whole addresses of our pages."""

from typing import Any

from django.conf import settings

from huaihai import alliance
from huaihai.cases.consumer import area_codes, choices
from huaihai.cases.triage import where
from huaihai.education.assistants.given import Given, Unfit
from huaihai.kit import local_words
from huaihai.kit.country import gettext as _
from huaihai.law import answers, jurisdiction, places
from huaihai.law.errors import LawError, UnknownPlace
from huaihai.members import directory
from huaihai.members.dialling import HOTLINE
from huaihai.members.models import Organisation


def address(path: str) -> str:
    """The page with the site's name before it, where that is known."""
    return f"{settings.SITE_URL}{path}"


def code_of(named: str) -> str:
    """The code of a place that is named by words or by its six digits; "" where nothing was named. Raises Unfit."""
    if not named:
        return ""
    if named.isascii() and named.isdecimal():
        try:
            return places.place(named).code
        except UnknownPlace as error:
            raise Unfit(local_words.said(error)) from error
    code = where.named_in(named)
    if not code and (county := _shared(named)):
        cities = local_words.listed(dict.fromkeys(one.city_name for one in places.called(county)))
        words = _("There is a %(county)s in %(cities)s. Ask which it is, and give the city too.")
        raise Unfit(words % {"county": county, "cities": cities})
    if not code:
        raise Unfit(
            _(
                "This place is not known. Give a city or county of ours, a larger city, or a code of six digits."
            )
        )
    return code


def _shared(words: str) -> str:
    """The longest name in the words that counties of several cities have."""
    return max((name for name in places.shared_names() if name in words), key=len, default="")


def body(of: Organisation) -> dict[str, Any]:
    """How a body is reached."""
    rows = {
        "name": local_words.in_script(of.name),
        "call": of.phone_to_call,
        "note": _("This is the line of the {regulator} in this city: ask there for the consumer association.")
        if of.phone_to_call.endswith(HOTLINE)
        else local_words.in_script(of.contact_note),
        "address": local_words.in_script(of.address),
        "hours": local_words.said(of.opening),
    }
    return {name: value for name, value in rows.items() if value}


def office(given: Given) -> dict[str, Any]:
    """Who is in charge of a business at a place; with the consumer's place also who begins."""
    business_at = code_of(given.text("place", needed=True))
    home = code_of(given.text("consumer_place"))
    kind = given.one_of("bought", [one.value for one in jurisdiction.Kind]) or None
    by_published = kind in (jurisdiction.Kind.PLATFORM_SHOP, jurisdiction.Kind.LIVE_ROOM)
    try:
        route = jurisdiction.route(
            consumer_at=home or business_at,
            business_at=None if by_published else business_at,
            published_at=business_at if by_published else None,
            kind=kind,
            zone=alliance.load().zone,
        )
    except LawError as error:
        raise Unfit(local_words.said(error)) from error
    lead = directory.body_at(route.lead) if route.lead else None
    answer: dict[str, Any] = {"place": {"code": business_at, "name": choices.name_of(business_at)}}
    if lead is not None:
        answer["association"] = body(lead)
    else:
        answer["elsewhere"] = {"call": area_codes.line(business_at)}
    if home:
        answer["route"] = answers.for_route(route, "en" if local_words.is_foreign() else "zh").data
    return answer
