"""Published reports, for everybody."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.governance.actions.reporting import TEXTS
from huaihai.governance.models import Report
from huaihai.governance.office.planning import shown
from huaihai.kit import guards
from huaihai.kit.paging import page_of

_NAME = re.compile(r"(2[0-9]{3})(?:-([1-4]))?", re.ASCII)


@require_safe
@guards.public
def reports(request: HttpRequest) -> HttpResponse:
    """All published reports, the newest time first."""
    rows = Report.objects.published().defer("figures", *TEXTS)
    context = {"page": page_of(rows, request.GET.get("page"))}
    return render(request, "governance/public/planning/reports.html", context)


@require_safe
@guards.public
def report(request: HttpRequest, name: str) -> HttpResponse:
    """One published report: "2026-3" is a quarter, "2026" a year."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise Http404
    row = get_object_or_404(Report.objects.published(), year=found[1], quarter=found[2] or 0)
    context = {"report": row, "groups": shown.public_groups(row)}
    return render(request, "governance/public/planning/report.html", context)
