"""Says on each request who is acting, and that nobody works without a second factor."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from huaihai.kit import guards
from huaihai.members import factors, sessions
from huaihai.members.actors import Actor
from huaihai.members.models import Account

NEEDS_FACTOR = ("staff", "business")


class ActorMiddleware:
    """Ends sessions that have run out and puts `request.actor` on the request (worked out when asked for).

    A page for staff or businesses, opened by somebody who has shown only a password, leads to the set-up of
    the second factor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sessions.keep_or_end(request)
        request.actor = SimpleLazyObject(lambda: Actor.of_request(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if getattr(view, "guard", "") not in NEEDS_FACTOR or not isinstance(request.user, Account):
            return None
        if factors.was_shown(request):
            return None
        if request.method == "POST":
            guards.keep_post(request)
        if not factors.is_set_up(request.user):
            return HttpResponseRedirect(reverse("factor-set-up"))
        sessions.sign_out(request)
        return HttpResponseRedirect(reverse("sign-in"))
