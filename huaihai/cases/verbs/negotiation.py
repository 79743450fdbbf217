"""Settling with the business: inviting it, proving the service, offers and counter-offers, and the end of it.

One side proposes remedies, a sum and a day, the other accepts, rejects or proposes anew.
At most one proposal is open in a case. A new offer replaces the one before; a counter-offer answers it (民法典488).
Other answers are given in `answering`; all verbs of settling are named here.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction

from huaihai.cases import gone, mandates, messages, turns
from huaihai.cases.consents import has_consent
from huaihai.cases.gone import Check
from huaihai.cases.models import Agreement, Case, Consent, Offer
from huaihai.cases.parts import PAID, parts_of
from huaihai.cases.verbs import fulfilment
from huaihai.cases.verbs.answering import answered, deny, lapse_open_offers, refuse, reply, supply
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.desk.moving import Move
from huaihai.kit import spoken
from huaihai.kit.clock import local_day, local_moment
from huaihai.kit.country import gettext as _
from huaihai.law import remedies as law_remedies
from huaihai.members.actors import Actor
from huaihai.record import clocks

BUSINESS, CONSUMER = Offer.Party.BUSINESS, Offer.Party.CONSUMER


def offer(
    case: Case,
    *,
    remedies: list[str],
    sum_fen: int | None,
    perform_by_on: date,
    valid_until_on: date,
    text: str,
    note_to_body: str = "",
    monthly_parts: int = 1,
    goods_back_by_on: date | None = None,
    return_to: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Offer:
    """The business offers remedies, a sum in fen and a day; what was open before, from either side, is replaced.

    With `monthly_parts` the sum is paid in as many, the first of them by `perform_by_on`. Where the goods go back, the
    consumer sends them to `return_to` by `goods_back_by_on`, or else by `perform_by_on`. Raises Unfit.
    """
    _check(remedies, sum_fen, perform_by_on, valid_until_on, local_day(at))
    if sum_fen == 0 and set(remedies) & set(PAID):
        raise Unfit("sum_fen", _("You offer to pay, so the sum must be more than 0 {currency}."))
    _check_months(monthly_parts, sum_fen)
    goods_back = _goods_back(remedies, goods_back_by_on, perform_by_on, local_day(at))
    with moving(case, "offer", by=by, at=at, seen=seen, text=text) as move:
        move.row.offers.filter(state=Offer.State.OPEN).update(state=Offer.State.REPLACED)
        made = Offer(
            remedies=remedies,
            sum_fen=sum_fen,
            perform_by_on=perform_by_on,
            valid_until_on=valid_until_on,
            text=text,
            note_to_body=note_to_body,
            monthly_parts=monthly_parts,
            goods_back_by_on=goods_back,
            return_to=return_to if goods_back else "",
        )
        _propose(move, made, BUSINESS, by)
        answered(move)
        messages.tell_consumer(move.row, f"offered:{made.pk}", at=at, until=_answered_by(move))
        return made


def counter(
    case: Case,
    *,
    offer: Offer,
    remedies: list[str],
    sum_fen: int | None,
    perform_by_on: date,
    text: str,
    valid_until_on: date | None = None,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Offer:
    """The consumer answers the business's open offer with another (反方案). The business may accept it, reject it, or
    offer again. Without `valid_until_on` it stands as long as there is time to settle, and not beyond the day to do
    it by. An offer that has lapsed can be answered so too. Raises Unfit.
    """
    today = local_day(at)
    with moving(case, "counter", by=by, at=at, seen=seen, text=text) as move:
        _need_mandate(move.row, by)
        before = _open_offer(move.row, offer, at, may_be_late=True)
        if before.is_counter:
            raise Unfit("offer", _("You have made a counter-offer already. The business answers next."))
        until = valid_until_on or _while_there_is_time(move.row, perform_by_on, today)
        _check(remedies, sum_fen, perform_by_on, until, today)
        before.state = Offer.State.COUNTERED
        before.save(update_fields=["state"])
        made = Offer(
            remedies=remedies,
            sum_fen=sum_fen,
            perform_by_on=perform_by_on,
            valid_until_on=until,
            text=text,
            goods_back_by_on=_goods_back(remedies, None, perform_by_on, today),
        )
        _propose(move, made, CONSUMER, by)
        messages.tell_business(move.row, f"countered:{made.pk}", at=at, until=_answered_by(move))
        return made


def accept(
    case: Case,
    *,
    offer: Offer,
    text: str = "",
    return_to: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Agreement:
    """The other side accepts the open proposal: a settlement stands, and its fulfilment is watched.

    An officer does it on that side's word and writes down who said so and how (`text`). A business that accepts says
    where the goods go back (`return_to`). Raises Unfit, NotAllowed.
    """
    _need_word(by, text)
    with moving(case, "accept", by=by, at=at, seen=seen, text=text) as move:
        held = _open_offer(move.row, offer, at)
        _is_the_others_to_answer(held, by)
        if not held.is_counter:
            _need_mandate(move.row, by)
        held.state = Offer.State.ACCEPTED
        if held.is_counter and held.goods_back_by_on:
            held.return_to = return_to
        held.save(update_fields=["state", "return_to"])
        parts = parts_of(held.remedies, held.sum_fen, held.perform_by_on, months=held.monthly_parts)
        made = Agreement.objects.create(
            case=move.row,
            kind=Agreement.Kind.SETTLEMENT,
            offer=held,
            terms=held.text,
            sum_fen=held.sum_fen,
            perform_by_on=max(part.due_on for part in parts),
            reached_at=at,
        )
        fulfilment.record(made, parts, by=by, at=at)
        move.row.settled_fen = held.sum_fen
        move.due = {"fulfil": made.perform_by_on}
        move.facts = _answer_facts(held, by) | {"sum_fen": held.sum_fen}
        if held.is_counter:
            answered(move)
            messages.tell_consumer(move.row, "counter_accepted", at=at, until=made.perform_by_on)
        else:
            messages.tell_business(move.row, "accepted", at=at, until=parts[0].due_on)
        return made


def reject(case: Case, *, offer: Offer, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The other side does not accept the open proposal and says why; settling goes on while there is time.

    Raises Unfit, NotAllowed.
    """
    with moving(case, "reject", by=by, at=at, seen=seen, text=text) as move:
        held = _open_offer(move.row, offer, at, may_be_late=True)
        _is_the_others_to_answer(held, by)
        held.state = Offer.State.REJECTED
        held.save(update_fields=["state"])
        move.facts = _answer_facts(held, by)
        if held.is_counter:
            messages.tell_consumer(move.row, f"counter_rejected:{held.pk}", at=at)
        else:
            messages.tell_business(move.row, f"rejected:{held.pk}", at=at)


