"""What can be done with a plan or a report, one page each."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.lives import Words
from huaihai.desk.verbs import ConfirmForm
from huaihai.governance.charter import verbs as charter_verbs
from huaihai.governance.models import Plan
from huaihai.governance.planning import reports
from huaihai.governance.planning import verbs as planning_verbs
from huaihai.governance.planning.forms import DoneForm, LineForm, NotDoneForm, PeriodForm, YearForm
from huaihai.governance.planning.pages import (
    MENU_KEY,
    PLANS,
    item_or_404,
    plan_address,
    plan_or_404,
    report_address,
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
        is_shown=planning_verbs.may_note(actor, item, on=today),
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


def _plan_question(request: HttpRequest, plan: Plan, verb: str, title: Words, **more: Any) -> Question:
    """Unless told otherwise it is for the office."""
    return PLANS.question(actor_of(request), plan, verb, title, **more)


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
