"""One place that was checked, one finding, one measure; their photos; letters to print."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame, readers
from huaihai.kit import clock, filestore
from huaihai.supervision.models import Finding, Inspection, Measure, Photo
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.sweeping.actions.answering import may_answer
from huaihai.supervision.sweeping.following.menu import measure_steps, steps_of
from huaihai.supervision.sweeping.pages import (
    city_of,
    finding_or_404,
    measure_or_404,
    photos_about,
    plan_of,
    sweep_or_404,
)


@require_safe
@readers
def inspection(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """A place: each item as it was marked, with photos; its findings and what followed."""
    found = sweep_or_404(request, project)
    rows = Inspection.objects.filter(project=found).select_related("city", "business", "place", "replaces")
    one = get_object_or_404(rows, pk=pk)
    plan, marks = plan_of(found), list(one.marks.all())
    photos = photos_about(*(mark.seal_key for mark in marks))
    findings = {finding.mark_id: finding for finding in one.findings.all()}
    order = {item.key: place for place, item in enumerate(plan.items)}
    marks.sort(key=lambda mark: order.get(mark.item, len(order)))
    newer = Inspection.objects.filter(replaces=one).first()
    is_own = city_of(request, found) == one.city
    context = {
        "project": found,
        "inspection": one,
        "newer": newer,
        "rows": [
            (plan.item(mark.item), mark, photos[mark.seal_key], findings.get(mark.pk)) for mark in marks
        ],
        "may_correct": is_own
        and newer is None
        and found.stage == "running"
        and all(finding.stage == "open" for finding in findings.values()),
    }
    return render(request, "supervision/sweeping/inspection.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def finding(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """A finding: what it is, until when, what followed, what the business says, the re-checks, the next step."""
    one = finding_or_404(request, project, pk)
    is_own = city_of(request, one.project) == one.city
    context = told_of(one) | {
        "is_own": is_own,
        "steps": steps_of(one) if is_own else [],
        "may_answer": may_answer(one, actor_of(request), at=clock.now()),
    }
    return render(request, "supervision/sweeping/finding.html", frame(request, MENU_KEY) | context)


@never_cache
@require_safe
@readers
def measure(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """Written advice, a talk with its minutes, a promise or a letter to the authority."""
    one = measure_or_404(project, pk)
    found = sweep_or_404(request, project)
    is_own = city_of(request, found) == one.body
    context = told_of_measure(one) | {"steps": measure_steps(one) if is_own else []}
    return render(request, "supervision/sweeping/measure.html", frame(request, MENU_KEY) | context)


@never_cache
@require_safe
@readers
def letter(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The letter, to be printed, stamped and sent."""
    one = measure_or_404(project, pk)
    sweep_or_404(request, project)
    context = told_of_measure(one)
    return render(request, "supervision/sweeping/letter.html", frame(request, MENU_KEY) | context)


def photo_response(held: Photo) -> HttpResponse:
    """A photo as it is handed out. Raises Http404."""
    try:
        return filestore.file_response(  # type: ignore[return-value]  # guards name the usual kind of answer
            sha256=held.sha256, kind=held.kind, name="photo", derivative=held.derivative
        )
    except FileNotFoundError as error:
        raise Http404 from error


def told_of(one: Finding) -> dict[str, Any]:
    """What both the staff and the business see of a finding."""
    rechecks, words = list(one.rechecks.all()), list(one.words.all())
    keys = [one.mark.seal_key, *(row.seal_key for row in (*rechecks, *words))]
    photos = photos_about(*keys)
    measures = one.measures.select_related("body").prefetch_related("parties").order_by("issued_at", "pk")
    return {
        "project": one.project,
        "finding": one,
        "item": plan_of(one.project).item(one.item),
        "photos": photos[one.mark.seal_key],
        "measures": measures,
        "rechecks": [(row, photos[row.seal_key]) for row in rechecks],
        "words": [(row, photos[row.seal_key]) for row in words],
        "is_late": bool(one.clock and one.clock.due_on < clock.today()),
    }


def told_of_measure(one: Measure) -> dict[str, Any]:
    """A measure with its businesses and findings, for page and letter."""
    plan = plan_of(one.project)
    rows = one.findings.select_related("city", "business", "inspection", "clock", "mark")
    rows = rows.prefetch_related("rechecks").order_by("business__name", "found_at", "item")
    return {
        "project": one.project,
        "measure": one,
        "plan": plan,
        "parties": one.parties.select_related("business"),
        "joined": one.joined.all(),
        "rows": [(row, plan.item(row.item)) for row in rows],
        "promises": one.promises.prefetch_related("parties__business").order_by("pk"),
    }
