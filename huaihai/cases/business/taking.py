"""Taking one of the steps that are open to the business, wherever somebody comes from: its desk, or a letter."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from huaihai.cases import lifecycle
from huaihai.cases.actions.moving import CaseMoved, NotAllowed, Unfit
from huaihai.cases.business import asking, standing, steps, told
from huaihai.cases.business.steps import Step
from huaihai.cases.pages import facts, sent_already
from huaihai.cases.pages.forms import CaseForm
from huaihai.cases.pages.situation import Situation
from huaihai.kit import clock, guards

CONFLICT = 409


@dataclass(frozen=True)
class Doing:
    """One step being taken: by whom, on which case, and from where.

    `again` reads the case anew, `frame` gives what the pages around it need, `template` is the page of a step.
    """

    request: HttpRequest
    step: Step
    situation: Situation
    case_url: str
    template: str
    again: Callable[[], Situation]
    frame: Callable[[], dict[str, Any]] = dict


def take(doing: Doing) -> HttpResponse:
    """Show the step, or take it."""
    request, step = doing.request, doing.step
    if request.method == "POST":
        return _act(doing)
    if not steps.is_open(step, doing.situation.case):
        return _not_now(doing)
    kept = guards.kept_post(request)
    if kept:
        form = step.form(kept, situation=doing.situation)
        return _page(doing, form, asking.at(form, kept.get(asking.PAGE, "")), kept=True)
    form = step.form(situation=doing.situation, initial=steps.initial(step, doing.situation))
    return _page(doing, form, asking.first(form))


def refused(doing: Doing, why: str, what_now: str, form: CaseForm | None, *, status: int) -> HttpResponse:
    """The step cannot be taken: say why and what to do, and keep what was typed."""
    context = {
        **doing.frame(),
        "why": why,
        "what_now": what_now,
        "typed": form.typed() if form is not None else [],
        "case_url": doing.case_url,
    }
    return render(doing.request, "cases/moved.html", context, status=status)


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
    return HttpResponseRedirect(doing.case_url)


def _asked_again(request: HttpRequest, form: CaseForm, field: str) -> asking.Turn | None:
    """The page of the field that was refused, if the form came page by page."""
    return asking.at(form, field) if asking.PAGE in request.POST else None


def _is_sent(doing: Doing, form: CaseForm) -> bool:
    """Whether this very answer was sent before, and comes a second time."""
    now = doing.again()
    return sent_already.is_sent(now.case, doing.step.verb, form.facts(), seen=form.version_seen, by=now.actor)


def _sent(doing: Doing) -> HttpResponse:
    messages.info(doing.request, _("This was sent already; it is not sent twice."))
    return HttpResponseRedirect(doing.case_url)


def _moved(doing: Doing) -> HttpResponse:
    """Somebody was quicker. If the step still makes sense, the form comes back with the text and the new version."""
    situation = doing.again()
    fresh = replace(doing, situation=situation)
    data = doing.request.POST.copy()
    data["seen"] = str(situation.case.version)
    again = doing.step.form(data, doing.request.FILES, situation=situation)
    if not steps.is_open(doing.step, situation.case):
        return _not_now(fresh, again)
    turn = _asked_again(doing.request, again, data.get(asking.PAGE, ""))
    return _page(fresh, again, turn, moved=_how_it_stands(situation), status=CONFLICT)


def _not_now(doing: Doing, form: CaseForm | None = None) -> HttpResponse:
    """The step cannot be taken (any more): say how the case stands."""
    why = _("“%(step)s” is not possible now.") % {"step": doing.step.label}
    return refused(doing, why, _how_it_stands(doing.again()), form, status=CONFLICT)


def _page(
    doing: Doing, form: CaseForm, turn: asking.Turn | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The form, or the one page of it whose turn it is."""
    case = doing.situation.case
    context = {
        **doing.frame(),
        "step": doing.step,
        "form": form,
        "turn": turn,
        "case": case,
        "counter": told.counter(case) if doing.step.verb in ("accept", "reject", "offer") else None,
        "earlier": told.standing_offer(case) if doing.step.verb == "offer" else None,
        "clock": standing.living_clock(doing.situation),
        "asked": facts.remedy_words(case.remedies),
        "asked_sum": facts.yuan(case.asked_fen),
        "agreement": told.agreement(doing.situation) if doing.step.verb == "claim_fulfilment" else None,
        "body": told.body(case),
        "hints": getattr(form, "hints", {}),
        "has_files": "uploads" in form.fields,
        **more,
    }
    return render(doing.request, doing.template, context, status=status)


def _how_it_stands(situation: Situation) -> str:
    return _("It is now: %(stage)s.") % {"stage": standing.stage_words(situation.case)}