def _propose(move: Move[Case], made: Offer, party: Offer.Party, by: Actor) -> None:
    """Write the proposal and what the record keeps of it."""
    made.case, made.by_party, made.made_by, made.made_at = move.row, party, by.key, move.at
    made.save(force_insert=True)
    move.facts = {
        "offer": str(made.pk),
        "remedies": made.remedies,
        "sum_fen": made.sum_fen,
        "on_word": by.kind == "officer",
    }


def _answered_by(move: Move[Case]) -> date | None:
    """The last day on which the other side can answer what was just proposed."""
    return turns.of(move.row, today=local_day(move.at)).until


def _check(
    remedies: list[str], sum_fen: int | None, perform_by: date, valid_until: date, today: date
) -> None:
    if not remedies or any(name not in law_remedies.BY_CODE for name in remedies):
        raise Unfit("remedies", _("Please choose what is offered."))
    if sum_fen is not None and sum_fen < 0:
        raise Unfit("sum", _("The sum cannot be negative."))
    if valid_until < today:
        raise Unfit("valid_until_on", _("The last day to answer cannot be in the past."))
    if perform_by < today:
        raise Unfit("perform_by_on", _("The day to do it by cannot be in the past."))


def _check_months(monthly_parts: int, sum_fen: int | None) -> None:
    if not 1 <= monthly_parts <= fulfilment.MOST_PARTS:
        raise Unfit("monthly_parts", _("A sum is paid in 1 to %(n)s parts.") % {"n": fulfilment.MOST_PARTS})
    if monthly_parts > 1 and (sum_fen is None or sum_fen < monthly_parts):
        raise Unfit("monthly_parts", _("Parts are of a sum: please write how much you pay in all."))


def _goods_back(remedies: list[str], back_by: date | None, perform_by: date, today: date) -> date | None:
    """By when the goods are sent back, where they are. Raises Unfit."""
    if law_remedies.RETURN.code not in remedies:
        return None
    if back_by is not None and not today <= back_by <= perform_by:
        raise Unfit(
            "goods_back_by_on",
            _("The goods come back first: please give a day up to the one on which you do it."),
        )
    return back_by or perform_by


def _open_offer(case: Case, offer: Offer, at: datetime, *, may_be_late: bool = False) -> Offer:
    held = case.offers.filter(pk=offer.pk, state=Offer.State.OPEN).first()
    if held is None:
        raise Unfit("offer", _("This offer does not stand any more. Please look at the newest one."))
    if not may_be_late and turns.state_of(held, today=local_day(at)) == Offer.State.LAPSED:
        raise Unfit(
            "offer",
            _("This offer has lapsed. You can ask the business for a new one, or end the negotiation."),
        )
    return held


