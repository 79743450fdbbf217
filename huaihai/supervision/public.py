"""What anybody may read: the hub with its lists, one project, its file byte for byte."""

from typing import Any

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai.kit import guards
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.record import signatures
from huaihai.supervision.kinds import FOLDERS, subject_of
from huaihai.supervision.models import Project, ProjectQuerySet, Release
from huaihai.supervision.releasing import file_of

IN_WORK = "in-work"


@require_safe
@guards.same_for_all
def hub(request: HttpRequest) -> HttpResponse:
    """What came out, newest first; what is in work; all narrowed by kind."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Project.Kind.values else ""
    is_in_work = request.GET.get("show") == IN_WORK
    rows = _rows(kind)
    waiting = rows.filter(
        stage__in=["registered", "running", "checking", "released"], published_at__isnull=True
    )
    chosen = waiting.order_by("-year", "-opened_at") if is_in_work else _out(rows)
    context: dict[str, Any] = {
        "page": page_of(chosen, request.GET.get("page")),
        "kind": kind,
        "kinds": Project.Kind.choices,
        "is_in_work": is_in_work,
        "latest_year": Project.objects.public().aggregate(year=Max("year"))["year"],
    }
    return render(request, "supervision/public/hub.html", context)


@require_safe
@guards.same_for_all
def project(request: HttpRequest, number: str) -> HttpResponse:
    """One project: what came out, as its kind shows it; before that, its registered plan."""
    found = public_or_404(number)
    release = found.shown_release
    if release is not None:
        return subject_of(found.kind).public_page(request, found, file_of(release))
    context = {
        "project": found,
        "plans": found.plan_versions.order_by("-number"),
        "cities": found.cities.select_related("body"),
    }
    own = (
        f"supervision/{FOLDERS[Project.Kind(found.kind)]}/planned.html"  # where a kind tells more of its plan
    )
    return render(request, [own, "supervision/public/planned.html"], context)


@require_safe
@guards.public
def file(request: HttpRequest, number: str, release: str = "") -> HttpResponse:
    """The released file, byte for byte as it was signed; with `release`, one that went out before it."""
    found = _released(number, release)
    answer = HttpResponse(found.file.encode(), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{number}-{found.number}.json"'
    answer["ETag"] = f'"{found.sha256}"'
    return answer


@require_safe
@guards.public
def signature(request: HttpRequest, number: str, release: str = "") -> HttpResponse:
    """The platform's signature beside that file."""
    found = _released(number, release)
    held = signatures.beside(found.sha256)
    if held is None:
        raise Http404
    answer = HttpResponse(held, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{number}-{found.number}.sig.json"'
    return answer


def _released(number: str, release: str) -> Release:
    """The file that the public reads, or that of this number, if it ever went out. Raises Http404."""
    project = public_or_404(number)
    found = project.shown_release
    if release:
        found = project.releases.filter(published_at__isnull=False, number=int(release)).first()
    if found is None:
        raise Http404
    return found


def public_or_404(number: str) -> Project:
    """The project with this number, if the public may see it. Raises Http404."""
    rows = Project.objects.visible_to(Actor.public())
    found = rows.select_related("lead", "registered", "release", "publication").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _rows(kind: str) -> ProjectQuerySet:
    rows = Project.objects.visible_to(Actor.public()).select_related("lead")
    return rows.filter(kind=kind) if kind else rows


def _out(rows: ProjectQuerySet) -> ProjectQuerySet:
    return rows.published().order_by("-published_at", "-pk")
