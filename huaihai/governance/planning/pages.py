"""Plans and reports: lists, one, the sheet to print, the rows behind a number; what everybody reads."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import how_it_stands
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.lists import List, button
from huaihai.desk.lives import Words
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import Desk, Link
from huaihai.governance import standing
from huaihai.governance.charter.pages import body_words
from huaihai.governance.lives import DUTY, PLAN, REPORT
from huaihai.governance.models import Plan, PlanItem, Report
from huaihai.governance.planning import facts, verbs
from huaihai.governance.planning import reports as planning_reports
from huaihai.governance.planning.forms import job_words
from huaihai.governance.planning.reports import TEXTS
from huaihai.governance.secretariat import is_office_today
from huaihai.kit import clock, guards, local_words
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor

MENU_KEY = "plans"
REPORT_TONES = {"draft": "calm", "finished": "warn", "published": "ok"}
LONGEST_SPAN = 366


@require_safe
@readers
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One report: its numbers, each a link, its words, and what can be done now."""
    found = report_or_404(request, report_id)
    now = planning_reports.changed_since(found, at=clock.now())
    context = {
        **frame(request, MENU_KEY),
        "report": found,
        "tone": REPORT_TONES[found.stage],
        "groups": facts.groups(found, now),
        "plan": Plan.objects.filter(year=found.year, stage="adopted").first(),
        "has_changed": bool(now),
        "counted_to": min(found.until, clock.local_day(found.computed_at)),
        "verbs": REPORTS.offered(actor_of(request), found),
    }
    return render(request, "governance/office/planning/report.html", context)


