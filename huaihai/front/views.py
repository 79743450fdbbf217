"""Home, about, the honest pages, and what is shown when something goes wrong."""

import sys
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.urls import resolve
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.brands import standing
from huaihai.cases.moved.ended import ended
from huaihai.cases.wechat import provider as wechat
from huaihai.front import facts, latest, own
from huaihai.governance import secretariat
from huaihai.kit import clock, guards, local_words, outages
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.ways import way
from huaihai.law import limits

EXAMPLES = (
    _("The gym has shut, 3,000 left on my card"),
    _("Bought in a live room, they refuse to refund"),
    _("The restaurant's food made me ill"),
)


@require_safe
@guards.same_for_all
def home(request: HttpRequest) -> HttpResponse:
    """What happened, and the ways from there; readers of large text get a way of their own."""
    on = clock.today()
    triage = way("triage")
    context: dict[str, Any] = {
        "own": own.due(request, on=on),
        "ended": ended(),
        "danger": latest.danger(on=on),
        "triage": triage,
        "callback": way("callback-new"),
    }
    if request.large_text:  # type: ignore[attr-defined]  # set by kit
        return render(request, "front/elder.html", context)
    numbers = latest.numbers(on=on)
    context |= {
        "cities": alliance.load().cities,
        "examples": EXAMPLES,
        # A page that only reads what is sent needs none, and then a reader gets no cookie here.
        "asks_token": triage and not getattr(resolve(triage).func, "csrf_exempt", False),
        "numbers": numbers,
        "counts": None if numbers else latest.counts(at=clock.now()),
        "gives_title": standing.gives_title(on),
    }
    return render(request, "front/home.html", context)


@require_safe
@guards.same_for_all
def about(request: HttpRequest) -> HttpResponse:
    """The alliance, with the source of every date and how sure it is."""
    ours = alliance.load()
    return render(
        request,
        "front/about.html",
        {
            "facts": facts.facts(ours),
            "jobs": facts.rows(ours, "job"),
            "hearts": facts.rows(ours, "heart"),
            "nine": facts.rows(ours, "nine"),
            "agreements": facts.rows(ours, "agreement"),
            "office": secretariat.secretariat_on(clock.today()),
        },
    )


@require_safe
@guards.same_for_all
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "kept": limits.FILE_KEPT,
        "kept_words": local_words.said(limits.FILE_KEPT),
        "wechat": wechat.is_offered(wechat.BROWSER),
    }
    return render(request, "front/privacy.html", context)


@require_safe
@guards.same_for_all
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "front/accessibility.html")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What cannot be read. A form that is too large gets its own explanation."""
    if outages.is_one(exception):  # a session that could not be kept
        return outages.page(request, exception)
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
    return guard in guards.KEEPS_WORDS and guards.comes_from_here(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """The plainest page there is: it asks nothing of the database or of the reader's session."""
    error = sys.exception()
    if outages.is_one(error):
        return outages.page(request, error)
    return HttpResponseServerError(loader.render_to_string("500.html"))
