"""Plans in force and published reports, for everybody."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.governance.models import Plan, Report
from huaihai.governance.planning import facts
from huaihai.governance.planning.pages import LINES, row_of
from huaihai.governance.planning.reports import TEXTS
from huaihai.kit import guards
from huaihai.kit.paging import page_of

NEWEST = 10  # plans in the list; the years before stand in the register of resolutions
_NAME = re.compile(r"(2[0-9]{3})(?:-([1-4]))?", re.ASCII)


@require_safe
@guards.public
def reports(request: HttpRequest) -> HttpResponse:
    """The plans in force, and all published reports, the newest time first."""
    rows = Report.objects.published().defer("figures", *TEXTS)
    context = {
        "plans": Plan.objects.filter(stage="adopted")[:NEWEST],
        "page": page_of(rows, request.GET.get("page")),
    }
    return render(request, "governance/public/planning/reports.html", context)


@require_safe
@guards.public
def plan(request: HttpRequest, year: int) -> HttpResponse:
    """The plan in force of a year, without what officers noted."""
    in_force = Plan.objects.filter(stage="adopted").select_related("resolution")
    found = get_object_or_404(in_force, year=year)
    page = page_of(found.items.select_related("owner", "duty"), request.GET.get("page"), per_page=LINES)
    context = {"plan": found, "page": page, "rows": [row_of(item, found, None) for item in page.rows]}
    return render(request, "governance/public/planning/plan.html", context)


@require_safe
@guards.public
def report(request: HttpRequest, name: str) -> HttpResponse:
    """One published report: "2026-3" is a quarter, "2026" a year."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise Http404
    row = get_object_or_404(Report.objects.published(), year=found[1], quarter=found[2] or 0)
    context = {"report": row, "groups": facts.public_groups(row)}
    return render(request, "governance/public/planning/report.html", context)
