"""Says on each request who is acting."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from huaihai.members.actors import Actor


class ActorMiddleware:
    """Puts `request.actor` on the request; it is worked out when somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: Actor.of_request(request))  # type: ignore[attr-defined]  # read by kit.guards
        return self.get_response(request)
