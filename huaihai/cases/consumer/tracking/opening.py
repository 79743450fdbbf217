"""Opens one case for its consumer, and answers a change that could not be made."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huaihai.cases.models import Case
from huaihai.kit import guards
from huaihai.members.actors import Actor

type CaseView = Callable[[HttpRequest, Case, Actor], HttpResponse]


def with_case(view: CaseView) -> Callable[..., HttpResponse]:
    """Hands the view the case and its consumer. Not yours answers like not there; a draft leads to its page."""

    @wraps(view)
    def opened(request: HttpRequest, case_id: UUID) -> HttpResponse:
        case, actor = open_case(request, case_id)
        if case.stage == "draft":
            return redirect("file-go-on", case_id=case.pk)
        return view(request, case, actor)

    return guards.consumer(opened)


def open_case(request: HttpRequest, case_id: UUID) -> tuple[Case, Actor]:
    """The case and its consumer. Raises Http404."""
    try:
        actor = Actor.of_request(request).for_case(case_id)
    except PermissionError as error:
        raise Http404 from error
    case = Case.objects.visible_to(actor).with_parties().exclude(stage="abandoned").filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case, actor


def moved(request: HttpRequest, case: Case, typed: list[str]) -> HttpResponse:
    """Somebody changed the case meanwhile: how it stands now, and what was typed, to keep."""
    fresh = Case.objects.visible_to(Actor.consumer({case.pk})).with_parties().get(pk=case.pk)
    context = {"case": fresh, "typed": typed}
    return render(request, "cases/consumer/moved.html", context, status=HTTPStatus.CONFLICT)
