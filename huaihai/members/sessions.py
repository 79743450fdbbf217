"""Who is acting on each request, how long somebody stays signed in, and where somebody who signed in begins.

Measured by the machine's clock, since the demo's day may jump. A consumer's session is not touched: it is
kept when a staff session of the same browser ends.
"""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from huaihai.kit import guards
from huaihai.members import factors, step_up
from huaihai.members.actors import CONSUMER_CASES, Actor
from huaihai.members.models import Account

IDLE = timedelta(minutes=30).total_seconds()
LONGEST = timedelta(hours=12).total_seconds()
NOTED_EVERY = 60.0  # seconds; a click in between writes nothing
SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
KEPT_FOR = "kept_for"  # whose session ran out; what was typed then is for nobody else
ENDED = "session_ended"  # why the last one ended, for the sign-in page: "idle" or "long"


def keep_or_end(request: HttpRequest) -> None:
    """Note that somebody who is signed in was here, or end a session that has run out."""
    session = request.session
    if SESSION_KEY not in session:
        return
    now, seen = time.time(), session.get(SEEN_AT)
    if because := why_over(session, now):
        sign_out(request, because=because)
    elif seen is None or now - seen > NOTED_EVERY:
        session.setdefault(SIGNED_IN_AT, now)
        session[SEEN_AT] = now


def why_over(session: Mapping[str, Any], now: float) -> str:
    """Why what is in this session has run out: "idle", "long" or "" while it goes on."""
    began, seen = session.get(SIGNED_IN_AT), session.get(SEEN_AT)
    if seen is not None and now - seen > IDLE:
        return "idle"
    return "long" if began is not None and now - began > LONGEST else ""


def sign_out(request: HttpRequest, *, because: str = "") -> None:
    """End the session, but keep the cases that a consumer showed in the same browser."""
    cases, owner = request.session.get(CONSUMER_CASES), request.session.get(SESSION_KEY)
    logout(request)
    if cases:
        request.session[CONSUMER_CASES] = cases
    if because:
        request.session[ENDED] = because
        request.session[KEPT_FOR] = owner


def begin(request: HttpRequest, account: Account) -> None:
    """Somebody has signed in: the twelve hours begin, and what another person typed here is forgotten."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = time.time()
    if request.session.pop(KEPT_FOR, str(account.pk)) != str(account.pk):
        request.session.pop(guards.KEPT, None)


def why_it_ended(request: HttpRequest) -> str:
    """Why the last session ended ("idle", "long" or ""), told once."""
    reason: str = request.session.pop(ENDED, "")
    return reason


NEEDS_FACTOR = ("staff", "business")


class ActorMiddleware:
    """Ends sessions that have run out and puts `request.actor` on the request (worked out when asked for).

    An act of those in `members.step_up` is asked a code for. A page for staff or businesses, opened by somebody who has
    shown only a password, leads to the set-up of the second factor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        keep_or_end(request)
        request.actor = SimpleLazyObject(lambda: Actor.of_request(request))  # type: ignore[attr-defined]
        return step_up.after(request, self.get_response(request))

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if getattr(view, "guard", "") not in NEEDS_FACTOR or not isinstance(request.user, Account):
            return step_up.before(request, view)
        if factors.was_shown(request):
            return step_up.before(request, view)
        if request.method == "POST":
            guards.keep_post(request)
        if not factors.is_set_up(request.user):
            return HttpResponseRedirect(reverse("factor-set-up"))
        sign_out(request)
        return HttpResponseRedirect(reverse("sign-in"))
