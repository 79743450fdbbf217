"""The guard of pages about one's own account: password shown, second factor perhaps not yet set up."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huaihai.members.models import Account


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Somebody with an account. Nothing typed is kept: these forms hold passwords and codes."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        if not isinstance(request.user, Account):
            return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    guarded.guard = "signed-in"  # type: ignore[attr-defined]  # read by the test of all URLs
    return guarded
