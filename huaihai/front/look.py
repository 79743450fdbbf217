"""The alliance's own look: its seal as the sign of every page, and its colour."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.kit import guards

A_DAY = 24 * 60 * 60


@require_safe
@cache_control(public=True, max_age=A_DAY)
@guards.public
def seal(request: HttpRequest) -> HttpResponse:
    """Two characters, as in the head of the page."""
    return render(request, "front/look/seal.svg", content_type="image/svg+xml")


@require_safe
@cache_control(public=True, max_age=A_DAY)
@guards.public
def colour(request: HttpRequest) -> HttpResponse:
    """In place of the platform's red; its address changes with it."""
    accent = alliance.load().look.accent
    return HttpResponse(f":root{{--seal:{accent}}}\n" if accent else "", content_type="text/css")


@require_safe
@cache_control(public=True, max_age=A_DAY)
@guards.public
def icon(request: HttpRequest) -> HttpResponse:
    """For browsers that look for it here: the alliance's own file, else the seal."""
    own = alliance.load().folder / "favicon.ico"
    if own.is_file():
        return HttpResponse(own.read_bytes(), content_type="image/x-icon")
    return HttpResponseRedirect(reverse("look-seal"))


@require_safe
@cache_control(public=True, max_age=A_DAY)
@guards.public
def card(_request: HttpRequest) -> HttpResponse:
    """The picture of the alliance beside a page that somebody hands on."""
    path = alliance.load().card
    if path is None:
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/png")
