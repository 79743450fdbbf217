"""The page that leads on, where the complaint was; the door through which it is opened, where it is now."""

from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses.pages import place_name
from huaihai.cases import numbers, visits
from huaihai.cases.models import CityMove
from huaihai.cases.moved import ended as ending
from huaihai.cases.moved import verbs
from huaihai.cases.moved.statements import NotGood
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of

A_NETWORK = Brake("moved-network", most=60, seconds=900)
OPENED: Final = "moved"  # a cookie for the way from the door to the page: the case, and the mark of its code
ONE_MINUTE = 60
LONGEST_CODE = 60


def gone_cities(only: str = "") -> list[tuple[str, CityMove]]:
    """By name, the cities whose complaints are elsewhere; with `only`, this one if it is among them."""
    return [(place_name(move.city), move) for move in verbs.gone() if only in ("", move.city)]


def leads_on(request: HttpRequest, move: CityMove, *, number: str, code: str) -> HttpResponse:
    """The page with one button, which sends number, code and a new statement there; no address holds any of them."""
    context = {
        "move": move,
        "city": place_name(move.city),
        "number": number,
        "code": code,
        "statement": verbs.statement(move, number, code),
        "action": f"{move.address}{reverse('moved')}",
    }
    there = urlsplit(move.address)
    policy = {**settings.SECURE_CSP, "form-action": [f"{there.scheme}://{there.netloc}"]}
    page: HttpResponse = csp_override(policy)(render)(request, "cases/moved/leads_on.html", context)
    page.headers["Cache-Control"] = "private, no-store"
    return page


@require_safe
@guards.same_for_all
def ended(request: HttpRequest) -> HttpResponse:
    """That the alliance has ended, when, and where each city's complaints are."""
    found = ending.ended()
    if found is None:
        raise Http404
    cities = [(place_name(city), title, address) for city, title, address in found.cities]
    return render(request, "cases/moved/ended.html", {"ended": found, "cities": cities})


@csrf_exempt  # it comes from the site where the complaint was: the signed statement is what counts, no cookie does
@guards.public
@require_http_methods(["GET", "HEAD", "POST"])
def moved(request: HttpRequest) -> HttpResponse:
    """Open a complaint that came here with its city. The answer leaves the session of this browser as it is: that one
    does not come along from another site."""
    if request.method != "POST":
        return redirect("track")
    if not A_NETWORK.lets_through(network_of(request)):
        why = _("Too many tries. Please wait a quarter of an hour, or call the association.")
        return _refused(request, why, HTTPStatus.TOO_MANY_REQUESTS)
    text, code = request.POST.get("statement", ""), request.POST.get("code", "")[:LONGEST_CODE]
    try:
        number = numbers.checked_number(request.POST.get("number", ""))
        case = verbs.open_with(text, number=number, code=code, at=clock.now())
    except numbers.BadNumber:
        return _refused(request, _("It is damaged."), HTTPStatus.FORBIDDEN)
    except NotGood as error:
        return _refused(request, _(error.text), HTTPStatus.FORBIDDEN)
    answer = redirect("moved-opened")
    answer.set_signed_cookie(
        OPENED,
        f"{case.pk}:{visits.mark_of(case)}",
        salt=OPENED,
        max_age=ONE_MINUTE,
        path=reverse("moved"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@require_safe
@guards.public
def opened(request: HttpRequest) -> HttpResponse:
    """Here the browser shows its own session again, and the complaint is added to it."""
    key, _colon, mark = (
        request.get_signed_cookie(OPENED, default="", salt=OPENED, max_age=ONE_MINUTE) or ""
    ).partition(":")
    if not key:  # a browser without cookies; number and code open it from now on
        return redirect("track")
    visits.begin(request, UUID(key), mark)
    answer = redirect("my-case", case_id=key)
    answer.delete_cookie(OPENED, path=reverse("moved"), samesite="Lax")
    return answer


def _refused(request: HttpRequest, why: str, status: HTTPStatus) -> HttpResponse:
    return render(request, "cases/moved/refused.html", {"why": why}, status=status)
