"""What can be done with a plan, one page each: opening, its lines, proposing, taking back, noting what is done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from huaihai.governance import standing
from huaihai.governance.actions import charter as charter_acts
from huaihai.governance.actions import planning
from huaihai.governance.models import Plan, PlanItem
from huaihai.governance.office.charter.asking import Question, ask
from huaihai.governance.office.frame import actor_of, readers
from huaihai.governance.office.planning.forms import ConfirmForm, DoneForm, LineForm, NotDoneForm, YearForm
from huaihai.governance.office.planning.plans import MENU_KEY, item_or_404, plan_or_404
from huaihai.governance.plan_lives import PLAN
from huaihai.kit import clock
from huaihai.members.models import Organisation

asked = require_http_methods(["GET", "HEAD", "POST"])


@asked
@readers
def opening(request: HttpRequest) -> HttpResponse:
    """For which year a plan is opened."""
    only_office(request)

    def act(form: YearForm) -> str:
        plan = planning.open_plan(year=form.cleaned_data["year"], by=actor_of(request), at=clock.now())
        messages.success(request, _("The draft is open, filled in with what is known."))
        return reverse("office-plan", args=[plan.pk])

    question = Question(
        MENU_KEY,
        title=gettext_lazy("Open a plan"),
        button=gettext_lazy("Open the draft"),
        back_url=reverse("office-plans"),
        back=gettext_lazy("Plans and reports"),
        intro=gettext_lazy(
            "It opens filled in: what is left over from last year, what comes back every year, open follow-up "
            "duties, and the jobs of the alliance."
        ),
    )
    return ask(
        request, question, lambda data, _files: YearForm(data, initial={"year": clock.today().year + 1}), act
    )


@asked
@readers
def new_line(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One more line."""
    plan = plan_or_404(request, plan_id)
    only_office(request, possible=PLAN.can("change", plan.stage))

    def act(form: LineForm) -> str:
        planning.add_item(plan, form.line(), seen=form.version_seen, by=actor_of(request), at=clock.now())
        return _done(request, plan, _("The line is in the plan."))

    question = _about(plan, gettext_lazy("A new line"), gettext_lazy("Add the line"))
    return ask(
        request, question, lambda data, _files: LineForm(data, bodies=_bodies(), seen=plan.version), act
    )


@asked
@readers
def line(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Changing a line."""
    item = item_or_404(request, item_id)
    only_office(request, possible=PLAN.can("change", item.plan.stage))

    def act(form: LineForm) -> str:
        planning.change_item(item, form.line(), seen=form.version_seen, by=actor_of(request), at=clock.now())
        return _done(request, item.plan, _("The line is changed."))

    initial = {name: getattr(item, name) for name in ("text", "job", "due_on", "target", "unit", "is_yearly")}
    initial["owner"] = str(item.owner_id or "")
    question = _about(item.plan, gettext_lazy("Change a line"), gettext_lazy("Save the line"))
    return ask(
        request,
        question,
        lambda data, _files: LineForm(data, bodies=_bodies(), seen=item.plan.version, initial=initial),
        act,
    )


@asked
@readers
def line_removal(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Taking a line out of a draft."""
    item = item_or_404(request, item_id)
    return _confirm(
        request,
        item.plan,
        "change",
        title=gettext_lazy("Take this line out"),
        intro=item.text,
        act=lambda seen: planning.remove_item(item, seen=seen, by=actor_of(request), at=clock.now()),
        said=_("The line is out of the plan."),
        tone="late",
    )


@asked
@readers
def proposal(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Fixing the plan, so that a motion can be about it."""
    plan = plan_or_404(request, plan_id)
    return _confirm(
        request,
        plan,
        "propose",
        title=gettext_lazy("Propose this plan"),
        intro=gettext_lazy("Its text is fixed from then on. A motion with the effect “plan” adopts it."),
        act=lambda seen: planning.propose(plan, seen=seen, by=actor_of(request), at=clock.now()),
        said=_("The plan is proposed and fixed."),
    )


@asked
@readers
def taking_back(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Making a draft of a proposed plan again."""
    plan = plan_or_404(request, plan_id)
    return _confirm(
        request,
        plan,
        "take back",
        title=gettext_lazy("Take this plan back"),
        intro=gettext_lazy("It becomes a draft again and can be changed."),
        act=lambda seen: planning.take_back(plan, seen=seen, by=actor_of(request), at=clock.now()),
        said=_("The plan is a draft again."),
    )


@asked
@readers
def line_done(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Noting that a line is done, or, if it was noted, that it is not."""
    item, actor = item_or_404(request, item_id), actor_of(request)
    was_done = item.done_on is not None
    verb = "note not done" if was_done else "note done"
    may = planning.may_note(actor, item, on=clock.today()) and PLAN.can(verb, item.plan.stage)
    if request.method != "POST" and not may:
        raise Http404

    def build(data: Any, _files: Any) -> DoneForm | NotDoneForm:
        if was_done:
            return NotDoneForm(data, seen=item.version)
        return DoneForm(data, seen=item.version, initial={"done_on": clock.today()})

    def act(form: Any) -> str:
        facts = {"done_on": None} | form.facts()
        planning.note_done(item, **facts, seen=form.version_seen, by=actor, at=clock.now())
        return _done(request, item.plan, _("Noted."))

    title = gettext_lazy("Not done after all") if was_done else gettext_lazy("Done")
    question = Question(
        MENU_KEY,
        title=title,
        button=pgettext_lazy("plan line", "Write it down"),
        back_url=reverse("office-plan", args=[item.plan.pk]),
        back=item.plan.title,
        intro=f"{item.text} {item.shown_target}".strip(),
        seen=lambda: PlanItem.objects.get(pk=item.pk).version,
    )
    return ask(request, question, build, act)


def only_office(request: HttpRequest, *, possible: bool = True) -> None:
    """404 for whoever cannot do it; what was typed meanwhile is answered by the act itself, and stays."""
    if request.method != "POST" and not (
        possible and standing.is_office(actor_of(request), on=clock.today())
    ):
        raise Http404


def _confirm(
    request: HttpRequest,
    plan: Plan,
    verb: str,
    *,
    title: Promise | str,
    intro: Promise | str,
    act: Callable[[int], Any],
    said: str,
    tone: str = "",
) -> HttpResponse:
    only_office(request, possible=PLAN.can(verb, plan.stage))

    def take(form: ConfirmForm) -> str:
        act(form.version_seen)
        return _done(request, plan, said)

    question = _about(plan, title, title, intro, tone)
    return ask(request, question, lambda data, _files: ConfirmForm(data, seen=plan.version), take)


def _about(
    plan: Plan, title: Promise | str, button: Promise | str, intro: Promise | str = "", tone: str = ""
) -> Question:
    return Question(
        MENU_KEY,
        title=title,
        button=button,
        back_url=reverse("office-plan", args=[plan.pk]),
        back=plan.title,
        intro=intro,
        tone=tone,
        seen=lambda: Plan.objects.get(pk=plan.pk).version,
        now=lambda: _now(plan),
    )


def _now(plan: Plan) -> str:
    fresh = Plan.objects.get(pk=plan.pk)
    return _("The plan has %(n)s lines now and is: %(stage)s.") % {
        "n": fresh.items.count(),
        "stage": fresh.stage_label,
    }


def _done(request: HttpRequest, plan: Plan, said: str) -> str:
    messages.success(request, said)
    return reverse("office-plan", args=[plan.pk])


def _bodies() -> list[Organisation]:
    return charter_acts.bodies_to_name(clock.today())
