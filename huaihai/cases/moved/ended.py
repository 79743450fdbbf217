"""That the alliance has ended, and where its cities are (`huaihai close`)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from huaihai.cases.moved import verbs as moved
from huaihai.kit.versions import by_version
from huaihai.record import events

SUBJECT, ENDED = "leaving:alliance", "alliance ended"


@dataclass(frozen=True)
class Ended:
    """Since when, and where each city is: code, name of the place, its address ("" where nobody said)."""

    on: date
    cities: tuple[tuple[str, str, str], ...]


@by_version
def ended() -> Ended | None:
    """That the alliance has ended; None while it lives."""
    facts = events.history(SUBJECT).filter(verb=ENDED).values_list("facts", flat=True).last()
    if facts is None:
        return None
    known = {city: (one["title"], one["address"]) for city, one in facts["cities"].items()}
    known |= {move.city: (move.title, move.address) for move in moved.gone()}
    return Ended(date.fromisoformat(facts["on"]), tuple((city, *known[city]) for city in sorted(known)))


def takes_nothing_new(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page through which something new comes in; since the alliance has ended it says where to go instead."""

    @wraps(view)
    def still(request: HttpRequest, *names: str, **more: str) -> HttpResponse:
        return redirect("ended") if ended() else view(request, *names, **more)

    return still
