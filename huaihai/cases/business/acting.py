"""Taking one of the steps that are open to the business."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.cases import lifecycle
from huaihai.cases.actions.moving import CaseMoved, NotAllowed, Unfit
from huaihai.cases.business import asking, standing, steps, told
from huaihai.cases.business.aside import aside
from huaihai.cases.business.steps import Step
from huaihai.cases.pages import facts, sent_already
from huaihai.cases.pages.forms import CaseForm
from huaihai.cases.pages.situation import Situation
from huaihai.kit import clock, guards

CONFLICT, FORBIDDEN = 409, 403
BASE = "kit/desk.html"


@dataclass(frozen=True)
class Doing:
    """One step being taken: by whom, on which case."""

    request: HttpRequest
    step: Step
    situation: Situation


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, case_id: UUID, noun: str) -> HttpResponse:
    """The page of one step."""
    found = steps.BY_NOUN.get(noun)
    if found is None:
        raise Http404
    try:
        doing = Doing(request, found, standing.situation_of(request, case_id))
    except Http404:
        if request.method == "POST" and standing.was_theirs(request, case_id):
            return _gone(request, found)
        raise
    if not standing.may_answer(doing.situation):
        return _may_not(doing)
    if request.method == "POST":
        return _act(doing)
    if not steps.is_open(found, doing.situation.case):
        return _not_now(doing)
    kept = guards.kept_post(request)
    if kept:
        form = found.form(kept, situation=doing.situation)
        return _page(doing, form, asking.at(form, kept.get(asking.PAGE, "")), kept=True)
    form = found.form(situation=doing.situation, initial=steps.initial(found, doing.situation))
    return _page(doing, form, asking.first(form))


def _act(doing: Doing) -> HttpResponse:
    request, situation = doing.request, doing.situation
    form = doing.step.form(request.POST, request.FILES, situation=situation)
    if not steps.is_open(doing.step, situation.case):
        whole = asking.following(form, request.POST) is None and form.is_valid()
        return _sent(doing) if whole and _is_sent(doing, form) else _not_now(doing, form)
    turn = asking.following(form, request.POST)
    if turn is not None or not form.is_valid():
        return _page(doing, form, turn)
    try:
        doing.step.act(
            situation.case, **form.facts(), seen=form.version_seen, by=situation.actor, at=clock.now()
        )
    except CaseMoved:
        return _sent(doing) if _is_sent(doing, form) else _moved(doing)
    except (lifecycle.NotPossible, NotAllowed):
        return _not_now(doing, form)
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _page(doing, form, _asked_again(request, form, error.field))
    messages.success(request, str(doing.step.done))
    return HttpResponseRedirect(reverse("business-case", args=[situation.case.pk]))


def _asked_again(request: HttpRequest, form: CaseForm, field: str) -> asking.Turn | None:
    """The page of the field that was refused, if the form came page by page."""
    return asking.at(form, field) if asking.PAGE in request.POST else None


def _is_sent(doing: Doing, form: CaseForm) -> bool:
    """Whether this very answer was sent before, and comes a second time."""
    now = standing.situation_of(doing.request, doing.situation.case.pk)
    return sent_already.is_sent(now.case, doing.step.verb, form.facts(), seen=form.version_seen, by=now.actor)


def _sent(doing: Doing) -> HttpResponse:
    messages.info(doing.request, _("This was sent already; it is not sent twice."))
    return HttpResponseRedirect(reverse("business-case", args=[doing.situation.case.pk]))


def _moved(doing: Doing) -> HttpResponse:
    """Somebody was quicker. If the step still makes sense, the form comes back with the text and the new version."""
    situation = standing.situation_of(doing.request, doing.situation.case.pk)
    fresh = Doing(doing.request, doing.step, situation)
    data = doing.request.POST.copy()
    data["seen"] = str(situation.case.version)
    again = doing.step.form(data, doing.request.FILES, situation=situation)
    if not steps.is_open(doing.step, situation.case):
        return _not_now(fresh, again)
    turn = _asked_again(doing.request, again, data.get(asking.PAGE, ""))
    return _page(fresh, again, turn, moved=_how_it_stands(situation), status=CONFLICT)


def _may_not(doing: Doing) -> HttpResponse:
    """Somebody who sees the case but does not answer for the business, such as a cashier."""
    request = doing.request
    form = doing.step.form(request.POST, situation=doing.situation) if request.method == "POST" else None
    context = {
        "base_page": BASE,
        "desk": aside(request),
        "why": _("You can look at this complaint, but not answer it."),
        "what_now": _(
            "Managers answer, and those who are named to answer complaints. Please ask one of them."
        ),
        "typed": form.typed() if form is not None else [],
        "case_url": reverse("business-case", args=[doing.situation.case.pk]),
    }
    return render(request, "cases/moved.html", context, status=FORBIDDEN)


def _not_now(doing: Doing, form: CaseForm | None = None) -> HttpResponse:
    """The step cannot be taken (any more): say how the case stands, and keep what was typed."""
    situation = standing.situation_of(doing.request, doing.situation.case.pk)
    context = {
        "base_page": BASE,
        "desk": aside(doing.request),
        "why": _("“%(step)s” is not possible now.") % {"step": doing.step.label},
        "what_now": _how_it_stands(situation),
        "typed": form.typed() if form is not None else [],
        "case_url": reverse("business-case", args=[situation.case.pk]),
    }
    return render(doing.request, "cases/moved.html", context, status=CONFLICT)


def _gone(request: HttpRequest, step: Step) -> HttpResponse:
    """Another business is meant now: keep what was typed, show nothing else."""
    typed = [
        {"label": str(field.label), "value": request.POST[name]}
        for name, field in step.form.base_fields.items()
        if name != "seen" and request.POST.get(name)
    ]
    context = {
        "base_page": BASE,
        "desk": aside(request),
        "why": _("Another business is meant in this case now. You need not do anything more."),
        "typed": typed,
    }
    return render(request, "cases/moved.html", context, status=CONFLICT)


def _page(
    doing: Doing, form: CaseForm, turn: asking.Turn | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The form, or the one page of it whose turn it is."""
    case = doing.situation.case
    context = {
        "desk": aside(doing.request),
        "step": doing.step,
        "form": form,
        "turn": turn,
        "case": case,
        "counter": told.counter(case) if doing.step.verb in ("accept", "reject", "offer") else None,
        "earlier": told.standing_offer(case) if doing.step.verb == "offer" else None,
        "clock": standing.living_clock(case, doing.situation.today),
        "asked": facts.remedy_words(case.remedies),
        "asked_sum": facts.yuan(case.asked_fen),
        "agreement": told.agreement(doing.situation) if doing.step.verb == "claim_fulfilment" else None,
        "body": told.body(case),
        "hints": getattr(form, "hints", {}),
        "has_files": "uploads" in form.fields,
        **more,
    }
    return render(doing.request, "cases/business/step.html", context, status=status)


def _how_it_stands(situation: Situation) -> str:
    return _("It is now: %(stage)s.") % {"stage": standing.stage_words(situation.case)}
