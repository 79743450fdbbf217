"""Lists for the staff: findings of the own city or of all, what is due, and the places that were checked."""

from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.frame import frame, readers
from huaihai.kit import clock
from huaihai.kit.paging import page_of
from huaihai.members.models import Organisation
from huaihai.supervision.models import Finding, Inspection, Project
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.sweeping.lives import CHECKABLE, LIVING
from huaihai.supervision.sweeping.pages import city_of, plan_of, sweep_or_404

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
    city, asked = _city(found, request.GET.get("city", ""), city_of(request, found))
    rows = Inspection.objects.filter(project=found).standing().select_related("city", "business")
    rows = rows.filter(city=city) if city else rows
    page = page_of(rows.prefetch_related("findings"), request.GET.get("page"))
    context = {
        "project": found,
        "page": page,
        "city": city,
        "asked": asked,
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
