"""The one view behind every step of a case: guard, form, action, redirect."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.cases import case_facts, case_forms, life
from huaihai.cases.case_forms import CaseForm
from huaihai.cases.desk import facts as desk_facts
from huaihai.cases.desk import verbs
from huaihai.cases.desk.pages import situation_of
from huaihai.cases.models import Case
from huaihai.cases.situation import CASEWORK, Situation
from huaihai.cases.verbs.moving import CaseMoved, NotAllowed, Unfit
from huaihai.desk.lives import DeskError
from huaihai.kit import clock, guards, local_words
from huaihai.law import ways
from huaihai.law.errors import LawError
from huaihai.members.actors import Actor
from huaihai.record import events

CONFLICT = 409


@guards.staff(*CASEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, case_id: UUID, noun: str) -> HttpResponse:
    """The page of one verb."""
    page = verbs.BY_NOUN.get(noun)
    if page is None:
        raise Http404
    try:
        situation = situation_of(request, case_id)
    except Http404:
        if request.method == "POST" and _had_it_before(request.actor, case_id):  # type: ignore[attr-defined]
            return _gone(request, page)
        raise
    if request.method == "POST":
        return _act(request, page, situation)
    kept = guards.kept_post(request)
    form = page.form(kept, situation=situation)
    if not verbs.is_open(page, situation):
        return _not_now(request, page, situation, form if kept else None)
    return _page(request, page, situation, form, kept=bool(kept))


def _act(request: HttpRequest, page: verbs.VerbPage, situation: Situation) -> HttpResponse:
    form = page.form(request.POST, request.FILES, situation=situation)
    if not verbs.is_open(page, situation):
        return _not_now(request, page, situation, form)
    if not form.is_valid():
        return _page(request, page, situation, form)
    try:
        page.act(situation.case, **form.facts(), seen=form.version_seen, by=situation.actor, at=clock.now())
    except CaseMoved:
        return _moved(request, page, situation_of(request, situation.case.pk), form)
    except (life.NotPossible, NotAllowed):
        return _not_now(request, page, situation_of(request, situation.case.pk), form)
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    except DeskError as error:
        form.add_error(None, str(error))
    except LawError as error:
        form.add_error(None, local_words.said(error))
    else:
        messages.success(request, str(life.VERBS[page.verb].done))
        return HttpResponseRedirect(_after(situation))
    return _page(request, page, situation, form)


def _after(situation: Situation) -> str:
    """To the case, unless it has left this officer's sight."""
    actor, case = situation.actor, situation.case
    if Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        return reverse("desk-case", args=[case.pk])
    return reverse("desk")


def _page(
    request: HttpRequest, page: verbs.VerbPage, situation: Situation, form: CaseForm, **more: Any
) -> HttpResponse:
    status = more.pop("status", 200)
    case = situation.case
    living, _others = case_facts.of_clocks(situation)
    context = {
        "page": page,
        "form": form,
        "case": case,
        "situation": situation,
        "clock": living,
        "bodies": desk_facts.of_bodies(case),
        "above": f"cases/desk/above/{page.above}.html" if page.above else "",
        "hints": getattr(form, "articles", {}),
        **_for_above(page.above, situation),
        **more,
    }
    return render(request, "cases/desk/step.html", context, status=status)


def _for_above(above: str, situation: Situation) -> dict[str, Any]:
    case = situation.case
    match above:
        case "route":
            route = situation.route
            why = local_words.either(zh=route.why_zh, en=route.why_en) if route else ""
            return {"evidence": desk_facts.of_evidence(case), "why": why}
        case "business" | "contact":
            return {"business": case_facts.of_business(case)}
        case "offer":
            return {"offers": [offer for offer in desk_facts.of_offers(case) if offer["is_open"]]}
        case "ways":
            tried = frozenset({ways.NEGOTIATION, ways.MEDIATION} if case.admitted_at else set())
            left = ways.next_ways(tried=tried)
            return {
                "ways": [{"name": local_words.said(way), "advice": case_forms.advice(way)} for way in left]
            }
    return {}


def _moved(request: HttpRequest, page: verbs.VerbPage, situation: Situation, form: CaseForm) -> HttpResponse:
    """Somebody was quicker. If the step still makes sense, the form comes back with the text and the new version."""
    if not verbs.is_open(page, situation):
        return _not_now(request, page, situation, form)
    again = page.form(_with_version(request, situation.case.version), request.FILES, situation=situation)
    return _page(request, page, situation, again, moved=_what_happened(situation.case), status=CONFLICT)


def _with_version(request: HttpRequest, version: int) -> Any:
    data = request.POST.copy()
    data["seen"] = str(version)
    return data


def _not_now(
    request: HttpRequest, page: verbs.VerbPage, situation: Situation, form: CaseForm | None = None
) -> HttpResponse:
    """The step cannot be taken (any more): say how the case stands, and keep what was typed."""
    stage = str(situation.case.stage_info.desk)
    told = {"step": str(page.words), "stage": stage}
    context = {
        "base_page": "kit/desk.html",
        "why": _("“%(step)s” is not possible now.") % told,
        "what_now": _what_happened(situation.case),
        "typed": form.typed() if form is not None else [],
        "case_url": reverse("desk-case", args=[situation.case.pk]),
    }
    return render(request, "cases/moved.html", context, status=CONFLICT)


def _gone(request: HttpRequest, page: verbs.VerbPage) -> HttpResponse:
    """The case has left this officer's sight while the page was open: keep what was typed, show nothing else."""
    typed = [
        {"label": str(field.label), "value": request.POST[name]}
        for name, field in page.form.base_fields.items()
        if name != "seen" and request.POST.get(name)
    ]
    context = {
        "base_page": "kit/desk.html",
        "why": _("The case is with another body now."),
        "typed": typed,
        "case_url": "",
    }
    return render(request, "cases/moved.html", context, status=CONFLICT)


def _what_happened(case: Case) -> str:
    """How the case stands, and the last thing that happened."""
    told = {"stage": str(case.stage_info.desk)}
    last = events.history(case.record_key).filter(verb__in=life.VERBS).last()
    if last is None:
        return _("It is now: %(stage)s.") % told
    told["what"] = str(life.VERBS[last.verb].done)
    return _("Last: %(what)s. It is now: %(stage)s.") % told


def _had_it_before(actor: Actor, case_id: UUID) -> bool:
    """Whether the record says that the case once was given to this officer's body."""
    node = actor.organisation
    if node is None:
        return False
    history = events.history(f"case:{case_id}")
    return history.filter(facts__to=node.key).exists() or history.filter(facts__responsible=node.key).exists()
