"""Pages that take what is typed in the body of a request, show what follows from it, and keep nothing."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from huaihai.kit import guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of

SENT: Final = Brake("triage", most=600, seconds=300)


def reading(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For everybody, by GET or POST; without a token against forged requests and so without a cookie: there is nothing
    that a forged one could change."""
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(guards.same_for_all(_braked(view))))


def _braked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What is typed costs some work: a network that sends without end waits. Going back shows what was typed."""

    @wraps(view)
    def counted(request: HttpRequest, *names: Any, **more: Any) -> HttpResponse:
        if request.method == "POST" and not SENT.lets_through(network_of(request)):
            return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        return view(request, *names, **more)

    return counted
