"""The visitor's pages: what is to be visited, the form of one visit, and the script's helper that works offline."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huaihai.desk.asking import CONFLICT, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of
from huaihai.supervision.lives import PROJECT
from huaihai.supervision.models import Project, VisitAssignment
from huaihai.supervision.visiting import rows
from huaihai.supervision.visiting.actions.taking import Faulty, take_visit
from huaihai.supervision.visiting.field.forms import VisitForm
from huaihai.supervision.visiting.field.plain import noted_with_photos
from huaihai.supervision.visiting.field.words import words
from huaihai.supervision.visiting.plan import Plan

PER_PAGE = 50


@require_safe
@readers
def field(request: HttpRequest, project: UUID) -> HttpResponse:
    """The visits that the reader still has to make in this project, and those made already."""
    found = project_or_404(request, project)
    mine = VisitAssignment.objects.visible_to(actor_of(request)).standing()
    mine = mine.filter(sampled__draw__project=found).select_related("sampled__place__business")
    waiting = page_of(mine.open(), request.GET.get("page"), per_page=PER_PAGE)
    context = _page(request, found) | {
        "page": waiting,
        "made": mine.exclude(visits=None).distinct().count(),
        "pages": [reverse("visit-form", args=[found.pk, row.pk]) for row in waiting.rows],
    }
    return render(request, "supervision/visiting/field.html", context)


@asking
@readers
def form(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """One visit: the ordinary form, on which the script keeps what is noted until the network is back."""
    found, assignment = project_or_404(request, project), assignment_or_404(request, project, pk)
    plan = rows.plan_of(found)
    make = partial(VisitForm, plan=plan, initial={"key": uuid4()})
    if request.method != "POST":
        kept = guards.kept_post(request)
        return _form(request, assignment, plan, make(kept) if kept else make())
    made = make(request.POST, request.FILES)
    if not made.is_valid():
        return _form(request, assignment, plan, made)
    try:
        noted, taken = noted_with_photos(assignment, made, at=clock.now())
        received = take_visit(assignment, noted, with_photos=taken, by=actor_of(request), at=clock.now())
    except Faulty as error:
        made.show_faults(error.faults)
        return _form(request, assignment, plan, made, photos_gone=bool(made.pictures()))
    except Unfit as error:
        made.show_faults({error.field: error.message})
        return _form(request, assignment, plan, made, photos_gone=bool(made.pictures()))
    except (NotPossible, NotAllowed) as error:
        made.add_error(None, str(error))
        return _form(request, assignment, plan, made, status=CONFLICT)
    context = _page(request, found) | {"assignment": assignment, "received": received}
    return render(request, "supervision/visiting/sent.html", context)


@require_safe
@guards.public
def worker(request: HttpRequest, project: UUID) -> HttpResponse:
    """The script that hands out these pages while there is no network; it holds nothing of anybody."""
    body = render(request, "supervision/visiting/worker.js", {"project": project})
    body["Content-Type"] = "text/javascript; charset=utf-8"
    body["Cache-Control"] = "no-cache"
    return body


def project_or_404(request: HttpRequest, project: UUID) -> Project:
    """A project of visits that the reader may see. Raises Http404."""
    held = Project.objects.visible_to(actor_of(request)).filter(kind=Project.Kind.VISIT)
    return get_object_or_404(held.select_related("registered", "lead"), pk=project)


def assignment_or_404(request: HttpRequest, project: UUID, pk: UUID) -> VisitAssignment:
    """The reader's own visit, done or not; what was taken back can still be handed in. Raises Http404."""
    held = VisitAssignment.objects.visible_to(actor_of(request)).filter(sampled__draw__project=project)
    row = held.select_related(
        "sampled__place__business", "sampled__draw__project__registered", "sampled__draw__city"
    ).filter(pk=pk)
    if (found := row.first()) is None:
        raise Http404
    return found


def _form(
    request: HttpRequest,
    assignment: VisitAssignment,
    plan: Plan,
    made: VisitForm,
    *,
    status: int = 200,
    photos_gone: bool = False,
) -> HttpResponse:
    project = assignment.sampled.draw.project
    context = _page(request, project) | {
        "assignment": assignment,
        "plan": plan,
        "form": made,
        "photos_gone": photos_gone,
        "is_open": PROJECT.can("observe", project.stage),
        "is_done": assignment.visits.exists(),
        "items": [
            {
                "key": item.key,
                "type": item.type,
                "name": item.name,
                "required": item.is_required,
                "photo": item.photo,
            }
            for item in plan.items
        ],
    }
    return render(request, "supervision/visiting/form.html", context, status=status)


def _page(request: HttpRequest, project: Project) -> dict[str, Any]:
    """What every page of the visitor carries for the script."""
    list_url = reverse("visit-field", args=[project.pk])
    return {
        "project": project,
        "list_url": list_url,
        "script": {
            "account": str(actor_of(request).account_id),
            "project": str(project.pk),
            "list": list_url,
            "worker": reverse("visit-worker", args=[project.pk]),
            "state": reverse("visit-state", args=[project.pk]),
            "signIn": f"{reverse('sign-in')}?next=",
            "words": words(),
        },
    }
