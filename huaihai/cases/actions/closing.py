"""Fulfilment and the end: claimed, confirmed, broken, closed, withdrawn."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.cases import messages
from huaihai.cases.actions.moving import Unfit, moving
from huaihai.cases.models import Case, Offer
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.record import clocks


def claim_fulfilment(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The business says that it has done what was agreed; only the consumer can confirm it."""
    if not text.strip():
        raise Unfit("text", _("Please say what you did and when."))
    with moving(case, "claim_fulfilment", by=by, at=at, seen=seen, text=text) as move:
        messages.tell_consumer(move.case, f"claimed:{move.case.version}", at=at)


def confirm(case: Case, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer confirms (or the body, on the consumer's word): the case is closed as fulfilled."""
    with moving(case, "confirm", by=by, at=at, seen=seen) as move:
        move.case.result = Case.Result.FULFILLED
        move.facts = {"on_word": by.kind == "officer"}
        messages.tell_business(move.case, "confirmed", at=at)


def report_breach(case: Case, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer says that it was not done; the body follows it up."""
    with moving(case, "report_breach", by=by, at=at, seen=seen, text=text) as move:
        if move.case.agreement.perform_by_on >= at.astimezone(ZONE).date() and by.kind != "officer":
            raise Unfit(
                "text", _("The business still has time until the agreed day. Please wait for it to pass.")
            )
        messages.tell_business(move.case, "breach", at=at)


def close_unconfirmed(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Close although nobody confirmed: nobody was reached, or the agreement stayed unkept. Never counted as solved."""
    if not text.strip():
        raise Unfit("text", _("Please write down how you tried to reach the consumer, or what stays open."))
    with moving(case, "close_unconfirmed", by=by, at=at, seen=seen, text=text) as move:
        running = clocks.running(case.record_key).values()
        if any(clock.due_on >= at.astimezone(ZONE).date() for clock in running):
            raise Unfit("text", _("The agreed time is not over yet."))
        unkept = move.before == "breached"
        move.case.result = Case.Result.UNFULFILLED if unkept else Case.Result.UNCONFIRMED
        messages.tell_consumer(move.case, "closed_unconfirmed", at=at)


def withdraw(case: Case, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer withdraws (or the body, on the consumer's word)."""
    with moving(case, "withdraw", by=by, at=at, seen=seen, text=text) as move:
        move.case.offers.filter(state=Offer.State.OPEN).update(state=Offer.State.LAPSED)
        move.facts = {"on_word": by.kind == "officer"}
        if move.case.invited_at:
            messages.tell_business(move.case, "withdrawn", at=at)
