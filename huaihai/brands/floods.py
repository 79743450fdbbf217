"""What the public sends in: a form, and how much of it is taken at all, so that nobody drowns what others say."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of


@dataclass(frozen=True)
class Gate:
    """At most `a_network` an hour from one network, and `in_all` a day from everybody. `name` is of what is sent."""

    name: str
    in_all: int
    a_network: int = 10

    def lets_through(self, request: HttpRequest) -> bool:
        """Counts this one, and says whether it comes through."""
        one = Brake(self.name, most=self.a_network, seconds=3600)
        everybody = Brake(f"{self.name}-all", most=self.in_all, seconds=86_400)
        return one.lets_through(network_of(request)) and everybody.lets_through("all")


def send_in(
    request: HttpRequest,
    template: str,
    *,
    gate: Gate,
    too_many: str,
    form: Callable[..., Any],
    act: Callable[[Any], str],
    context: dict[str, Any],
) -> HttpResponse:
    """The form, or what it asks for: `act` gets it and tells where to go on. What was typed stays, also where the gate
    is shut; photos are not even read then."""
    if request.method != "POST":
        return render(request, template, context | {"form": form()})
    if not gate.lets_through(request):
        made, status = form(request.POST), HTTPStatus.TOO_MANY_REQUESTS
        made.add_error(None, too_many)
        return render(request, template, context | {"form": made}, status=status)
    made, status = form(request.POST, request.FILES), HTTPStatus.OK
    if made.is_valid():
        try:
            return HttpResponseRedirect(act(made))
        except Unfit as error:
            made.add_error(error.field if error.field in made.fields else None, error.message)
        except (NotPossible, NotAllowed) as error:
            made.add_error(None, str(error))
            status = HTTPStatus.CONFLICT
    return render(request, template, context | {"form": made}, status=status)
