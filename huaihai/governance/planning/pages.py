"""Plans and reports: lists, one, the sheet to print, the rows behind a number; what forms ask."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.governance import standing
from huaihai.governance.charter.pages import body_words
from huaihai.governance.lives import DUTY, PLAN, REPORT
from huaihai.governance.models import Plan, PlanItem, Report
from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.governance.planning import facts, verbs
from huaihai.governance.planning import reports as planning_reports
from huaihai.governance.planning.verbs import Line as PlanLine
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import Day, Line, SeenForm, Words
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

MENU_KEY = "plans"
REPORT_TONES = {"draft": "calm", "finished": "warn", "published": "ok"}
LONGEST_SPAN = 366


@require_safe
@readers
def reports(request: HttpRequest) -> HttpResponse:
    """All reports, the newest time first."""
    rows = Report.objects.visible_to(actor_of(request)).defer("figures", *planning_reports.TEXTS)
    page = page_of(rows, request.GET.get("page"))
    context = {
        **frame(request, MENU_KEY),
        "page": page,
        "rows": [(row, REPORT_TONES[row.stage]) for row in page.rows],
    }
    return render(request, "governance/office/planning/reports.html", context)


@require_safe
@readers
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One report: its numbers, each a link, its words, and what can be done now."""
    found = report_or_404(request, report_id)
    is_office = standing.is_office(actor_of(request), on=clock.today())
    now = planning_reports.changed_since(found, at=clock.now())
    context = {
        **frame(request, MENU_KEY),
        "report": found,
        "tone": REPORT_TONES[found.stage],
        "groups": facts.groups(found, now),
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
        "rows": [facts.line(row) for row in page.rows],
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


YEAR_ATTRIBUTES = {"inputmode": "numeric", "autocomplete": "off"}


class YearForm(forms.Form):
    """For which year?"""

    year = forms.IntegerField(
        label=_("For which year?"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs=YEAR_ATTRIBUTES),
    )


class PeriodForm(YearForm):
    """Which quarter of which year, or the whole year?"""

    quarter = forms.TypedChoiceField(
        label=_("Which part of the year?"),
        choices=[
            (1, _("first quarter (January to March)")),
            (2, _("second quarter (April to June)")),
            (3, _("third quarter (July to September)")),
            (4, _("fourth quarter (October to December)")),
            (0, _("the whole year")),
        ],
        coerce=int,
        widget=forms.RadioSelect,
    )


class LineForm(SeenForm):
    """One line of a plan."""

    text = Line(label=_("What is to be done?"), max_length=300)
    job = forms.ChoiceField(label=_("What does it belong to?"))
    owner = forms.ChoiceField(
        label=_("Who does it?"), required=False, help_text=_("Needed before the plan is proposed.")
    )
    due_on = Day(
        label=_("By which day?"),
        earliest=-800,
        latest=4000,
        required=False,
        help_text=_("The last day. Needed before the plan is proposed."),
    )
    target = forms.DecimalField(
        label=_("Number to reach"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    unit = Line(
        label=_("Unit of the number"),
        help_text=_("For instance: cities, tests, %."),
        max_length=20,
        required=False,
    )
    is_yearly = forms.BooleanField(label=_("Comes back every year"), required=False)

    def __init__(self, *args: Any, bodies: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = {str(body.pk): body for body in bodies}
        owner, job = self.fields["owner"], self.fields["job"]
        assert isinstance(owner, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        assert isinstance(job, forms.ChoiceField)  # noqa: S101
        owner.choices = [("", "—"), *((key, body_words(body)) for key, body in self.bodies.items())]
        job.choices = job_choices()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("unit") and cleaned.get("target") is None and "target" not in self.errors:
            self.add_error("target", _t("A unit needs its number."))
        return cleaned

    def line(self) -> PlanLine:
        """What the line says."""
        said = {name: value for name, value in self.facts().items() if name != "owner"}
        return PlanLine(owner=self.bodies.get(self.cleaned_data["owner"]), **said)


class DoneForm(SeenForm):
    """When a line was done."""

    done_on = Day(label=_("On which day was it done?"), earliest=-800, latest=0)
    note = Line(
        label=pgettext_lazy("plan line", "What came of it?"),
        help_text=_("One sentence; with a number to reach, how much was reached."),
        max_length=300,
        required=False,
    )


class NotDoneForm(SeenForm):
    """Why a line is not done after all."""

    note = Line(label=_("Why is it not done after all?"), max_length=300)


class TextsForm(SeenForm):
    """The words of a report."""

    done_text = Words(label=pgettext_lazy("report", "What was done"))
    stuck_text = Words(label=pgettext_lazy("report", "What is stuck, and why"), required=False)
    next_text = Words(label=pgettext_lazy("report", "What comes next"), required=False)


class ConfirmForm(SeenForm):
    """A step that asks for nothing."""


def job_choices() -> list[Any]:
    """The alliance's jobs, then its nine, under two headings."""
    raw = alliance.load().raw
    headings = (("job", _t("Jobs of the alliance")), ("nine", _t("Nine in one")))
    found = [(title, [(row["key"], _words(row)) for row in raw.get(name, ())]) for name, title in headings]
    return [(title, rows) for title, rows in found if rows]


def job_words() -> dict[str, str]:
    """Key → words of everything a line may belong to."""
    return {key: words for _title, rows in job_choices() for key, words in rows}


def _words(row: Any) -> str:
    return local_words.either(zh=row["zh"], en=row["en"])


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
def plans(request: HttpRequest) -> HttpResponse:
    """All plans, the newest year first."""
    rows = (
        Plan.objects.visible_to(actor_of(request))
        .select_related("resolution")
        .annotate(lines=Count("items"), done=Count("items", filter=Q(items__done_on__isnull=False)))
    )
    page = page_of(rows, request.GET.get("page"))
    context = {
        **frame(request, MENU_KEY),
        "page": page,
        "rows": [(row, PLAN_TONES[row.stage]) for row in page.rows],
    }
    return render(request, "governance/office/planning/plans.html", context)


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
        "verbs": {verb.replace(" ", "_"): is_office and PLAN.can(verb, found.stage) for verb in PLAN.verbs},
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
