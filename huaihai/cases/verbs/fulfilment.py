"""What was agreed becomes dated promises: claimed, confirmed, broken; then the end: closed, withdrawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases import messages
from huaihai.cases.models import Agreement, Case, Offer, Promise
from huaihai.cases.models.promise import PromiseQuerySet
from huaihai.cases.parts import Part
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import Unfit
from huaihai.desk.moving import Move
from huaihai.kit.clock import local_day
from huaihai.law import limits
from huaihai.law import remedies as law_remedies
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.record import clocks

WHO = ("consumer", "representative")
HOW = ("phone", "visit", "written", "platform")


@dataclass(frozen=True)
class Word:
    """That what was agreed has been done: said by whom, on which day, how; and what else was said."""

    who: str
    on: date
    how: str
    text: str = ""


def facts_of(word: Word | None, case: Case, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What the record keeps of it; nothing for the consumer, who needs nobody's word. Raises Unfit."""
    if by.kind != "officer":
        return {"on_word": False}
    if word is None or word.who not in WHO:
        raise Unfit("who", _("Please say who confirmed it."))
    if word.how not in HOW:
        raise Unfit("how", _("Please say how it was confirmed."))
    if word.on > local_day(at):
        raise Unfit("on", _("This day is still to come. Please give the day on which it was confirmed."))
    if word.on < local_day(case.agreement.reached_at):
        raise Unfit(
            "on", _("This day lies before the agreement. Please give the day on which it was confirmed.")
        )
    return {
        "on_word": True,
        "confirmed_by": word.who,
        "confirmed_on": word.on.isoformat(),
        "confirmed_how": word.how,
    }


ONE_DAY = timedelta(days=1)
MOST_PARTS = 36  # three years of months


def record(agreement: Agreement, parts: Sequence[Part], *, by: Actor, at: datetime) -> list[Promise]:
    """Write down what an agreement promises, once, in the caller's transaction and under its event.

    The sums of the parts are the agreement's sum to the fen. Raises Unfit("parts").
    """
    _check(agreement, parts)
    before = _days_before(agreement.case, at)
    numbered = sorted(parts, key=lambda part: part.due_on)
    return Promise.objects.bulk_create(
        Promise(
            case_id=agreement.case_id,
            agreement=agreement,
            number=number,
            remedy=part.remedy,
            sum_fen=part.sum_fen,
            due_on=part.due_on,
            remind_on=_remind_on(part.due_on, before, local_day(at)),
            recorded_by=by.key,
            recorded_at=at,
        )
        for number, part in enumerate(numbered, start=1)
    )


