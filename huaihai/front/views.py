"""Home, about, the honest pages, and what is shown when something goes wrong."""

import sys
from http import HTTPStatus

from django.contrib.sessions.models import Session
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.brands.catalogue import elsewhere
from huaihai.front import directory, latest
from huaihai.front import facts as front_facts
from huaihai.governance.roster import facts
from huaihai.kit import clock, guards, outages


@require_safe
@guards.public
def home(request: HttpRequest) -> HttpResponse:
    """What this is and what one can do here."""
    ours = alliance.load()
    one, other = front_facts.two_cities(ours)
    at = clock.now()
    return render(
        request,
        "front/home.html",
        {
            "cities": ours.cities,
            "tiles": directory.tiles(facts.public_duty(at)),
            "one_city": one,
            "other_city": other,
            "alerts": latest.alerts(),
            "announcements": latest.announcements(request),
            "counts": latest.counts(at=at),
            "brands": elsewhere.on_home(on=clock.local_day(at)),
        },
    )


@require_safe
@guards.public
def about(request: HttpRequest) -> HttpResponse:
    """The alliance, with the source of every date and how sure it is."""
    ours = alliance.load()
    return render(
        request,
        "front/about.html",
        {
            "facts": front_facts.facts(ours),
            "jobs": front_facts.rows(ours, "job"),
            "hearts": front_facts.rows(ours, "heart"),
            "nine": front_facts.rows(ours, "nine"),
            "agreements": front_facts.rows(ours, "agreement"),
            "clocks": ours.clocks,
        },
    )


@require_safe
@guards.public
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "front/privacy.html")


@require_safe
@guards.public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "front/accessibility.html")


@require_safe
@guards.public
def healthz(_request: HttpRequest) -> HttpResponse:
    """For whoever watches the service: it answers, and so does its database (else the answer is 503)."""
    Session.objects.exists()
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What cannot be read. A form that is too large gets its own explanation."""
    if outages.is_one(exception):  # a session that could not be kept
        return outages.page()
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return render(request, "413.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came too late, or from elsewhere. What comes from a page of ours behind a guard (opened before
    its reader signed in again in another window) is kept and stands there again; a stranger's form is not."""
    is_kept = _is_ours(request)
    if is_kept:
        guards.keep_post(request)
    return render(request, "403_csrf.html", {"is_kept": is_kept}, status=HTTPStatus.FORBIDDEN)


def _is_ours(request: HttpRequest) -> bool:
    found = request.resolver_match
    guard = getattr(found.func, "guard", "") if found else ""
    origin = f"{request.scheme}://{request.get_host()}"
    return guard in guards.KEEPS_WORDS and request.headers.get("Origin") == origin


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def server_error(_request: HttpRequest) -> HttpResponse:
    """The plainest page there is: it asks nothing of the database or of the reader's session."""
    if outages.is_one(sys.exception()):
        return outages.page()
    return HttpResponseServerError(loader.render_to_string("500.html"))
