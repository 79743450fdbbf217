"""What the visitor's script asks and sends: JSON answers, never a page."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_POST, require_safe

from huaihai.desk.asking import CONFLICT
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import DeskError, Unfit
from huaihai.kit import clock
from huaihai.supervision.visiting.actions import uploading
from huaihai.supervision.visiting.actions.taking import Faulty, PhotosMissing, take_visit
from huaihai.supervision.visiting.field.sent import coming_in, noted_in, number_in
from huaihai.supervision.visiting.field.views import assignment_or_404, project_or_404

UNFIT = 422


def told[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """What cannot be done is said in words, with what the script has to do about it."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except Faulty as error:
            return JsonResponse({"error": str(error), "faults": error.faults}, status=UNFIT)
        except PhotosMissing as error:
            missing = [str(key) for key in error.keys]
            return JsonResponse({"error": str(error), "missing": missing}, status=CONFLICT)
        except Unfit as error:
            return JsonResponse({"error": str(error), "field": error.field}, status=UNFIT)
        except DeskError as error:
            return JsonResponse({"error": str(error)}, status=CONFLICT)

    return answered


@require_safe
@readers
def state(request: HttpRequest, project: UUID) -> HttpResponse:
    """Who is signed in, and the token that its requests have to carry."""
    project_or_404(request, project)
    answer = JsonResponse({"account": str(actor_of(request).account_id), "token": get_token(request)})
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@readers
@told
def photo(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """How far a photo has come; with a piece, one step further."""
    assignment, fields = assignment_or_404(request, project, pk), request.POST.dict()
    coming, number = coming_in({name: str(value) for name, value in fields.items()}), None
    if "piece" in request.FILES:
        number = number_in(request.POST)
    if number is None:
        now = uploading.standing(assignment, coming, by=actor_of(request))
    else:
        [piece] = request.FILES.getlist("piece")[:1]
        content = piece.read(uploading.PIECE + 1)
        now = uploading.take_piece(assignment, coming, number, content, by=actor_of(request), at=clock.now())
    return JsonResponse({"next": now.next, "whole": now.is_whole, "piece": uploading.PIECE})


@require_POST
@readers
@told
def visit(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """A visit, once all its photos have arrived."""
    assignment = assignment_or_404(request, project, pk)
    received = take_visit(assignment, noted_in(request.body), by=actor_of(request), at=clock.now())
    return JsonResponse({"taken": True, "twin": received.is_twin, "again": not received.is_new})
