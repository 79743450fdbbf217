"""What can be done with a plan, one page each: opening, its lines, proposing, taking back, noting what is done."""

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
from huaihai.governance.actions import charter as charter_acts
from huaihai.governance.actions import planning
from huaihai.governance.models import Plan
from huaihai.governance.office.planning.forms import ConfirmForm, DoneForm, LineForm, NotDoneForm, YearForm
from huaihai.governance.office.planning.plans import MENU_KEY, item_or_404, plan_or_404
from huaihai.governance.plan_lives import PLAN
from huaihai.kit import clock
from huaihai.members.models import Organisation


@asking
@readers
def opening(request: HttpRequest) -> HttpResponse:
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
        act=lambda form: planning.open_plan(**form.cleaned_data, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The draft is open, filled in with what is known."),
        to=address,
    )


@asking
@readers
def new_line(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One more line."""
    plan = plan_or_404(request, plan_id)
    return ask(
        request,
        _question(request, plan, "change", gettext_lazy("A new line"), button=gettext_lazy("Add the line")),
        form=partial(LineForm, bodies=_bodies(), seen=plan.version),
        act=lambda form: planning.add_item(
            plan, form.line(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The line is in the plan."),
        to=address(plan),
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
        _question(
            request, item.plan, "change", gettext_lazy("Change a line"), button=gettext_lazy("Save the line")
        ),
        form=partial(LineForm, bodies=_bodies(), seen=item.plan.version, initial=initial),
        act=lambda form: planning.change_item(
            item, form.line(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The line is changed."),
        to=address(item.plan),
    )


@asking
@readers
def line_removal(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Taking a line out of a draft."""
    item = item_or_404(request, item_id)
    return ask(
        request,
        _question(
            request, item.plan, "change", gettext_lazy("Take this line out"), lead=item.text, tone="late"
        ),
        form=partial(ConfirmForm, seen=item.plan.version),
        act=lambda form: planning.remove_item(
            item, seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The line is out of the plan."),
        to=address(item.plan),
    )


@asking
@readers
def proposal(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Fixing the plan, so that a motion can be about it."""
    plan = plan_or_404(request, plan_id)
    lead = gettext_lazy("Its text is fixed from then on. A motion with the effect “plan” adopts it.")
    return ask(
        request,
        _question(request, plan, "propose", gettext_lazy("Propose this plan"), lead=lead),
        form=partial(ConfirmForm, seen=plan.version),
        act=lambda form: planning.propose(plan, seen=form.version_seen, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The plan is proposed and fixed."),
        to=address(plan),
    )


@asking
@readers
def taking_back(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Making a draft of a proposed plan again."""
    plan = plan_or_404(request, plan_id)
    lead = gettext_lazy("It becomes a draft again and can be changed.")
    return ask(
        request,
        _question(request, plan, "take back", gettext_lazy("Take this plan back"), lead=lead),
        form=partial(ConfirmForm, seen=plan.version),
        act=lambda form: planning.take_back(
            plan, seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The plan is a draft again."),
        to=address(plan),
    )


@asking
@readers
def line_done(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Noting that a line is done, or, if it was noted, that it is not."""
    item, actor, today = item_or_404(request, item_id), actor_of(request), clock.today()
    was_done = item.done_on is not None
    verb = "note not done" if was_done else "note done"
    question = _question(
        request,
        item.plan,
        verb,
        gettext_lazy("Not done after all") if was_done else gettext_lazy("Note as done"),
        button=pgettext_lazy("plan line", "Write it down"),
        lead=f"{item.text} {item.shown_target}".strip(),
        is_shown=planning.may_note(actor, item, on=today) and PLAN.can(verb, item.plan.stage),
        now=lambda _item: "",
    )
    not_done, done = NotDoneForm, partial(DoneForm, initial={"done_on": today})
    return ask(
        request,
        question,
        form=partial(not_done if was_done else done, seen=item.version),
        act=lambda form: planning.note_done(
            item, **{"done_on": None, **form.facts()}, seen=form.version_seen, by=actor, at=clock.now()
        ),
        done=gettext_lazy("Noted."),
        to=address(item.plan),
    )


def address(plan: Plan) -> str:
    """The page of the plan."""
    return reverse("office-plan", args=[plan.pk])


def _question(request: HttpRequest, plan: Plan, verb: str, title: Promise | str, **more: Any) -> Question:
    """What every page about one plan has in common; unless told otherwise it is for the office."""
    asked: dict[str, Any] = {
        "current": MENU_KEY,
        "title": title,
        "button": title,
        "back": address(plan),
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
    return charter_acts.bodies_to_name(clock.today())
