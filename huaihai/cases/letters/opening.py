"""Who has a letter open: kept in the session, for one case, until half an hour passes without a click.

Measured by the machine's clock, as all sessions are. Whether the letter still opens its case is asked at every request.
"""

import json
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from huaihai.cases.actions import letter_use
from huaihai.cases.actions.letter_use import LetterOver
from huaihai.cases.business import asking
from huaihai.cases.models import LetterCode
from huaihai.kit import clock, guards, sealing
from huaihai.members.sessions import IDLE, LONGEST, NOTED_EVERY

OPENED = "letter"  # session key: {"id", "began", "seen"} of the letter that was opened here
KEPT_FOR = "letter_kept_for"  # whose page ran out; what was typed then is for nobody else
NOT_FOUND, CONFLICT = 404, 409
NOT_TYPED = ("seen", "csrfmiddlewaretoken", asking.PAGE, asking.BACK)

type LetterView = Callable[..., HttpResponse]


def begin(request: HttpRequest, letter: LetterCode) -> None:
    """This session has shown the right code. What somebody with another letter typed here is forgotten."""
    request.session.cycle_key()
    now = time.time()
    request.session[OPENED] = {"id": str(letter.pk), "began": now, "seen": now}
    if request.session.pop(KEPT_FOR, "") != str(letter.pk):
        request.session.pop(guards.KEPT, None)


def leave(request: HttpRequest) -> None:
    """This session forgets its letter and what was typed."""
    for name in (OPENED, KEPT_FOR, guards.KEPT):
        request.session.pop(name, None)
    request.session.cycle_key()


def is_open(request: HttpRequest) -> bool:
    """Whether a letter was opened here and its half hour has not passed."""
    held, now = request.session.get(OPENED), time.time()
    if not held:
        return False
    return bool(now - held["seen"] <= IDLE and now - held["began"] <= LONGEST)


def kept_path(request: HttpRequest) -> str:
    """Where something was typed before the half hour passed, or ""."""
    sealed = request.session.get(guards.KEPT)
    path = json.loads(sealing.unseal(sealed, place=guards.KEPT))["path"] if sealed else ""
    return str(path) if str(path).startswith(reverse("letter-case")) else ""


def by_letter(view: LetterView) -> LetterView:
    """Hands the view the letter that this session opened. Without one it asks for number and code; what was typed
    is kept meanwhile."""

    @wraps(view)
    def opened(request: HttpRequest, **more: Any) -> HttpResponse:
        if not is_open(request):
            answer = _ask(request)
        else:
            held = request.session[OPENED]
            if time.time() - held["seen"] > NOTED_EVERY:
                request.session[OPENED] = {**held, "seen": time.time()}
            try:
                answer = view(request, letter_use.standing(held["id"], at=clock.now()), **more)
            except LetterOver:
                answer = over(request)
        return private(answer)

    return guards.public(opened)


def private(answer: HttpResponse) -> HttpResponse:
    """Not kept, not listed."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def over(request: HttpRequest) -> HttpResponse:
    """The letter this session opened opens nothing any more: what was typed is shown, to copy."""
    request.session.pop(OPENED, None)
    typed = [
        value for name, values in request.POST.lists() if name not in NOT_TYPED for value in values if value
    ]
    status = CONFLICT if request.method == "POST" else NOT_FOUND
    return render(request, "cases/letters/over.html", {"typed": typed}, status=status)


def _ask(request: HttpRequest) -> HttpResponse:
    held = request.session.pop(OPENED, None)
    if held and request.method == "POST":
        guards.keep_post(request)
        request.session[KEPT_FOR] = held["id"]
    return HttpResponseRedirect(reverse("letter") + ("?over=1" if held else ""))
