"""What the pages of a sweep share: the project, who is asking, the question's frame, photos that were sent."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from huaihai.desk.asking import Question
from huaihai.desk.frame import actor_of
from huaihai.kit import local_words
from huaihai.members.models import Organisation
from huaihai.supervision import powers
from huaihai.supervision.models import Finding, Measure, Photo, Project
from huaihai.supervision.office.shell import MENU_KEY, project_or_404
from huaihai.supervision.sweeping.plan import Plan, parse

type Words = Promise | str


def sweep_or_404(request: HttpRequest, project: UUID) -> Project:
    """The sweep with this id, if the reader may see it. Raises Http404."""
    found = project_or_404(request, project)
    if found.kind != Project.Kind.SWEEP:
        raise Http404
    return found


def plan_of(project: Project) -> Plan:
    """The plan that counts: the registered one, before that the one in work."""
    return parse(project.registered.plan if project.registered else project.plan)


def city_of(request: HttpRequest, project: Project) -> Organisation | None:
    """The reader's city, if it takes part and the reader works there."""
    part = powers.city_of(actor_of(request), project)
    return part.body if part else None


def finding_or_404(request: HttpRequest, project: UUID, pk: UUID) -> Finding:
    """One finding of this sweep. Raises Http404."""
    rows = Finding.objects.visible_to(actor_of(request)).filter(project=project, pk=pk)
    rows = rows.select_related(
        "project__registered", "project__lead", "city", "business", "clock", "mark", "inspection", "exposure"
    )
    found = rows.first()
    if found is None:
        raise Http404
    return found


def measure_or_404(project: UUID, pk: UUID) -> Measure:
    """One measure of this sweep; every reader of the office's pages may see it. Raises Http404."""
    rows = Measure.objects.select_related("project__registered", "project__lead", "body", "talk")
    found = rows.filter(project=project, pk=pk).first()
    if found is None:
        raise Http404
    return found


def question(
    project: Project, *, title: Words, button: Words, back: str = "", back_label: Words = "", **more: Any
) -> Question:
    """A page with one form, that leads back to the sweep unless told otherwise."""
    return Question(
        current=MENU_KEY,
        title=title,
        button=button,
        back=back or project.office_url,
        back_label=back_label or local_words.in_script(project.title),
        **more,
    )


def photos_about(*keys: str) -> dict[str, list[Photo]]:
    """The photos of these things, by the key of what they show; one query."""
    found: dict[str, list[Photo]] = {key: [] for key in keys}
    for photo in Photo.objects.filter(about__in=keys).order_by("taken_at", "pk"):
        found[photo.about].append(photo)
    return found


def address(name: str, project: Project, *more: Any) -> str:
    """The address of one of a sweep's pages for staff."""
    return reverse(name, args=[project.pk, *more])
