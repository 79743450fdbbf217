"""Promises: an agreement becomes dated duties, each of them claimed, confirmed or broken for itself."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from huaihai.cases import messages
from huaihai.cases.actions.moving import Unfit, moving
from huaihai.cases.models import Agreement, Case, Promise
from huaihai.cases.parts import Part, instalments, parts_of
from huaihai.kit.clock import ZONE
from huaihai.law import limits
from huaihai.law import remedies as law_remedies
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for

__all__ = [
    "MOST_PARTS",
    "Part",
    "claim",
    "instalments",
    "leave",
    "mark_claimed",
    "parts_of",
    "record",
    "watched",
]
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
            remind_on=_remind_on(part.due_on, before, at.astimezone(ZONE).date()),
            recorded_by=by.key,
            recorded_at=at,
        )
        for number, part in enumerate(numbered, start=1)
    )


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

    Raises Unfit, moving.CaseMoved, lifecycle.NotPossible, moving.NotAllowed.
    """
    if not text.strip():
        raise Unfit("text", _("Please say what you did and when."))
    by_fund = paid_by == Promise.PaidBy.FUND
    verb, told = ("fund_paid", "fund_paid") if by_fund else ("claim_part", "claimed")
    with moving(promise.case, verb, by=by, at=at, seen=seen, text=text) as move:
        held = watched(move.case, promise)
        mark_claimed([held], text=text, paid_by=paid_by, by=by, at=at)
        move.facts = {"promises": [held.number]}
        messages.tell_consumer(move.case, f"{told}:{move.case.version}", at=at)


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
    limit = limit_for(case.responsible, limits.REMIND_OF_PROMISE, at.astimezone(ZONE).date())
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
