"""Buttons without a page of their own: who comes to one by its address is led to the page where it stands."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.kit import guards

type View = Callable[..., HttpResponse]


def button_on(page: str) -> Callable[[View], View]:
    """Acts by POST alone. Whoever had to sign in first is told that nothing was done; `page` is the name of its URL."""

    def decorate(view: View) -> View:
        @wraps(view)
        def pressed(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            if guards.kept_post(request):
                messages.warning(
                    request, _("Your sign-in had ended, and nothing was done. Please press it again.")
                )
            return HttpResponseRedirect(reverse(page))

        return pressed

    return decorate
