"""What a business can do, in one table: its address, its form, its action, its words.

`huaihai.cases.lifecycle` says when a verb is possible; the one view `acting.step` serves all of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases import lifecycle
from huaihai.cases.actions import care, closing, negotiation
from huaihai.cases.actions.moving import Unfit
from huaihai.cases.business import forms
from huaihai.cases.models import Case, Offer
from huaihai.cases.pages.forms import CaseForm
from huaihai.cases.pages.situation import Situation
from huaihai.kit import filestore
from huaihai.members.actors import Actor

USUAL_DAYS = timedelta(days=3)


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
    kept = _stored(list(uploads))
    with transaction.atomic():
        negotiation.refuse(case, reason=reason, text=text, note_to_body=note_to_body, by=by, at=at, seen=seen)
        _add(case, kept, by, at)


def claim_fulfilment(
    case: Case, *, text: str, uploads: list[Any], by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Say that it is done, with the proof, all or nothing."""
    kept = _stored(uploads)
    with transaction.atomic():
        closing.claim_fulfilment(case, text=text, by=by, at=at, seen=seen)
        _add(case, kept, by, at)


def add_evidence(case: Case, *, uploads: list[Any], by: Actor, at: datetime, seen: int | None = None) -> None:
    """Add files, all or none. `seen` does not matter: a file more never contradicts what somebody else did."""
    kept = _stored(uploads)
    with transaction.atomic():
        _add(case, kept, by, at)


def _stored(uploads: list[Any]) -> list[tuple[filestore.Stored, str]]:
    try:
        return [(filestore.store(upload), upload.name or "") for upload in uploads]
    except filestore.Refused as error:
        raise Unfit("uploads", error.message) from error


def _add(case: Case, kept: list[tuple[filestore.Stored, str]], by: Actor, at: datetime) -> None:
    for stored, name in kept:
        care.add_evidence(case, file=stored, name=name, party=lifecycle.BUSINESS, by=by, at=at)


def always(_case: Case) -> bool:
    """Whenever the stage allows it."""
    return True


def has_counter(case: Case) -> bool:
    """Whether a counter-offer of the consumer waits for the business."""
    return case.offers.filter(state=Offer.State.OPEN, by_party=Offer.Party.CONSUMER).exists()


@dataclass(frozen=True)
class Step:
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


STEPS: tuple[Step, ...] = (
    Step(
        "serve", "receipt", receive, forms.Receive, _("I have read the invitation"), _("Yes, I have read it"),
        _("From then on your time to answer runs. You can make an offer at once."),
        _("Thank you. You can answer now."), "",
    ),
    Step(
        "accept", "acceptance", negotiation.accept, forms.AcceptCounter, _("Accept the counter-offer"),
        _("Yes, we accept"),
        _("Then it is settled: you do what the consumer proposed, by that day."),
        _("It is settled. Please do what was agreed in time."), "", has_counter,
    ),
    Step(
        "reject", "rejection", negotiation.reject, forms.RejectCounter, _("Not accept the counter-offer"),
        _("Send my answer"),
        _("The consumer is told. Settling goes on; you can make another offer."),
        _("Your answer was sent to the consumer."), "plain", has_counter,
    ),
    Step(
        "offer", "offer", negotiation.offer, forms.MakeOffer, _("Make an offer"), _("Send the offer"),
        _("The consumer gets a message and can accept or not. An earlier offer of yours is replaced."),
        _("Your offer was sent to the consumer."), "",
    ),
    Step(
        "reply", "reply", negotiation.reply, forms.Reply, _("Say first that you look into it"), _("Send my answer"),
        _("The consumer learns that you have it, and by when you answer. The time to settle goes on."),
        _("The consumer was told. Please answer by the day you gave."),
    ),
    Step(
        "claim_fulfilment", "fulfilment", claim_fulfilment, forms.ClaimFulfilment, _("It is done"),
        _("Say that it is done"),
        _("The consumer is asked to confirm it. Once confirmed, the case is closed."),
        _("The consumer is asked to confirm it now."), "",
    ),
    Step(
        "refuse", "refusal", refuse, forms.Refuse, _("Say no, with reasons"), _("Send my answer"),
        _("Saying no is no penalty. The negotiation ends, and the association decides whether to mediate."),
        _("Your answer was sent. The association decides what comes next."),
    ),
    Step(
        "deny", "denial", negotiation.deny, forms.Deny, _("This is not our business"), _("Send"),
        _("It leaves no mark on you. The association and the consumer look for the right business; once it is "
          "found, you see the case no more."),
        _("Thank you for telling us. The association looks into it."),
    ),
    Step(
        "add_evidence", "files", add_evidence, forms.AddEvidence, _("Add files"), _("Add these files"),
        _("The files are sealed; the others see a safe copy."),
        _("The files were added."),
    ),
)  # fmt: skip
BY_NOUN = {step.noun: step for step in STEPS}


def initial(step: Step, situation: Situation) -> dict[str, Any]:
    """What the form of a step starts with."""
    case, today = situation.case, situation.today
    if step.verb == "offer":
        return {
            "remedies": case.remedies,
            "sum_fen": case.asked_fen,
            "valid_until_on": today + USUAL_DAYS,
        }
    if step.verb == "reply":
        clock = situation.clocks.get("negotiate")
        return {"until_on": min(today + USUAL_DAYS, max(today, clock.due_on)) if clock else None}
    return {}


def is_open(step: Step, case: Case) -> bool:
    """Whether a business can do this to the case now."""
    verb = lifecycle.VERBS[step.verb]
    return case.stage in verb.moves and lifecycle.BUSINESS in verb.by and step.when(case)


def open_in(case: Case) -> list[Step]:
    """The steps open now, in the table's order."""
    return [step for step in STEPS if is_open(step, case)]
