"""What can be done with a plan or a report, one page each."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.governance.charter import verbs as charter_verbs
from huaihai.governance.lives import PLAN, REPORT
from huaihai.governance.models import Plan, Report
from huaihai.governance.planning import reports
from huaihai.governance.planning import verbs as planning_verbs
from huaihai.governance.planning.pages import (
    MENU_KEY,
    ConfirmForm,
    DoneForm,
    LineForm,
    NotDoneForm,
    PeriodForm,
    TextsForm,
    YearForm,
    item_or_404,
    plan_or_404,
    report_or_404,
)
from huaihai.kit import clock
from huaihai.members.models import Organisation


@asking
@readers
def plan_opening(request: HttpRequest) -> HttpResponse:
    """For which year a plan is opened."""
    question = Question(
        current=MENU_KEY,
        title=gettext_lazy("Open a plan"),
        button=gettext_lazy("Open the draft"),
        back=reverse("office-plans"),
        back_label=gettext_lazy("Plans and reports"),
        lead=gettext_lazy(
            "It opens filled in: what is left over from last year, what comes back every year, open follow-up "
            "duties, and the jobs of the alliance."
        ),
        is_shown=acts_as_office(request),
    )
    return ask(
        request,
        question,
        form=partial(YearForm, initial={"year": clock.today().year + 1}),
        act=lambda form: planning_verbs.open_plan(**form.cleaned_data, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The draft is open, filled in with what is known."),
        to=plan_address,
    )


@asking
@readers
def new_line(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One more line."""
    plan = plan_or_404(request, plan_id)
    return ask(
        request,
        _plan_question(
            request, plan, "change", gettext_lazy("A new line"), button=gettext_lazy("Add the line")
        ),
        form=partial(LineForm, bodies=_bodies(), seen=plan.version),
        act=lambda form: planning_verbs.add_item(
            plan, form.line(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The line is in the plan."),
        to=plan_address(plan),
    )


@asking
@readers
def line(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Changing a line."""
    item = item_or_404(request, item_id)
    initial = {name: getattr(item, name) for name in ("text", "job", "due_on", "target", "unit", "is_yearly")}
    initial["owner"] = str(item.owner_id or "")
    return ask(
        request,
        _plan_question(
            request, item.plan, "change", gettext_lazy("Change a line"), button=gettext_lazy("Save the line")
        ),
        form=partial(LineForm, bodies=_bodies(), seen=item.plan.version, initial=initial),
        act=lambda form: planning_verbs.change_item(
            item, form.line(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The line is changed."),
        to=plan_address(item.plan),
    )


@asking
@readers
def line_removal(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Taking a line out of a draft."""
    item = item_or_404(request, item_id)
    return ask(
        request,
        _plan_question(
            request, item.plan, "change", gettext_lazy("Take this line out"), lead=item.text, tone="late"
        ),
        form=partial(ConfirmForm, seen=item.plan.version),
        act=lambda form: planning_verbs.remove_item(
            item, seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The line is out of the plan."),
        to=plan_address(item.plan),
    )


@asking
@readers
def proposal(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Fixing the plan, so that a motion can be about it."""
    plan = plan_or_404(request, plan_id)
    lead = gettext_lazy("Its text is fixed from then on. A motion with the effect “plan” adopts it.")
    return ask(
        request,
        _plan_question(request, plan, "propose", gettext_lazy("Propose this plan"), lead=lead),
        form=partial(ConfirmForm, seen=plan.version),
        act=lambda form: planning_verbs.propose(
            plan, seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The plan is proposed and fixed."),
        to=plan_address(plan),
    )


@asking
@readers
def taking_back(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Making a draft of a proposed plan again."""
    plan = plan_or_404(request, plan_id)
    lead = gettext_lazy("It becomes a draft again and can be changed.")
    return ask(
        request,
        _plan_question(request, plan, "take back", gettext_lazy("Take this plan back"), lead=lead),
        form=partial(ConfirmForm, seen=plan.version),
        act=lambda form: planning_verbs.take_back(
            plan, seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The plan is a draft again."),
        to=plan_address(plan),
    )


@asking
@readers
def line_done(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Noting that a line is done, or, if it was noted, that it is not."""
    item, actor, today = item_or_404(request, item_id), actor_of(request), clock.today()
    was_done = item.done_on is not None
    verb = "note not done" if was_done else "note done"
    question = _plan_question(
        request,
        item.plan,
        verb,
        gettext_lazy("Not done after all") if was_done else gettext_lazy("Note as done"),
        button=pgettext_lazy("plan line", "Write it down"),
        lead=f"{item.text} {item.shown_target}".strip(),
        is_shown=planning_verbs.may_note(actor, item, on=today) and PLAN.can(verb, item.plan.stage),
        now=lambda _item: "",
    )
    not_done, done = NotDoneForm, partial(DoneForm, initial={"done_on": today})
    return ask(
        request,
        question,
        form=partial(not_done if was_done else done, seen=item.version),
        act=lambda form: planning_verbs.note_done(
            item, **{"done_on": None, **form.facts()}, seen=form.version_seen, by=actor, at=clock.now()
        ),
        done=gettext_lazy("Noted."),
        to=plan_address(item.plan),
    )


def plan_address(plan: Plan) -> str:
    """The page of the plan."""
    return reverse("office-plan", args=[plan.pk])


def _plan_question(
    request: HttpRequest, plan: Plan, verb: str, title: Promise | str, **more: Any
) -> Question:
    """What every page about one plan has in common; unless told otherwise it is for the office."""
    asked: dict[str, Any] = {
        "current": MENU_KEY,
        "title": title,
        "button": title,
        "back": plan_address(plan),
        "back_label": plan.title,
        "is_shown": acts_as_office(request) and PLAN.can(verb, plan.stage),
        "now": _as_it_is,
    }
    return Question(**asked | more)


def _as_it_is(plan: Plan) -> str:
    return _("The plan has %(n)s lines now and is: %(stage)s.") % {
        "n": plan.items.count(),
        "stage": plan.stage_label,
    }


def _bodies() -> list[Organisation]:
    return charter_verbs.bodies_to_name(clock.today())


@asking
@readers
def report_opening(request: HttpRequest) -> HttpResponse:
    """On which time a report is opened: the quarter that ended last, unless another is asked for."""
    today = clock.today()
    before = (today.month - 1) // 3  # the quarter before this one; 0 in the first
    initial = {"year": today.year if before else today.year - 1, "quarter": before or 4}
    question = Question(
        current=MENU_KEY,
        title=gettext_lazy("Open a report"),
        button=gettext_lazy("Open the draft"),
        back=reverse("office-reports"),
        back_label=gettext_lazy("Reports"),
        lead=gettext_lazy("It opens filled in: every number is counted and leads to the rows behind it."),
        is_shown=acts_as_office(request),
    )
    return ask(
        request,
        question,
        form=partial(PeriodForm, initial=initial),
        act=lambda form: reports.open_report(**form.cleaned_data, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The report is open, with all figures counted."),
        to=report_address,
    )


@asking
@readers
def texts(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The words of the report."""
    report = report_or_404(request, report_id)
    initial = {name: getattr(report, name) for name in reports.TEXTS}
    return ask(
        request,
        _report_question(
            request,
            report,
            "write",
            gettext_lazy("The words of the report"),
            button=gettext_lazy("Save the words"),
        ),
        form=partial(TextsForm, seen=report.version, initial=initial),
        act=lambda form: reports.write(
            report, texts=form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The words are saved."),
        to=report_address(report),
    )


@asking
@readers
def counting(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Counting all figures again."""
    return _confirm(
        request,
        report_id,
        "refresh",
        title=gettext_lazy("Count the figures again"),
        lead=gettext_lazy("The numbers are replaced by those of this moment."),
        act=reports.refresh,
        done=gettext_lazy("The figures are counted again."),
    )


@asking
@readers
def finishing(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Fixing the report."""
    return _confirm(
        request,
        report_id,
        "finish",
        title=gettext_lazy("Finish this report"),
        lead=gettext_lazy("Words and numbers are fixed from then on."),
        act=reports.finish,
        done=gettext_lazy("The report is finished and fixed."),
    )


@asking
@readers
def reopening(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Making a draft of a finished report again."""
    return _confirm(
        request,
        report_id,
        "reopen",
        title=gettext_lazy("Make it a draft again"),
        lead=gettext_lazy("Then words can be changed and figures counted again."),
        act=reports.reopen,
        done=gettext_lazy("The report is a draft again."),
    )


@asking
@readers
def publication(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Letting everybody read the report."""
    return _confirm(
        request,
        report_id,
        "publish",
        title=gettext_lazy("Publish this report"),
        lead=gettext_lazy(
            "Everybody can read it from then on, and it can no longer be changed. Small numbers of single places "
            "are left out by themselves. Please make sure that no person is named."
        ),
        act=reports.publish,
        done=gettext_lazy("The report is public."),
    )


def report_address(report: Report) -> str:
    """The page of the report."""
    return reverse("office-report", args=[report.pk])


def _confirm(
    request: HttpRequest,
    report_id: UUID,
    verb: str,
    *,
    title: Promise,
    lead: Promise,
    act: Callable[..., Report],
    done: Promise,
) -> HttpResponse:
    report = report_or_404(request, report_id)
    return ask(
        request,
        _report_question(request, report, verb, title, lead=lead),
        form=partial(ConfirmForm, seen=report.version),
        act=lambda form: act(report, seen=form.version_seen, by=actor_of(request), at=clock.now()),
        done=done,
        to=report_address(report),
    )


def _report_question(
    request: HttpRequest, report: Report, verb: str, title: Promise, **more: Any
) -> Question:
    asked: dict[str, Any] = {
        "current": MENU_KEY,
        "title": title,
        "button": title,
        "back": report_address(report),
        "back_label": report.title,
        "is_shown": acts_as_office(request) and REPORT.can(verb, report.stage),
    }
    return Question(**asked | more)
