"""Taking one of the steps that are open to the business, with a letter: the same table as on its desk."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.cases import lifecycle
from huaihai.cases.actions.moving import CaseMoved, NotAllowed, Unfit
from huaihai.cases.business import standing, steps, told
from huaihai.cases.business.acting import USUAL_DAYS
from huaihai.cases.business.steps import Step
from huaihai.cases.letters.opening import by_letter
from huaihai.cases.letters.pages import situation_of
from huaihai.cases.models import LetterCode
from huaihai.cases.pages import facts
from huaihai.cases.pages.forms import CaseForm
from huaihai.cases.pages.situation import Situation
from huaihai.kit import clock, guards

CONFLICT = 409


@dataclass(frozen=True)
class Doing:
    """One step being taken with a letter."""

    request: HttpRequest
    letter: LetterCode
    step: Step
    situation: Situation


@by_letter
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, held: LetterCode, noun: str) -> HttpResponse:
    """The page of one step."""
    found = steps.BY_NOUN.get(noun)
    if found is None:
        raise Http404
    doing = Doing(request, held, found, situation_of(held))
    if request.method == "POST":
        return _act(doing)
    if not steps.is_open(found, doing.situation.case):
        return _not_now(doing)
    kept = guards.kept_post(request)
    form = found.form(kept, situation=doing.situation) if kept else _fresh(doing)
    return _page(doing, form, kept=bool(kept))


def _fresh(doing: Doing) -> CaseForm:
    case = doing.situation.case
    initial: dict[str, Any] = {}
    if doing.step.verb == "offer":
        initial = {
            "remedies": case.remedies,
            "sum_fen": case.asked_fen,
            "valid_until_on": doing.situation.today + USUAL_DAYS,
        }
    return doing.step.form(situation=doing.situation, initial=initial)


def _act(doing: Doing) -> HttpResponse:
    request, situation = doing.request, doing.situation
    form = doing.step.form(request.POST, request.FILES, situation=situation)
    if not form.is_valid():
        is_open = steps.is_open(doing.step, situation.case)
        return _page(doing, form) if is_open else _not_now(doing, form)
    try:
        doing.step.act(
            situation.case, **form.facts(), seen=form.version_seen, by=situation.actor, at=clock.now()
        )
    except CaseMoved:
        return _moved(doing, form)
    except (lifecycle.NotPossible, NotAllowed):
        return _not_now(doing, form)
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _page(doing, form)
    messages.success(request, str(doing.step.done))
    return HttpResponseRedirect(reverse("letter-case"))


def _moved(doing: Doing, form: CaseForm) -> HttpResponse:
    """Somebody was quicker. If the step still makes sense, the form comes back with the text and the new version."""
    situation = situation_of(doing.letter)
    fresh = Doing(doing.request, doing.letter, doing.step, situation)
    if not steps.is_open(doing.step, situation.case):
        return _not_now(fresh, form)
    data = doing.request.POST.copy()
    data["seen"] = str(situation.case.version)
    again = doing.step.form(data, doing.request.FILES, situation=situation)
    return _page(fresh, again, moved=_how_it_stands(situation), status=CONFLICT)


def _not_now(doing: Doing, form: CaseForm | None = None) -> HttpResponse:
    """The step cannot be taken (any more): say how the case stands, and keep what was typed."""
    context = {
        "why": _("“%(step)s” is not possible now.") % {"step": doing.step.label},
        "what_now": _how_it_stands(situation_of(doing.letter)),
        "typed": form.typed() if form is not None else [],
        "case_url": reverse("letter-case"),
    }
    return render(doing.request, "cases/moved.html", context, status=CONFLICT)


def _page(doing: Doing, form: CaseForm, *, status: int = 200, **more: Any) -> HttpResponse:
    case = doing.situation.case
    context = {
        "step": doing.step,
        "form": form,
        "case": case,
        "clock": standing.living_clock(case, doing.situation.today),
        "asked": facts.remedy_words(case.remedies),
        "asked_sum": facts.yuan(case.asked_fen),
        "agreement": told.agreement(doing.situation) if doing.step.verb == "claim_fulfilment" else None,
        "body": told.body(case),
        "hints": getattr(form, "hints", {}),
        "has_files": "uploads" in form.fields,
        **more,
    }
    return render(doing.request, "cases/letters/step.html", context, status=status)


def _how_it_stands(situation: Situation) -> str:
    return _("It is now: %(stage)s.") % {"stage": standing.stage_words(situation.case)}
