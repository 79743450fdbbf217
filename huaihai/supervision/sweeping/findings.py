"""Lists of findings and places; one place, one finding, one measure with its steps, photos and letter."""

from typing import Any, Final
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.verbs import Desk, Offered
from huaihai.kit import clock, filestore, local_words
from huaihai.kit.paging import page_of
from huaihai.members.models import Organisation
from huaihai.supervision import powers
from huaihai.supervision.facts import MENU_KEY
from huaihai.supervision.models import Finding, Inspection, Measure, Photo, Project
from huaihai.supervision.sweeping import measures
from huaihai.supervision.sweeping.life import CHECKABLE, FINDING, LIVING, MEASURES
from huaihai.supervision.sweeping.pages import (
    city_of,
    finding_or_404,
    measure_or_404,
    photos_about,
    plan_of,
    sweep_or_404,
)
from huaihai.supervision.sweeping.verbs import may_answer

SHOWN = {
    "": pgettext_lazy("findings", "Open"),
    "due": pgettext_lazy("findings", "Re-check is due"),
    "untold": pgettext_lazy("findings", "Nothing done yet"),
    "uncured": pgettext_lazy("findings", "Not cured"),
    "ended": pgettext_lazy("findings", "Ended"),
}


@require_safe
@readers
def findings(request: HttpRequest, project: UUID) -> HttpResponse:
    """Findings, soonest day first; `?city=` chooses another city, "all" all of them."""
    found = sweep_or_404(request, project)
    own, chosen = city_of(request, found), request.GET.get("show", "")
    chosen = chosen if chosen in SHOWN else ""
    city, asked = _city(found, request.GET.get("city", ""), own)
    rows = narrowed(found, chosen, city).select_related("business", "city", "clock", "inspection")
    page = page_of(
        rows.order_by(F("clock__due_on").asc(nulls_last=True), "-found_at", "pk"), request.GET.get("page")
    )
    plan, today = plan_of(found), clock.today()
    context: dict[str, Any] = {
        "project": found,
        "page": page,
        "rows": [
            (row, plan.item(row.item), bool(row.clock and row.clock.due_on < today)) for row in page.rows
        ],
        "chosen": chosen,
        "choices": SHOWN.items(),
        "city": city,
        "asked": asked,
        "cities": [part.body for part in found.cities.select_related("body")],
    }
    return render(request, "supervision/sweeping/findings.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def places(request: HttpRequest, project: UUID) -> HttpResponse:
    """The places that were checked, newest first."""
    found = sweep_or_404(request, project)
    city, _asked = _city(found, request.GET.get("city", ""), city_of(request, found))
    rows = Inspection.objects.filter(project=found).standing().select_related("city", "business")
    rows = rows.filter(city=city) if city else rows
    page = page_of(rows.prefetch_related("findings"), request.GET.get("page"))
    context = {
        "project": found,
        "page": page,
        "city": city,
        "cities": [part.body for part in found.cities.select_related("body")],
    }
    return render(request, "supervision/sweeping/places.html", frame(request, MENU_KEY) | context)


def narrowed(project: Project, chosen: str, city: Organisation | None) -> QuerySet[Finding]:
    """The findings of a list; None: of all cities."""
    rows = Finding.objects.filter(project=project)
    rows = rows.filter(city=city) if city else rows
    if chosen == "due":
        return rows.filter(stage__in=CHECKABLE)
    if chosen == "untold":
        return rows.filter(stage="open")
    if chosen == "uncured":
        return rows.filter(stage="uncured")
    return rows.exclude(stage__in=LIVING) if chosen == "ended" else rows.filter(stage__in=LIVING)


def _city(project: Project, asked: str, own: Organisation | None) -> tuple[Organisation | None, str]:
    """Whose rows are shown: those asked for, else the reader's own; None: of all."""
    if asked == "all" or (not asked and own is None):
        return None, "all"
    if not asked and own is not None:
        return own, own.key
    part = project.cities.filter(body__key=asked.replace("\x00", "")[:64]).select_related("body").first()
    return (part.body, asked) if part else (None, "all")


_OF_FINDING: Final = (
    ("find cured", "sweep-recheck", pgettext_lazy("sweep", "Write down a re-check")),
    ("follow", "sweep-advice", _("Give written advice")),
    ("follow", "sweep-talk", _("Invite to a talk")),
    ("promise", "sweep-promise", _("Note a promise")),
    ("hand over", "sweep-handing", _("Hand it to the authority")),
    ("expose", "sweep-exposure", _("Propose an exposure")),
)

# What is done with a measure, by the city that began it.
MEASURE = Desk[Measure](
    "sweep",
    verbs=(
        measures.serve,
        measures.withdraw,
        measures.hold,
        measures.move_talk,
        measures.call_off,
        measures.note_answer,
    ),
    find=measure_or_404,
    may=lambda actor, measure: (
        (part := powers.city_of(actor, measure.project)) is not None and part.body_id == measure.body_id
    ),
    life=lambda measure: MEASURES[measure.kind],
    keys=lambda measure: [measure.project_id, measure.pk],
    home=lambda measure: measure.office_url,
    called=lambda measure: local_words.in_script(measure.project.title),
    thing="measure",
    current=MENU_KEY,
)


def steps_of(finding: Finding) -> list[Offered]:
    """The next steps of a finding; the re-check first where it is due."""
    first = _first(finding)
    return [
        Offered(reverse(name, args=[finding.project_id, finding.pk]), label, "" if name in first else "plain")
        for verb, name, label in _OF_FINDING
        if FINDING.can(verb, finding.stage)
    ]


def _first(finding: Finding) -> tuple[str, ...]:
    """The buttons that stand out: what the stage asks for."""
    if finding.stage in ("claimed", "due"):
        return ("sweep-recheck",)
    if finding.stage == "uncured":
        return ("sweep-handing", "sweep-exposure")
    return ("sweep-advice",) if finding.stage == "open" else ()


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
    context = finding_facts(one) | {
        "steps": steps_of(one) if is_own else [],
        "may_answer": may_answer(one, actor_of(request), at=clock.now()),
    }
    return render(request, "supervision/sweeping/finding.html", frame(request, MENU_KEY) | context)


@never_cache
@require_safe
@readers
def measure(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """Written advice, a talk with its minutes, a promise or a letter to the authority."""
    one = measure_or_404(request, project, pk)
    context = measure_facts(one) | {"steps": MEASURE.offered(actor_of(request), one)}
    return render(request, "supervision/sweeping/measure.html", frame(request, MENU_KEY) | context)


@never_cache
@require_safe
@readers
def letter(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The letter, to be printed, stamped and sent."""
    one = measure_or_404(request, project, pk)
    context = measure_facts(one)
    return render(request, "supervision/sweeping/letter.html", frame(request, MENU_KEY) | context)


def photo_response(held: Photo) -> HttpResponse:
    """A photo as it is handed out. Raises Http404."""
    try:
        return filestore.file_response(  # type: ignore[return-value]  # guards name the usual kind of answer
            sha256=held.sha256, kind=held.kind, name="photo", derivative=held.derivative
        )
    except FileNotFoundError as error:
        raise Http404 from error


def finding_facts(one: Finding) -> dict[str, Any]:
    """What both the staff and the business see of a finding."""
    rechecks, words = list(one.rechecks.all()), list(one.words.all())
    keys = [one.mark.seal_key, *(row.seal_key for row in (*rechecks, *words))]
    photos = photos_about(*keys)
    followed = one.measures.select_related("body").prefetch_related("parties").order_by("issued_at", "pk")
    return {
        "project": one.project,
        "finding": one,
        "item": plan_of(one.project).item(one.item),
        "photos": photos[one.mark.seal_key],
        "measures": followed,
        "rechecks": [(row, photos[row.seal_key]) for row in rechecks],
        "words": [(row, photos[row.seal_key]) for row in words],
        "is_late": bool(one.clock and one.clock.due_on < clock.today()),
    }


def measure_facts(one: Measure) -> dict[str, Any]:
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