@require_safe
@readers
def report_print(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The report on one sheet."""
    found = report_or_404(request, report_id)
    context = {"report": found, "groups": facts.groups(found)}
    return render(request, "governance/office/planning/report_print.html", context)


@require_safe
@readers
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """The rows behind one of the alliance's own numbers."""
    kind = planning_reports.BY_KEY.get(key)
    since, until = _day(request.GET.get("since")), _day(request.GET.get("until"))
    if kind is None or not 0 <= (until - since).days <= LONGEST_SPAN:
        raise Http404
    rows = kind.rows(since, until)
    page = facts.page(rows, request.GET.get("page"))
    context = {
        **frame(request, MENU_KEY),
        "kind": kind,
        "value": planning_reports.value_of(rows),
        "since": since,
        "until": until,
        "page": page,
        "rows": facts.lines(page.rows, actor_of(request)),
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


LINES = 50  # on a page
FILTERS: dict[str, Promise | str] = {
    "": pgettext_lazy("plan lines", "All"),
    "open": pgettext_lazy("plan lines", "Open"),
    "late": pgettext_lazy("plan lines", "Late"),
    "done": pgettext_lazy("plan lines", "Done"),
    "unclear": pgettext_lazy("plan lines", "Without body or day"),
}
PLAN_TONES = {"draft": "calm", "proposed": "warn", "adopted": "ok", "superseded": "calm"}


@require_safe
@readers
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One plan: its lines, and what can be done now."""
    actor, today = actor_of(request), clock.today()
    found = plan_or_404(request, plan_id)
    asked = request.GET.get("only", "")
    only = asked if asked in FILTERS else ""
    page = page_of(_only(found, only), request.GET.get("page"), per_page=LINES)
    is_office = standing.is_office(actor, on=today)
    context = {
        **frame(request, MENU_KEY),
        "plan": found,
        "tone": PLAN_TONES[found.stage],
        "page": page,
        "rows": [row_of(item, found, actor, is_office=is_office) for item in page.rows],
        "only": only,
        "filters": FILTERS.items(),
        "can": {verb.replace(" ", "_"): is_office and PLAN.can(verb, found.stage) for verb in PLAN.verbs},
        "verbs": PLANS.offered(actor, found),
        "motion": verbs.motion_about(found) if found.stage == "proposed" else None,
    }
    return render(request, "governance/office/planning/plan.html", context)


@require_safe
@readers
def plan_print(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """All lines on one sheet."""
    found = plan_or_404(request, plan_id)
    items = found.items.select_related("owner", "duty")
    context = {"plan": found, "rows": [row_of(item, found, None) for item in items]}
    return render(request, "governance/office/planning/plan_print.html", context)


def plan_or_404(request: HttpRequest, plan_id: UUID) -> Plan:
    """The plan, if this reader may see it."""
    rows = Plan.objects.visible_to(actor_of(request)).select_related("resolution")
    return get_object_or_404(rows, pk=plan_id)


def item_or_404(request: HttpRequest, item_id: UUID) -> PlanItem:
    """The line, if this reader may see it."""
    rows = PlanItem.objects.visible_to(actor_of(request)).select_related("plan", "owner")
    return get_object_or_404(rows, pk=item_id)


def plan_address(found: Plan) -> str:
    """The page of the plan."""
    return reverse("office-plan", args=[found.pk])


def report_address(found: Report) -> str:
    """The page of the report."""
    return reverse("office-report", args=[found.pk])


def _only(found: Plan, only: str) -> Any:
    rows = found.items.select_related("owner", "duty").order_by("position", "pk")
    today = clock.today()
    late = Q(due_on__lt=today, done_on=None) | Q(done_on__gt=F("due_on"))
    wanted = {
        "open": Q(done_on=None),
        "done": Q(done_on__isnull=False),
        "late": late,
        "unclear": Q(owner=None) | Q(due_on=None),
    }
    return rows.filter(wanted[only]) if only else rows


def row_of(item: PlanItem, found: Plan, actor: Actor | None, *, is_office: bool = False) -> dict[str, Any]:
    """A line as it is shown; without an actor nothing can be done with it."""
    speaks = actor is not None and item.owner is not None and standing.speaks_for(actor, item.owner)
    state, tone = _state(item, found)
    return {
        "item": item,
        "text": local_words.in_script(item.text),
        "job": job_words().get(item.job, item.job),
        "owner": body_words(item.owner) if item.owner else "",
        "state": state,
        "tone": tone,
        "may_note": found.stage == "adopted" and (is_office or speaks),
        "duty": str(DUTY.stages[item.duty.stage]) if item.duty and actor else "",
        "origin": item.get_origin_display() if found.stage == "draft" else "",
    }


def _state(item: PlanItem, found: Plan) -> tuple[str, str]:
    """In words, and the tone of its tag; a draft has no late lines."""
    is_late = found.stage == "adopted" and item.is_late(clock.today())
    if item.done_on is not None:
        words = pgettext("plan line", "done late") if is_late else pgettext("plan line", "done")
        return words, "ok"
    return (pgettext("plan line", "late"), "late") if is_late else (pgettext("plan line", "open"), "calm")


def _as_it_is(found: Plan) -> str:
    return _("The plan has %(n)s lines now and is: %(stage)s.") % {
        "n": found.items.count(),
        "stage": found.stage_label,
    }


PLANS = Desk[Plan](
    "office-plan",
    verbs=(
        Link("change", "office-plan-line-new", pgettext_lazy("plan", "Add a line"), "plain"),
        verbs.propose,
        verbs.take_back,
    ),
    find=plan_or_404,
    home=plan_address,
    called=lambda found: found.title,
    life=PLAN,
    may=is_office_today,
    not_now=how_it_stands,
    now=_as_it_is,
    current=MENU_KEY,
    thing="plan",
)
REPORTS = Desk[Report](
    "office-report",
    verbs=(
        planning_reports.write,
        planning_reports.refresh,
        planning_reports.finish,
        planning_reports.publish,
        planning_reports.reopen,
    ),
    find=report_or_404,
    home=report_address,
    called=lambda found: found.title,
    life=REPORT,
    may=is_office_today,
    not_now=how_it_stands,
    current=MENU_KEY,
    thing="report",
)


def _adopted(found: Plan) -> Cell:
    if not (found.adopted_on and found.resolution):
        return Cell()
    return Cell(found.adopted_on, lines=[_("resolution %(number)s") % {"number": found.resolution.number}])


def _lists(_request: HttpRequest) -> list[tuple[Words, str]]:
    return [(_("Plans"), reverse("office-plans")), (_("Reports"), reverse("office-reports"))]


PLAN_LIST = List[Any](
    _("Plans"),
    current=MENU_KEY,
    rows=lambda request: (
        Plan.objects.visible_to(actor_of(request))
        .select_related("resolution")
        .annotate(lines=Count("items"), done=Count("items", filter=Q(items__done_on__isnull=False)))
    ),
    columns=(
        Column(_("Plan"), lambda row: Cell(row.title, plan_address(row)), sort=("year", "serial")),
        Column(_("State"), lambda row: Tag(row.stage_label, PLAN_TONES[row.stage])),
        Column(pgettext_lazy("plan", "Lines"), lambda row: row.lines, is_number=True),
        Column(
            pgettext_lazy("plan lines", "Done"),
            lambda row: Cell(row.done, f"{plan_address(row)}?only=done" if row.lines else ""),
            is_number=True,
        ),
        Column(pgettext_lazy("plan", "Adopted"), _adopted, sort=("adopted_on",)),
    ),
    links=_lists,
    buttons=button("office-plan-opening", _("Open a plan")),
    empty=_("There is no plan yet. The secretariat opens one; it comes filled in."),
    file="plans",
)
REPORT_LIST = List[Report](
    _("Reports"),
    current=MENU_KEY,
    rows=lambda request: Report.objects.visible_to(actor_of(request)).defer("figures", *TEXTS),
    columns=(
        Column(_("Report"), lambda row: Cell(row.title, report_address(row)), sort=("year", "quarter")),
        Column(_("State"), lambda row: Tag(row.stage_label, REPORT_TONES[row.stage])),
        Column(_("Figures counted"), lambda row: row.computed_at, sort=("computed_at",)),
        Column(pgettext_lazy("report", "Published"), lambda row: row.published_at, sort=("published_at",)),
    ),
    links=_lists,
    buttons=button("office-report-opening", _("Open a report")),
    empty=_("There is no report yet. The secretariat opens one; its figures are counted at once."),
    file="reports",
)


NEWEST = 10  # plans in the list; the years before stand in the register of resolutions
_NAME = re.compile(r"(2[0-9]{3})(?:-([1-4]))?", re.ASCII)


@require_safe
@guards.same_for_all
def public_reports(request: HttpRequest) -> HttpResponse:
    """The plans in force, and all published reports, the newest time first."""
    rows = Report.objects.published().defer("figures", *TEXTS)
    context = {
        "plans": Plan.objects.filter(stage="adopted")[:NEWEST],
        "page": page_of(rows, request.GET.get("page")),
    }
    return render(request, "governance/public/planning/reports.html", context)


@require_safe
@guards.same_for_all
def public_plan(request: HttpRequest, year: int) -> HttpResponse:
    """The plan in force of a year, without what officers noted."""
    in_force = Plan.objects.filter(stage="adopted").select_related("resolution")
    found = get_object_or_404(in_force, year=year)
    page = page_of(found.items.select_related("owner", "duty"), request.GET.get("page"), per_page=LINES)
    context = {"plan": found, "page": page, "rows": [row_of(item, found, None) for item in page.rows]}
    return render(request, "governance/public/planning/plan.html", context)


@require_safe
@guards.same_for_all
def public_report(request: HttpRequest, name: str) -> HttpResponse:
    """One published report: "2026-3" is a quarter, "2026" a year."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise Http404
    row = get_object_or_404(Report.objects.published(), year=found[1], quarter=found[2] or 0)
    context = {"report": row, "groups": facts.public_groups(row)}
    return render(request, "governance/public/planning/report.html", context)
