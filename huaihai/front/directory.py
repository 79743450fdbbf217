"""The door directory: where each city's body is, and its counties'."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.kit import guards


@require_safe
@guards.public
def bodies(request: HttpRequest) -> HttpResponse:
    """All city bodies in one table."""
    return render(request, "front/bodies.html", {"cities": alliance.load().cities})


@require_safe
@guards.public
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One city: phone, address, hours, counties."""
    try:
        city = alliance.load().city(code)
    except KeyError:
        raise Http404(code) from None
    return render(request, "front/body.html", {"city": city})