def send_goods(case: Case, *, parcel: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer has sent (or brought) the goods back: with which parcel, if with any. Said again, it is
    corrected."""
    with moving(case, "send_goods", by=by, at=at, seen=seen) as move:
        held = Agreement.objects.select_related("offer").filter(case=move.row).first()
        if held is None or not held.goes_back:
            raise Unfit("parcel", _("Nothing has to be sent back in this file."))
        is_first = held.goods_sent_at is None
        held.goods_sent_at, held.parcel = held.goods_sent_at or at, parcel.strip()
        held.save(update_fields=["goods_sent_at", "parcel"])
        if is_first:
            messages.tell_business(move.row, "goods_sent", at=at)


def claim(
    promise: Promise,
    *,
    text: str,
    paid_by: Promise.PaidBy = Promise.PaidBy.BUSINESS,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Somebody says that this one is done: the business, or a fund that has paid in its stead. Only the consumer
    can confirm it. A fund's payment is noted by the program (`Actor.system`), whose room knows who paid.

    Raises Unfit, Moved, NotPossible, NotAllowed.
    """
    if not text.strip():
        raise Unfit("text", _("Please say what you did and when."))
    by_fund = paid_by == Promise.PaidBy.FUND
    verb, told = ("fund_paid", "fund_paid") if by_fund else ("claim_part", "claimed")
    with moving(promise.case, verb, by=by, at=at, seen=seen, text=text) as move:
        held = watched(move.row, promise)
        mark_claimed([held], text=text, paid_by=paid_by, by=by, at=at)
        move.facts = {"promises": [held.number]}
        messages.tell_consumer(move.row, f"{told}:{move.row.version}", at=at)


def watched(case: Case, promise: Promise) -> Promise:
    """This promise as it is now, if it may still be claimed, confirmed or broken. Raises Unfit("promise")."""
    held: Promise | None = case.promises.watched().filter(pk=promise.pk).first()
    if held is None:
        raise Unfit("promise", _("This part is settled already. Please look at the file as it is now."))
    return held


def mark_claimed(
    promises: Iterable[Promise], *, text: str, paid_by: Promise.PaidBy, by: Actor, at: datetime
) -> None:
    """Under the case's lock: these are done, says whoever claims it."""
    for held in promises:
        held.claimed_at, held.claimed_by, held.proof, held.paid_by = at, by.key, text, paid_by
        held.save(update_fields=["claimed_at", "claimed_by", "proof", "paid_by"])


def leave(case: Case, *, at: datetime) -> None:
    """The file is closed and nobody watches any more: what nobody has told about stays unknown."""
    case.promises.watched().update(left_at=at)


def _days_before(case: Case, at: datetime) -> timedelta:
    if case.responsible is None:
        return timedelta(days=limits.REMIND_OF_PROMISE.number)
    limit = limit_for(case.responsible, limits.REMIND_OF_PROMISE, local_day(at))
    return timedelta(days=limit.number)


def _remind_on(due_on: date, before: timedelta, today: date) -> date | None:
    """Some days before, but not on the day of the promise itself."""
    return max(due_on - before, today + ONE_DAY) if due_on > today else None


def _check(agreement: Agreement, parts: Sequence[Part]) -> None:
    if not 1 <= len(parts) <= MOST_PARTS:
        raise Unfit("parts", _("An agreement has between 1 and %(n)s parts.") % {"n": MOST_PARTS})
    if any(part.remedy and part.remedy not in law_remedies.BY_CODE for part in parts):
        raise Unfit("parts", _("Please choose what is to be done."))
    sums = [part.sum_fen for part in parts if part.sum_fen is not None]
    if any(sum_fen < 0 for sum_fen in sums):
        raise Unfit("parts", _("The sum cannot be negative."))
    if agreement.sum_fen is not None and sum(sums) != agreement.sum_fen:
        raise Unfit("parts", _("The parts do not add up to the agreed sum."))
    if agreement.sum_fen is None and sums:
        raise Unfit("parts", _("The agreement names no sum, but a part of it does."))


def claim_fulfilment(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The business says that it has done all that was agreed; only the consumer can confirm it."""
    if not text.strip():
        raise Unfit("text", _("Please say what you did and when."))
    with moving(case, "claim_fulfilment", by=by, at=at, seen=seen, text=text) as move:
        waiting = list(move.row.promises.watched())
        unsaid = [held for held in waiting if held.claimed_at is None or held.breached_at] or waiting
        mark_claimed(unsaid, text=text, paid_by=Promise.PaidBy.BUSINESS, by=by, at=at)
        move.facts = {"promises": [held.number for held in unsaid]}
        messages.tell_consumer(move.row, f"claimed:{move.row.version}", at=at)


def confirm(
    case: Case, *, word: Word | None = None, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """The consumer confirms (or the body, on the consumer's word, which it gives): the case is closed as fulfilled.

    Raises Unfit for a body's confirmation without a word that holds together.
    """
    with moving(case, "confirm", by=by, at=at, seen=seen, text=word.text if word else "") as move:
        move.facts = facts_of(word, move.row, by=by, at=at)
        move.row.promises.watched().update(confirmed_at=at)
        move.row.result = Case.Result.FULFILLED
        messages.tell_business(move.row, "confirmed", at=at)
        if word is not None:
            messages.tell_consumer(move.row, "confirmed_on_word", at=at)


def confirm_part(
    case: Case,
    *,
    promise: Promise,
    word: Word | None = None,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """The consumer confirms one promise; with the last one the case is closed as fulfilled. `word`: as above."""
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)  # nobody confirms another one meanwhile
        if list(case.promises.watched().values_list("pk", flat=True)) == [promise.pk]:
            confirm(case, word=word, by=by, at=at, seen=seen)
        else:
            _confirm_one(case, promise, word, by=by, at=at, seen=seen)


def report_breach(case: Case, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer says that what was due was not done; the body follows it up.

    That is every promise whose day is past. Before that only an officer may write it down, of all of them.
    """
    with moving(case, "report_breach", by=by, at=at, seen=seen, text=text) as move:
        waiting = move.row.promises.watched().filter(breached_at=None)
        overdue = waiting.filter(due_on__lt=local_day(at))
        if not overdue.exists() and by.kind != "officer":
            raise Unfit("text", _too_early())
        _break(move, overdue if overdue.exists() else waiting)


def breach_part(
    case: Case, *, promise: Promise, text: str = "", by: Actor, at: datetime, seen: int | None = None
) -> None:
    """The consumer says that this one was not done; the others are watched on."""
    with moving(case, "breach_part", by=by, at=at, seen=seen, text=text) as move:
        held = watched(move.row, promise)
        if held.breached_at:
            raise Unfit("promise", _("You have said so already. The association follows it up."))
        if held.due_on >= local_day(at) and by.kind != "officer":
            raise Unfit("text", _too_early())
        _break(move, move.row.promises.filter(pk=held.pk))


def close_unconfirmed(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Close although nobody confirmed: nobody was reached, or the agreement stayed unkept. Never counted as solved."""
    if not text.strip():
        raise Unfit("text", _("Please write down how you tried to reach the consumer, or what stays open."))
    with moving(case, "close_unconfirmed", by=by, at=at, seen=seen, text=text) as move:
        running = clocks.running(case.record_key).values()
        if any(clock.due_on >= local_day(at) for clock in running):
            raise Unfit("text", _("The agreed time is not over yet."))
        unkept = move.before == "breached"
        move.row.result = Case.Result.UNFULFILLED if unkept else Case.Result.UNCONFIRMED
        leave(move.row, at=at)
        messages.tell_consumer(move.row, "closed_unconfirmed", at=at)


def withdraw(case: Case, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer withdraws (or the body, on the consumer's word)."""
    with moving(case, "withdraw", by=by, at=at, seen=seen, text=text) as move:
        move.row.offers.filter(state=Offer.State.OPEN).update(state=Offer.State.LAPSED)
        leave(move.row, at=at)
        move.facts = {"on_word": by.kind == "officer"}
        if move.row.invited_at:
            messages.tell_business(move.row, "withdrawn", at=at)


def _confirm_one(
    case: Case, promise: Promise, word: Word | None, *, by: Actor, at: datetime, seen: int | None
) -> None:
    with moving(case, "confirm_part", by=by, at=at, seen=seen, text=word.text if word else "") as move:
        move.facts = facts_of(word, move.row, by=by, at=at)
        kept = watched(move.row, promise)
        kept.confirmed_at = at
        kept.save(update_fields=["confirmed_at"])
        move.facts |= {"promises": [kept.number]}
        messages.tell_business(move.row, f"part_confirmed:{kept.pk}", at=at)
        if word is not None:
            messages.tell_consumer(move.row, f"part_on_word:{kept.pk}", at=at)


def _break(move: Move[Case], promises: PromiseQuerySet) -> None:
    numbers = list(promises.values_list("number", flat=True))
    promises.update(breached_at=move.at)
    move.facts = {"promises": numbers}
    messages.tell_business(move.row, f"breach:{move.row.version}", at=move.at)


def _too_early() -> str:
    return _("The business still has time until the agreed day. Please wait for it to pass.")
