"""What a business can do, in one table, and taking one of these steps, from its desk or from a letter.

`huaihai.cases.life` says when a verb is possible; `take` serves all of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases import case_facts, case_forms, life
from huaihai.cases.business import asking, forms, standing
from huaihai.cases.business import facts as business_facts
from huaihai.cases.case_forms import CaseForm
from huaihai.cases.models import Case, Offer
from huaihai.cases.situation import Situation
from huaihai.cases.verbs import care, fulfilment, negotiation
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.desk.uploads import all_stored
from huaihai.kit import clock, filestore, guards
from huaihai.members.actors import Actor

USUAL_DAYS, FOR_THE_WAY = timedelta(days=3), timedelta(days=2)


def receive(case: Case, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The business says that it has the invitation: that is its service, and its time begins."""
    negotiation.serve(
        case, way="online", proof=gettext("Read and confirmed on the platform."), by=by, at=at, seen=seen
    )


def refuse(
    case: Case,
    *,
    reason: str,
    text: str = "",
    note_to_body: str = "",
    uploads: Sequence[Any] = (),
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Say no, with the evidence, all or nothing."""
    kept = all_stored(uploads)
    with transaction.atomic():
        negotiation.refuse(case, reason=reason, text=text, note_to_body=note_to_body, by=by, at=at, seen=seen)
        _add(case, kept, by, at)


def claim_fulfilment(
    case: Case, *, text: str, uploads: list[Any], by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Say that it is done, with the proof, all or nothing."""
    kept = all_stored(uploads)
    with transaction.atomic():
        fulfilment.claim_fulfilment(case, text=text, by=by, at=at, seen=seen)
        _add(case, kept, by, at)


def add_evidence(case: Case, *, uploads: list[Any], by: Actor, at: datetime, seen: int | None = None) -> None:
    """Add files, all or none. `seen` does not matter: a file more never contradicts what somebody else did."""
    kept = all_stored(uploads)
    with transaction.atomic():
        _add(case, kept, by, at)


def _add(case: Case, kept: list[tuple[filestore.Stored, str]], by: Actor, at: datetime) -> None:
    for stored, name in kept:
        care.add_evidence(case, file=stored, name=name, party=life.BUSINESS, by=by, at=at)


def always(_case: Case) -> bool:
    """Whenever the stage allows it."""
    return True


def has_counter(case: Case) -> bool:
    """Whether a counter-offer of the consumer waits for the business."""
    return any(held.state == Offer.State.OPEN and held.is_counter for held in case.offers.all())


@dataclass(frozen=True)
class VerbPage:
    """How one verb is done: `noun` is its address, `follows` says what happens then, `tone` colours its button, `when`
    narrows what the stage allows."""

    verb: str
    noun: str
    act: Callable[..., Any]
    form: type[CaseForm]
    label: Promise | str
    send: Promise | str
    follows: Promise | str
    done: Promise | str
    tone: str = "plain"
    when: Callable[[Case], bool] = always


STEPS: tuple[VerbPage, ...] = (
    VerbPage(
        "serve", "receipt", receive, forms.Receive, _("I have read the invitation"), _("Yes, I have read it"),
        _("From then on your time to answer runs. You can make an offer at once."),
        _("Thank you. You can answer now."), "",
    ),
    VerbPage(
        "accept", "acceptance", negotiation.accept, forms.AgreeToCounter, _("Accept the counter-offer"),
        _("Yes, we accept"),
        _("Then it is settled: you do what the consumer proposed, by that day."),
        _("It is settled. Please do what was agreed in time."), "", has_counter,
    ),
    VerbPage(
        "reject", "rejection", negotiation.reject, forms.RejectCounter, _("Not accept the counter-offer"),
        _("Send my answer"),
        _("The consumer is told. Settling goes on; you can make another offer."),
        _("Your answer was sent to the consumer."), "plain", has_counter,
    ),
    VerbPage(
        "offer", "offer", negotiation.offer, forms.MakeOffer, _("Make an offer"), _("Send the offer"),
        _("The consumer gets a message and can accept or not. An earlier offer of yours is replaced."),
        _("Your offer was sent to the consumer."), "",
    ),
    VerbPage(
        "reply", "reply", negotiation.reply, forms.Reply, _("Say first that you look into it"), _("Send my answer"),
        _("The consumer learns that you have it, and by when you answer. The time to settle goes on."),
        _("The consumer was told. Please answer by the day you gave."),
    ),
    VerbPage(
        "claim_fulfilment", "fulfilment", claim_fulfilment, forms.ClaimFulfilment, _("It is done"),
        _("Say that it is done"),
        _("The consumer is asked to confirm it. Once confirmed, the case is closed."),
        _("The consumer is asked to confirm it now."), "",
    ),
    VerbPage(
        "refuse", "refusal", refuse, forms.Refuse, _("Say no, with reasons"), _("Send my answer"),
        _("Saying no is no penalty. The negotiation ends, and the association decides whether to mediate."),
        _("Your answer was sent. The association decides what comes next."),
    ),
    VerbPage(
        "deny", "denial", negotiation.deny, forms.Deny, _("This is not our business"), _("Send"),
        _("It leaves no mark on you. The association and the consumer look for the right business; once it is "
          "found, you see the case no more."),
        _("Thank you for telling us. The association looks into it."),
    ),
    VerbPage(
        "business_writes", "message", care.write, forms.Message, _("Write to the officer"), _("Send"),
        _("It stands in the list of the officer who has the case, who calls you back."),
        _("Your message is with the officer."),
    ),
    VerbPage(
        "add_evidence", "files", add_evidence, forms.AddEvidence, _("Add files"), _("Add these files"),
        _("The files are sealed; the others see a safe copy."),
        _("The files were added."),
    ),
)  # fmt: skip
BY_NOUN = {step.noun: step for step in STEPS}


def initial(step: VerbPage, situation: Situation) -> dict[str, Any]:
    """What the form of a step starts with."""
    case, today = situation.case, situation.today
    if step.verb == "offer":
        return {
            "remedies": case.remedies,
            "sum_fen": case.asked_fen,
            "valid_until_on": today + USUAL_DAYS,
            "return_to": address_of(case),
            "goods_back_by_on": today + USUAL_DAYS + FOR_THE_WAY,
        }
    if step.verb == "accept":
        return {"return_to": address_of(case)}
    if step.verb == "reply":
        clock = situation.clocks.get("negotiate")
        return {"until_on": min(today + USUAL_DAYS, max(today, clock.due_on)) if clock else None}
    return {}


def address_of(case: Case) -> str:
    """Where the shop is, as far as the register knows it: a beginning for the address to which goods go back."""
    return " ".join(case_facts.whereabouts(case)) if case_facts.has_address(case) else ""


def is_open(step: VerbPage, case: Case) -> bool:
    """Whether a business can do this to the case now."""
    verb = life.VERBS[step.verb]
    return case.stage in verb.moves and life.BUSINESS in verb.by and step.when(case)


def open_in(case: Case) -> list[VerbPage]:
    """The steps open now, in the table's order."""
    return [step for step in STEPS if is_open(step, case)]


CONFLICT = 409


@dataclass(frozen=True)
class Doing:
    """One step being taken: by whom, on which case, and from where.

    `again` reads the case anew, `frame` gives what the pages around it need, `template` is the page of a step.
    """

    request: HttpRequest
    step: VerbPage
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
    if not is_open(step, doing.situation.case):
        return _not_now(doing)
    kept = guards.kept_post(request)
    if kept:
        form = step.form(kept, situation=doing.situation)
        return _page(doing, form, asking.at(form, kept.get(asking.PAGE, "")), kept=True)
    form = step.form(situation=doing.situation, initial=initial(step, doing.situation))
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
    if not is_open(doing.step, situation.case):
        whole = asking.following(form, request.POST) is None and form.is_valid()
        return _sent(doing) if whole and _is_sent(doing, form) else _not_now(doing, form)
    turn = asking.following(form, request.POST)
    if turn is not None or not form.is_valid():
        return _page(doing, form, turn)
    try:
        doing.step.act(
            situation.case, **form.facts(), seen=form.version_seen, by=situation.actor, at=clock.now()
        )
    except Moved:
        return _sent(doing) if _is_sent(doing, form) else _moved(doing)
    except (NotPossible, NotAllowed):
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
    return case_forms.is_sent(now.case, doing.step.verb, form.facts(), seen=form.version_seen, by=now.actor)


def _sent(doing: Doing) -> HttpResponse:
    messages.info(doing.request, gettext("This was sent already; it is not sent twice."))
    return HttpResponseRedirect(doing.case_url)


def _moved(doing: Doing) -> HttpResponse:
    """Somebody was quicker. If the step still makes sense, the form comes back with the text and the new version."""
    situation = doing.again()
    fresh = replace(doing, situation=situation)
    data = doing.request.POST.copy()
    data["seen"] = str(situation.case.version)
    again = doing.step.form(data, doing.request.FILES, situation=situation)
    if not is_open(doing.step, situation.case):
        return _not_now(fresh, again)
    turn = _asked_again(doing.request, again, data.get(asking.PAGE, ""))
    return _page(fresh, again, turn, moved=_how_it_stands(situation), status=CONFLICT)


def _not_now(doing: Doing, form: CaseForm | None = None) -> HttpResponse:
    """The step cannot be taken (any more): say how the case stands."""
    why = gettext("“%(step)s” is not possible now.") % {"step": doing.step.label}
    return refused(doing, why, _how_it_stands(doing.again()), form, status=CONFLICT)


def _page(
    doing: Doing, form: CaseForm, turn: asking.Turn | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The form, or the one page of it whose turn it is."""
    case, today = doing.situation.case, doing.situation.today
    verb = doing.step.verb
    context = {
        **doing.frame(),
        "step": doing.step,
        "form": form,
        "turn": turn,
        "case": case,
        "counter": business_facts.counter(case, today=today)
        if verb in ("accept", "reject", "offer")
        else None,
        "earlier": business_facts.standing_offer(case, today=today) if verb == "offer" else None,
        "clock": standing.living_clock(doing.situation),
        "asked": case_facts.remedy_words(case.remedies),
        "asked_sum": case_facts.money_words(case.asked_fen),
        "agreement": business_facts.agreement(doing.situation) if verb == "claim_fulfilment" else None,
        "body": business_facts.body(case),
        "hints": getattr(form, "hints", {}),
        "has_files": "uploads" in form.fields,
        **more,
    }
    return render(doing.request, doing.template, context, status=status)


def _how_it_stands(situation: Situation) -> str:
    return gettext("It is now: %(stage)s.") % {"stage": standing.stage_words(situation.case)}
