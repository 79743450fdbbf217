"""The frame of the office's pages: the menu, and who is looking."""

from typing import Any

from django.http import HttpRequest
from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.desk.menu import groups_for
from huaihai.desk.roles import READING
from huaihai.kit import clock, guards, local_words
from huaihai.kit.side import Side
from huaihai.members.actors import Actor

readers = guards.staff(*sorted(READING))  # the guard of every page here


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
    actor = actor_of(request)
    body = actor.organisation
    return {
        "desk": Side(
            local_words.in_script(body.short_name) if body else "",
            getattr(request.user, "shown_name", ""),
            groups_for(actor, current),
        ),
        "is_office": acts_as_office(request),
    }


def no_frame(_request: HttpRequest, _current: str) -> dict[str, Any]:
    """For pages that stand outside the office, or get their side from a context processor."""
    return {}
