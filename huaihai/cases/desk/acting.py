"""The one view behind every step of a case: guard, form, action, redirect."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.cases import case_facts, case_forms, life
from huaihai.cases.case_forms import CaseForm
from huaihai.cases.desk import facts as desk_facts
from huaihai.cases.desk import verbs
from huaihai.cases.desk.pages import situation_of
from huaihai.cases.guided.facts import box_of
from huaihai.cases.models import Case
from huaihai.cases.phrases import choosing
from huaihai.cases.situation import CASEWORK, Situation
from huaihai.cases.verbs import care, urging
from huaihai.desk.asking import CONFLICT, MakeForm, Question, ask, asking
from huaihai.desk.frame import no_frame
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards, local_words
from huaihai.law import ways
from huaihai.law.errors import LawError
from huaihai.members.actors import Actor
from huaihai.record import events


@asking
@guards.staff(*CASEWORK)
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
    question, make = (
        _question(request, page, situation),
        partial(page.form, situation=situation, initial=_named(request)),
    )
    if choosing.is_asked(request):
        return choosing.inserted(request, question, make, situation.actor)
    return ask(
        request,
        question,
        form=make,
        act=partial(_act, page, situation),
        done=life.VERBS[page.verb].done,
        to=lambda _result: _after(situation),
    )


def _named(request: HttpRequest) -> dict[str, str]:
    """Who was called, where the page of the case says so."""
    whom = request.GET.get("with", "")
    return {"with_whom": whom} if whom in care.WHOM else {}


def _act(page: verbs.VerbPage, situation: Situation, form: CaseForm) -> None:
    try:
        page.act(situation.case, **form.facts(), seen=form.version_seen, by=situation.actor, at=clock.now())
    except (NotPossible, NotAllowed) as error:
        raise NotPossible(_not_now(page)) from error
    except LawError as error:
        raise Unfit("", local_words.said(error)) from error


def _question(request: HttpRequest, page: verbs.VerbPage, situation: Situation) -> Question:
    """The question of one verb; where the case has moved on meanwhile, about the case as it is by then."""
    case = situation.case

    def again() -> tuple[Question, MakeForm]:
        now = situation_of(request, case.pk)
        return _question(request, page, now), partial(page.form, situation=now)

    return Question(
        current="",
        title=page.words,
        button=page.words,
        back=reverse("desk-case", args=[case.pk]),
        back_label=case.title or str(case),
        lead=page.follows,
        template="cases/desk/step.html",
        refusal="cases/moved.html",
        tone=page.tone,
        closed="" if verbs.is_open(page, situation) else _not_now(page),
        shows=partial(_context, page, situation),
        frame=no_frame,
        now=_what_happened,
        again=again,
    )


def _context(page: verbs.VerbPage, situation: Situation) -> dict[str, Any]:
    case = situation.case
    living, _others = case_facts.of_clocks(situation)
    return {
        "case": case,
        "situation": situation,
        "practice": box_of(situation),
        "phrases": choosing.choices(situation.actor),
        "clock": living,
        "bodies": desk_facts.of_bodies(case),
        "above": f"cases/desk/above/{page.above}.html" if page.above else "",
        "base_page": "kit/desk.html",
        "case_url": reverse("desk-case", args=[case.pk]),
        "what_now": partial(_what_happened, case),
        **_for_above(page.above, situation),
    }


def _for_above(above: str, situation: Situation) -> dict[str, Any]:
    case = situation.case
    match above:
        case "route":
            route = situation.route
            why = local_words.either(zh=route.why_zh, en=route.why_en) if route else ""
            return {"evidence": desk_facts.of_evidence(case), "why": why}
        case "holder":
            held = urging.asked_for(case, situation.today)
            shown = case_facts.NAMES.get(held.name, held.name) if held else ""
            return {"asked_for": shown, "asked_until": held.due_on if held else None}
        case "business" | "contact":
            return {"business": case_facts.of_business(case)}
        case "offer":
            offers = desk_facts.of_offers(case, today=situation.today)
            return {"offers": [offer for offer in offers if offer["is_open"]]}
        case "ways":
            tried = frozenset({ways.NEGOTIATION, ways.MEDIATION} if case.admitted_at else set())
            left = ways.next_ways(tried=tried)
            return {
                "ways": [{"name": local_words.said(way), "advice": case_forms.advice(way)} for way in left]
            }
    return {}


def _not_now(page: verbs.VerbPage) -> str:
    return _("“%(step)s” is not possible now.") % {"step": str(page.words)}


def _after(situation: Situation) -> str:
    """To the case, unless it has left this officer's sight."""
    actor, case = situation.actor, situation.case
    if Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        return reverse("desk-case", args=[case.pk])
    return reverse("desk")


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
