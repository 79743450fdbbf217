"""Settling with the business: inviting it, proving the service, offers, answers, and the end of it."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from huaihai.cases import messages
from huaihai.cases.actions.moving import Move, Unfit, moving
from huaihai.cases.actions.routing import has_consent
from huaihai.cases.models import Agreement, Case, Consent, Offer
from huaihai.kit.clock import ZONE
from huaihai.law import remedies as law_remedies
from huaihai.members.actors import Actor
from huaihai.record import clocks

WAYS_OF_SERVICE = ("call", "registered_mail", "sms_receipt", "in_person", "online")


def invite(case: Case, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Invite the business to settle. Its clocks start only when the invitation is served."""
    with moving(case, "invite", by=by, at=at, seen=seen) as move:
        if not has_consent(move.case, Consent.Purpose.BUSINESS):
            raise Unfit("", _("The consumer has not agreed that the business sees the complaint. Ask first."))
        move.case.invited_at = at
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


def offer(
    case: Case,
    *,
    remedies: list[str],
    sum_fen: int | None,
    perform_by_on: date,
    valid_until_on: date,
    text: str,
    note_to_body: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Offer:
    """The business offers remedies, a sum in fen and a day; an earlier open offer is replaced. Raises Unfit."""
    _check_offer(remedies, sum_fen, perform_by_on, valid_until_on, at.astimezone(ZONE).date())
    with moving(case, "offer", by=by, at=at, seen=seen) as move:
        move.case.offers.filter(state=Offer.State.OPEN).update(state=Offer.State.REPLACED)
        made = Offer.objects.create(
            case=move.case,
            remedies=remedies,
            sum_fen=sum_fen,
            perform_by_on=perform_by_on,
            valid_until_on=valid_until_on,
            text=text,
            note_to_body=note_to_body,
            made_by=by.key,
            made_at=at,
        )
        move.facts = {
            "offer": str(made.pk),
            "remedies": remedies,
            "sum_fen": sum_fen,
            "on_word": by.kind == "officer",
        }
        move.text = text
        _answered(move)
        messages.tell_consumer(move.case, f"offered:{made.pk}", at=at)
        return made


def accept(case: Case, *, offer: Offer, by: Actor, at: datetime, seen: int | None = None) -> Agreement:
    """The consumer accepts the open offer: a settlement stands, and its fulfilment is watched."""
    with moving(case, "accept", by=by, at=at, seen=seen) as move:
        held = _open_offer(move.case, offer, at)
        held.state = Offer.State.ACCEPTED
        held.save(update_fields=["state"])
        made = Agreement.objects.create(
            case=move.case,
            kind=Agreement.Kind.SETTLEMENT,
            offer=held,
            terms=held.text,
            sum_fen=held.sum_fen,
            perform_by_on=held.perform_by_on,
            reached_at=at,
        )
        move.case.settled_fen = held.sum_fen
        move.due = {"fulfil": held.perform_by_on}
        move.facts = {"offer": str(held.pk), "sum_fen": held.sum_fen, "on_word": by.kind == "officer"}
        messages.tell_business(move.case, "accepted", at=at)
        return made


def reject(case: Case, *, offer: Offer, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer does not accept the open offer and says why; the business may offer again in its time."""
    with moving(case, "reject", by=by, at=at, seen=seen, text=text) as move:
        held = _open_offer(move.case, offer, at, may_be_late=True)
        held.state = Offer.State.REJECTED
        held.save(update_fields=["state"])
        move.facts = {"offer": str(held.pk)}
        messages.tell_business(move.case, f"rejected:{held.pk}", at=at)


def refuse(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The business refuses, with reasons; the body decides what follows."""
    if not text.strip():
        raise Unfit("text", _("Please give the reasons; the consumer reads them."))
    with moving(case, "refuse", by=by, at=at, seen=seen, text=text) as move:
        _lapse_open_offers(move.case)
        messages.tell_consumer(move.case, "refused", at=at)


def end(case: Case, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer (or the body, on the consumer's word) stops negotiating; the body decides what follows."""
    with moving(case, "end_negotiation", by=by, at=at, seen=seen, text=text) as move:
        _lapse_open_offers(move.case)
        messages.tell_business(move.case, "negotiation_ended", at=at)


def deny(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The business says that it is not the one meant: no mark on it; the body and the consumer find the right one."""
    if not text.strip():
        raise Unfit("text", _("Please say why it is not your business."))
    with moving(case, "deny", by=by, at=at, seen=seen, text=text) as move:
        _lapse_open_offers(move.case)
        messages.tell_consumer(move.case, "denied", at=at)


def lose_business(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The business is closed or cannot be found."""
    if not text.strip():
        raise Unfit("text", _("Please write down what was found on the spot."))
    with moving(case, "lose_business", by=by, at=at, seen=seen, text=text) as move:
        _lapse_open_offers(move.case)
        if move.case.business is not None:
            move.case.business.is_gone = True
            move.case.business.save(update_fields=["is_gone"])
        messages.tell_consumer(move.case, "business_gone", at=at)


def _check_offer(
    remedies: list[str], sum_fen: int | None, perform_by: date, valid_until: date, today: date
) -> None:
    if not remedies or any(name not in law_remedies.BY_CODE for name in remedies):
        raise Unfit("remedies", _("Please choose what you offer."))
    if sum_fen is not None and sum_fen < 0:
        raise Unfit("sum", _("The sum cannot be negative."))
    if valid_until < today:
        raise Unfit("valid_until_on", _("The last day to answer cannot be in the past."))
    if perform_by < today:
        raise Unfit("perform_by_on", _("The day to do it by cannot be in the past."))


def _open_offer(case: Case, offer: Offer, at: datetime, *, may_be_late: bool = False) -> Offer:
    held = case.offers.filter(pk=offer.pk, state=Offer.State.OPEN).first()
    if held is None:
        raise Unfit("offer", _("This offer does not stand any more. Please look at the newest one."))
    if not may_be_late and held.valid_until_on < at.astimezone(ZONE).date():
        raise Unfit(
            "offer",
            _("This offer has lapsed. You can ask the business for a new one, or end the negotiation."),
        )
    return held


def _lapse_open_offers(case: Case) -> None:
    case.offers.filter(state=Offer.State.OPEN).update(state=Offer.State.LAPSED)


def _answered(move: Move) -> None:
    """The first answer ends the first-reply clock."""
    first_reply = clocks.running(move.case.record_key).get("first_reply")
    if first_reply:
        clocks.end([first_reply], at=move.at, by=move.verb)
