"""Pages that take what is typed in the body of a request, show what follows from it, and keep nothing."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from huaihai.kit import guards


def reading(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For everybody, by GET or POST; without a token against forged requests and so without a cookie: there is nothing
    that a forged one could change."""
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(guards.same_for_all(view)))
