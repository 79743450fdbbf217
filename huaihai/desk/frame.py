"""The one frame of staff: the places at the side, what is done from everywhere, and who is looking."""

from collections.abc import Callable
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.desk import waiting
from huaihai.desk.menu import (
    Counts,
    Here,
    counts_of,
    places_for,
)
from huaihai.desk.roles import READING
from huaihai.desk.sought import SOUGHT
from huaihai.kit import clock, computed, guards, local_words
from huaihai.kit.side import Side
from huaihai.members.actors import Actor

readers = guards.staff(*sorted(READING))  # the guard of every page here
WAITING_FOR, COUNTED_FOR = 60, 10  # seconds: the numbers of the menu are that old at most


def actor_of(request: HttpRequest) -> Actor:
    """Who sent this request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by members.middleware
    return actor


def acts_as_office(request: HttpRequest) -> bool:
    """Whether the reader acts as the secretariat today."""
    is_office: bool = import_string(reactions.IS_OFFICE)(actor_of(request), on=clock.today())
    return is_office


def frame(request: HttpRequest, current: str) -> dict[str, Any]:
    """Context of every page of the office: `desk` (the side), and `is_office`: the reader acts for it today."""
    return {"desk": side_of(request, current), "is_office": acts_as_office(request)}


def no_frame(_request: HttpRequest, _current: str) -> dict[str, Any]:
    """For pages that stand outside the office, or get their side from the context processor."""
    return {}


def side(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `desk` for every page, asked for by none but those of staff that say no entry."""
    return {"desk": SimpleLazyObject(lambda: side_of(request, ""))}


def side_of(request: HttpRequest, current: str) -> Side:
    """The side for whoever sent this request; `current` is the key of the entry below which the page stands."""
    actor, node = actor_of(request), actor_of(request).organisation
    if actor.kind != "officer" or node is None:
        return Side()
    here = Here(current, request.path, request.GET.dict())
    places = places_for(actor, here, _waiting(request), _counted(request))
    return Side(
        local_words.in_script(node.short_name),
        getattr(request.user, "shown_name", ""),
        places=places,
        words=SOUGHT.shown(SOUGHT.words_in(request.GET)) if request.path == places.find_url else "",
    )


def _waiting(request: HttpRequest) -> list[str]:
    """The addresses of what waits for the reader."""
    is_known = hasattr(request, "waits")  # the page itself shows it
    return _kept(request, "waiting", lambda: addresses_waiting(request), WAITING_FOR, anew=is_known)


def _counted(request: HttpRequest) -> Counts:
    """How much stands behind the entries of a place."""
    actor = actor_of(request)
    return lambda place: _kept(request, f"counts-{place.key}", lambda: counts_of(actor, place), COUNTED_FOR)


def _kept[T](
    request: HttpRequest, what: str, count: Callable[[], T], seconds: int, *, anew: bool = False
) -> T:
    """Kept so long for one person; counted anew after the reader did something."""
    actor = actor_of(request)
    key = f"{what}:{actor.key}:{actor.organisation.pk if actor.organisation else ''}:{clock.today()}"
    is_over = anew or request.method == "POST" or len(get_messages(request)) > 0
    found: T | None = None if is_over else computed.cache.get(key)
    if found is None:
        found = count()
        computed.cache.set(key, found, seconds)
    return found


def addresses_waiting(request: HttpRequest) -> list[str]:
    """Where each of the things is done that wait for the reader, as the first page counts them."""
    return [url for one in waits_for(request).mine for url in (one.url,) * one.count]


def waits_for(request: HttpRequest) -> waiting.Lists:
    """What waits for the reader; worked out once a request, for the page and its menu."""
    kept: waiting.Lists | None = getattr(request, "waits", None)
    if kept is None:
        kept = waiting.of(actor_of(request), clock.now())
        request.waits = kept  # type: ignore[attr-defined]
    return kept
