"""What the pages of this desk share: their guard, the version that was on the page, and the answer 409."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huaihai.desk.lives import DeskError
from huaihai.kit import guards

CONFLICT = 409
LONGEST = 10  # digits of a version
officers = guards.staff("officer", "head")  # the guard of every page here


def seen_in(request: HttpRequest) -> int:
    """The version that a button carries. A page that was not complete answers like one that is not there."""
    seen = request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) < LONGEST):
        raise Http404
    return int(seen)


def why_not(error: DeskError) -> str:
    """Why it was refused, in a sentence."""
    return _("Somebody else changed it meanwhile.") if hasattr(error, "row") else str(error)


def conflict(request: HttpRequest, *, why: str, back: str, typed: Any = ()) -> HttpResponse:
    """The answer 409: nothing was changed, why, what was typed, and where it stands now."""
    context = {"why": why, "back": back, "typed": typed}
    return render(request, "businesses/desk/conflict.html", context, status=CONFLICT)
