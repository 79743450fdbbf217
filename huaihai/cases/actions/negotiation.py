"""Settling with the business: inviting it, proving the service, and the end of it.

Offers are made in `offering`, other answers given in `answering`; all verbs of settling are named here.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.cases import messages
from huaihai.cases.actions.answering import deny, lapse_open_offers, refuse, reply, supply
from huaihai.cases.actions.moving import Unfit, moving
from huaihai.cases.actions.offering import accept, counter, offer, reject
from huaihai.cases.actions.routing import has_consent
from huaihai.cases.models import Case, Consent
from huaihai.members.actors import Actor

__all__ = [
    "WAYS_OF_SERVICE",
    "accept",
    "call_off",
    "counter",
    "deny",
    "end",
    "invite",
    "lose_business",
    "offer",
    "refuse",
    "reject",
    "reply",
    "serve",
    "supply",
]
WAYS_OF_SERVICE = ("call", "registered_mail", "sms_receipt", "in_person", "online", "letter_code")


def invite(case: Case, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Invite the business to settle. Its clocks start only when the invitation is served."""
    with moving(case, "invite", by=by, at=at, seen=seen) as move:
        if not has_consent(move.case, Consent.Purpose.BUSINESS):
            raise Unfit("", _("The consumer has not agreed that the business sees the complaint. Ask first."))
        move.case.invited_at, move.case.denied_at = at, None
        messages.tell_business(move.case, "invited", at=at)
        messages.tell_consumer(move.case, "inviting", at=at)


def call_off(case: Case, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """Call an invitation off that was not served yet; the business no longer sees the case."""
    with moving(case, "call_off", by=by, at=at, seen=seen, text=text) as move:
        move.case.invited_at = None


def serve(case: Case, *, way: str, proof: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Record that the invitation reached the business, how, and what proves it."""
    if way not in WAYS_OF_SERVICE:
        raise Unfit("way", _("Please choose how it was served."))
    if not proof.strip():
        raise Unfit("proof", _("Please write down the proof: who took it, when, or the postal number."))
    with moving(case, "serve", by=by, at=at, seen=seen, text=proof) as move:
        move.case.served_at = at
        move.facts = {"way": way}
        messages.tell_consumer(move.case, "served", at=at)


def end(case: Case, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer (or the body, on the consumer's word) stops negotiating; the body decides what follows."""
    with moving(case, "end_negotiation", by=by, at=at, seen=seen, text=text) as move:
        lapse_open_offers(move.case)
        messages.tell_business(move.case, "negotiation_ended", at=at)


def lose_business(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The business is closed or cannot be found."""
    if not text.strip():
        raise Unfit("text", _("Please write down what was found on the spot."))
    with moving(case, "lose_business", by=by, at=at, seen=seen, text=text) as move:
        lapse_open_offers(move.case)
        move.case.promises.watched().filter(breached_at=None).update(breached_at=at)
        if move.case.business is not None:
            move.case.business.is_gone = True
            move.case.business.save(update_fields=["is_gone"])
        messages.tell_consumer(move.case, "business_gone", at=at)
