"""Lists of findings and places; one place, one finding, one measure with its steps, photos and letter."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.lists import Choice, List, Options, by
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import Desk, Offered
from huaihai.kit import clock, filestore
from huaihai.kit.clock import local_day
from huaihai.kit.local_words import in_script
from huaihai.supervision import powers
from huaihai.supervision.facts import MENU_KEY, to_project
from huaihai.supervision.models import Finding, Inspection, Measure, Photo
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
from huaihai.supervision.sweeping.plan import Item
from huaihai.supervision.sweeping.verbs import may_answer
from huaihai.supervision.templatetags.sweeps import finding_tone, severity_tone

SHOWN: Options = {
    "": (pgettext_lazy("findings", "Open"), Q(stage__in=LIVING)),
    "due": (pgettext_lazy("findings", "Re-check is due"), Q(stage__in=CHECKABLE)),
    "untold": (pgettext_lazy("findings", "Nothing done yet"), Q(stage="open")),
    "uncured": (pgettext_lazy("findings", "Not cured"), Q(stage="uncured")),
    "ended": (pgettext_lazy("findings", "Ended"), ~Q(stage__in=LIVING)),
}


def _cities(request: HttpRequest, project: UUID) -> Options:
    """The reader's own city first, then all of them, and each that takes part."""
    found = sweep_or_404(request, project)
    own = city_of(request, found)
    parts = found.cities.select_related("body")
    cities = by("city__key", [(one.body.key, in_script(one.body.short_name)) for one in parts])
    first = {own.key: cities[own.key]} if own else {}
    return {**first, "all": (_("All cities"), Q()), **cities}


def _findings(request: HttpRequest, project: UUID) -> QuerySet[Finding]:
    """Soonest day first."""
    rows = Finding.objects.filter(project=sweep_or_404(request, project))
    rows = rows.select_related("project__registered", "city", "clock", "inspection")
    return rows.order_by(F("clock__due_on").asc(nulls_last=True), "-found_at", "pk")


def _with_items(_request: HttpRequest, rows: Sequence[Finding]) -> list[tuple[Finding, Item]]:
    plan = plan_of(rows[0].project) if rows else None
    return [(row, plan.item(row.item)) for row in rows if plan]


def _day_of(row: Finding) -> Cell:
    if row.clock is None:
        return Cell(row.ended_at and local_day(row.ended_at))
    is_late = row.clock.due_on < clock.today()
    return Cell(row.clock.due_on, tags=[Tag(_("overdue"), "late")] if is_late else [])


FINDINGS = List[tuple[Finding, Item]](
    _("Findings"),
    current=MENU_KEY,
    rows=_findings,
    prepared=_with_items,
    columns=(
        Column(
            pgettext_lazy("sweep", "Place"),
            lambda one: Cell(one[0].inspection.called, one[0].office_url),
            sort=("inspection__called",),
        ),
        Column(
            pgettext_lazy("checklist", "Item"),
            lambda one: Cell(
                in_script(one[1].name),
                tags=[Tag(one[0].get_severity_display(), severity_tone(one[0].severity))],
            ),
        ),
        Column(_("State"), lambda one: Tag(one[0].stage_label, finding_tone(one[0].stage))),
        Column(pgettext_lazy("sweep", "Day"), lambda one: _day_of(one[0])),
        Column(_("City"), lambda one: in_script(one[0].city.short_name), sort=("city__position",)),
    ),
    choices=(
        Choice("show", _("Which findings"), SHOWN),
        Choice("city", _("City"), _cities, as_menu=True),
    ),
    back=to_project,
    empty=_("There is nothing here now."),
)
PLACES = List[Inspection](
    _("Places that were checked"),
    current=MENU_KEY,
    rows=lambda request, project: (
        Inspection.objects.filter(project=sweep_or_404(request, project))
        .standing()
        .select_related("city", "business")
        .prefetch_related("findings")
    ),
    columns=(
        Column(
            pgettext_lazy("sweep", "Place"),
            lambda row: Cell(row.called, reverse("sweep-inspection", args=[row.project_id, row.pk])),
            sort=("called",),
        ),
        Column(_("Business"), lambda row: row.business.name, sort=("business__name",)),
        Column(_("City"), lambda row: in_script(row.city.short_name), sort=("city__position",)),
        Column(pgettext_lazy("sweep", "Checked"), lambda row: row.checked_at, sort=("checked_at",)),
        Column(_("Findings"), lambda row: len(row.findings.all()), is_number=True),
    ),
    choices=(Choice("city", _("City"), _cities, as_menu=True),),
    back=to_project,
    empty=_("No place has been checked yet."),
)


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
    called=lambda measure: in_script(measure.project.title),
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
    city = city_of(request, found)
    context = {
        "project": found,
        "inspection": one,
        "newer": newer,
        "rows": [
            (plan.item(mark.item), mark, photos[mark.seal_key], findings.get(mark.pk)) for mark in marks
        ],
        "may_check": city is not None and found.stage == "running",
        "may_correct": city == one.city
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
    return filestore.file_response(  # type: ignore[return-value]  # guards name the usual kind of answer
        sha256=held.sha256, kind=held.kind, name="photo", derivative=held.derivative
    )


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
