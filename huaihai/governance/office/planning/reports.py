"""Reports: the list, one report, the sheet to print, and the rows behind one of the alliance's own numbers."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame, readers
from huaihai.governance import figures, standing
from huaihai.governance.actions import reporting
from huaihai.governance.models import Plan, Report
from huaihai.governance.office.planning import behind, shown
from huaihai.governance.plan_lives import REPORT
from huaihai.kit import clock
from huaihai.kit.paging import page_of

MENU_KEY = "plans"
TONES = {"draft": "calm", "finished": "warn", "published": "ok"}
LONGEST_SPAN = 366


@require_safe
@readers
def reports(request: HttpRequest) -> HttpResponse:
    """All reports, the newest time first."""
    rows = Report.objects.visible_to(actor_of(request)).defer("figures", *reporting.TEXTS)
    page = page_of(rows, request.GET.get("page"))
    context = {
        **frame(request, MENU_KEY),
        "page": page,
        "rows": [(row, TONES[row.stage]) for row in page.rows],
    }
    return render(request, "governance/office/planning/reports.html", context)


@require_safe
@readers
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One report: its numbers, each a link, its words, and what can be done now."""
    found = report_or_404(request, report_id)
    is_office = standing.is_office(actor_of(request), on=clock.today())
    now = reporting.changed_since(found, at=clock.now())
    context = {
        **frame(request, MENU_KEY),
        "report": found,
        "tone": TONES[found.stage],
        "groups": shown.groups(found, now),
        "plan": Plan.objects.filter(year=found.year, stage="adopted").first(),
        "has_changed": bool(now),
        "counted_to": min(found.until, clock.local_day(found.computed_at)),
        "verbs": {verb: is_office and REPORT.can(verb, found.stage) for verb in REPORT.verbs},
    }
    return render(request, "governance/office/planning/report.html", context)


@require_safe
@readers
def report_print(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The report on one sheet."""
    found = report_or_404(request, report_id)
    context = {"report": found, "groups": shown.groups(found)}
    return render(request, "governance/office/planning/report_print.html", context)


@require_safe
@readers
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """The rows behind one of the alliance's own numbers."""
    kind = figures.BY_KEY.get(key)
    since, until = _day(request.GET.get("since")), _day(request.GET.get("until"))
    if kind is None or not 0 <= (until - since).days <= LONGEST_SPAN:
        raise Http404
    rows = kind.rows(since, until)
    page = behind.page(rows, request.GET.get("page"))
    context = {
        **frame(request, MENU_KEY),
        "kind": kind,
        "value": figures.value_of(rows),
        "since": since,
        "until": until,
        "page": page,
        "rows": [behind.line(row) for row in page.rows],
    }
    return render(request, "governance/office/planning/figure.html", context)


def report_or_404(request: HttpRequest, report_id: UUID) -> Report:
    """The report, if this reader may see it."""
    return get_object_or_404(Report.objects.visible_to(actor_of(request)), pk=report_id)


def _day(text: str | None) -> date:
    try:
        day = date.fromisoformat(text or "")
    except ValueError as error:
        raise Http404 from error
    if not 2000 <= day.year <= 2200:
        raise Http404
    return day