def _is_the_others_to_answer(held: Offer, by: Actor) -> None:
    """Nobody answers the own proposal; an officer answers on the other side's word."""
    if by.kind == held.by_party:
        raise NotAllowed(f"the {by.kind} does not answer its own offer")


def _need_word(by: Actor, text: str) -> None:
    if by.kind == "officer" and not text.strip():
        raise Unfit("text", _("Please write down who said so, when, and how."))


def _need_mandate(case: Case, by: Actor) -> None:
    """Written down on an agent's word, it disposes of what is another's; the consumer's own press is theirs."""
    if by.kind == "officer":
        mandates.need(case)


def _answer_facts(held: Offer, by: Actor) -> dict[str, object]:
    return {"offer": str(held.pk), "made_by": held.by_party, "on_word": by.kind == "officer"}


def _while_there_is_time(case: Case, perform_by: date, today: date) -> date:
    clock = clocks.running(case.record_key).get("negotiate")
    return max(today, min(perform_by, clock.due_on if clock else perform_by))


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
        if not has_consent(move.row, Consent.Purpose.BUSINESS):
            raise Unfit("", _("The consumer has not agreed that the business sees the complaint. Ask first."))
        move.row.invited_at, move.row.denied_at = at, None
        messages.tell_business(move.row, "invited", at=at)


def call_off(case: Case, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """Call an invitation off that was not served yet; the business no longer sees the case."""
    with moving(case, "call_off", by=by, at=at, seen=seen, text=text) as move:
        move.row.invited_at = None


def serve(
    case: Case,
    *,
    way: str,
    proof: str,
    served_on: date | None = None,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Record that the invitation reached the business: how, on which day (today, if none is named), and what proves
    it. The clocks count from that day, of which the last moment is taken. Raises Unfit."""
    if way not in WAYS_OF_SERVICE:
        raise Unfit("way", _("Please choose how it was served."))
    if not proof.strip():
        raise Unfit("proof", _("Please write down the proof: who took it, when, or the postal number."))
    today = local_day(at)
    with transaction.atomic():
        with moving(case, "serve", by=by, at=at, seen=seen, text=proof) as move:
            _check_day_of_service(move.row, served_on or today, today)
            move.facts = {"way": way}
            move.row.served_at = at
            if served_on is not None and served_on != today:
                move.row.served_at = move.since = local_moment(served_on, time.max)
                move.facts["served_on"] = served_on.isoformat()
        messages.tell_consumer(move.row, "served", at=at, until=turns.settling_until(move.row))


def _check_day_of_service(case: Case, served_on: date, today: date) -> None:
    if served_on > today:
        raise Unfit("served_on", _("This day is still to come. Please give the day on which it was served."))
    if case.invited_at is not None and served_on < local_day(case.invited_at):
        day = spoken.day(local_day(case.invited_at), today=today)
        raise Unfit(
            "served_on",
            _("The business was invited on %(day)s; it cannot have been served before.") % {"day": day},
        )


def end(case: Case, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer (or the body, on the consumer's word) stops negotiating; the body decides what follows."""
    with moving(case, "end_negotiation", by=by, at=at, seen=seen, text=text) as move:
        lapse_open_offers(move.row)
        messages.tell_business(move.row, "negotiation_ended", at=at)


def lose_business(
    case: Case,
    *,
    checks: Sequence[Check],
    text: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """The business is closed or cannot be found, as at least two checks have shown. Raises Unfit."""
    _check_checks(checks, local_day(at))
    with moving(case, "lose_business", by=by, at=at, seen=seen, text=gone.in_words(checks, text)) as move:
        move.facts = {"checks": {one.what: one.on.isoformat() for one in checks}}
        lapse_open_offers(move.row)
        move.row.promises.watched().filter(breached_at=None).update(breached_at=at)
        if move.row.business is not None:
            move.row.business.is_gone = True
            move.row.business.save(update_fields=["is_gone"])
        messages.tell_consumer(move.row, "business_gone", at=at)


def _check_checks(checks: Sequence[Check], today: date) -> None:
    if any(one.what not in gone.CHECKS or not one.found.strip() for one in checks):
        raise Unfit("", _("Please write what each check found."))
    if len({one.what for one in checks}) < gone.AT_LEAST:
        raise Unfit("", _("Please check in at least two ways, and write down what you found."))
    if any(one.on > today for one in checks):
        raise Unfit("", _("A check cannot be of a day that is still to come."))
