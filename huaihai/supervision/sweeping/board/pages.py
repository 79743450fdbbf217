"""The board, for the staff and for everybody: the same numbers, no names of businesses."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.desk.frame import frame, readers
from huaihai.kit import clock, guards
from huaihai.kit.computed import cache
from huaihai.record import events
from huaihai.supervision.models import Project
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.public.views import public_or_404
from huaihai.supervision.sweeping.board.totals import Board, board
from huaihai.supervision.sweeping.pages import plan_of, sweep_or_404

SECONDS = 600  # that numbers are kept as long as nothing new has come


@never_cache
@require_safe
@readers
def staff_board(request: HttpRequest, project: UUID) -> HttpResponse:
    """The board with the doors to each city's findings."""
    found = sweep_or_404(request, project)
    context = frame(request, MENU_KEY) | _told(found) | {"is_staff": True}
    return render(request, "supervision/sweeping/staff_board.html", context)


@never_cache
@require_safe
@guards.public
def public_board(request: HttpRequest, number: str) -> HttpResponse:
    """The board for everybody, from the first day of the week on."""
    found = public_or_404(number)
    if found.kind != Project.Kind.SWEEP or found.stage in ("draft", "registered", "dropped"):
        raise Http404
    return render(request, "supervision/sweeping/public_board.html", _told(found))


def _told(project: Project) -> dict[str, Any]:
    return {"project": project, "plan": plan_of(project), "board": _counted(project), "now": clock.now()}


def _counted(project: Project) -> Board:
    """The numbers, counted once until something new is written, however many look on."""
    last = events.history(project.record_key).values_list("hash", flat=True).last()
    held = f"sweep-board:{last}:{get_language()}"
    found: Board | None = cache.get_or_set(held, lambda: board(project), SECONDS)
    return found or board(project)
