"""Fulfilment and the end: claimed, confirmed, broken, closed, withdrawn."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases import messages
from huaihai.cases.actions import promising
from huaihai.cases.actions.moving import Move, Unfit, moving
from huaihai.cases.actions.word import Word, facts_of
from huaihai.cases.models import Case, Offer, Promise
from huaihai.cases.models.promise import PromiseQuerySet
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.record import clocks


def claim_fulfilment(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The business says that it has done all that was agreed; only the consumer can confirm it."""
    if not text.strip():
        raise Unfit("text", _("Please say what you did and when."))
    with moving(case, "claim_fulfilment", by=by, at=at, seen=seen, text=text) as move:
        waiting = list(move.case.promises.watched())
        unsaid = [held for held in waiting if held.claimed_at is None or held.breached_at] or waiting
        promising.mark_claimed(unsaid, text=text, paid_by=Promise.PaidBy.BUSINESS, by=by, at=at)
        move.facts = {"promises": [held.number for held in unsaid]}
        messages.tell_consumer(move.case, f"claimed:{move.case.version}", at=at)


def confirm(
    case: Case, *, word: Word | None = None, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """The consumer confirms (or the body, on the consumer's word, which it gives): the case is closed as fulfilled.

    Raises Unfit for a body's confirmation without a word that holds together.
    """
    with moving(case, "confirm", by=by, at=at, seen=seen, text=word.text if word else "") as move:
        move.facts = facts_of(word, move.case, by=by, at=at)
        move.case.promises.watched().update(confirmed_at=at)
        move.case.result = Case.Result.FULFILLED
        messages.tell_business(move.case, "confirmed", at=at)
        if word is not None:
            messages.tell_consumer(move.case, "confirmed_on_word", at=at)


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
        waiting = move.case.promises.watched().filter(breached_at=None)
        overdue = waiting.filter(due_on__lt=_day_of(at))
        if not overdue.exists() and by.kind != "officer":
            raise Unfit("text", _too_early())
        _break(move, overdue if overdue.exists() else waiting)


def breach_part(
    case: Case, *, promise: Promise, text: str = "", by: Actor, at: datetime, seen: int | None = None
) -> None:
    """The consumer says that this one was not done; the others are watched on."""
    with moving(case, "breach_part", by=by, at=at, seen=seen, text=text) as move:
        held = promising.watched(move.case, promise)
        if held.breached_at:
            raise Unfit("promise", _("You have said so already. The association follows it up."))
        if held.due_on >= _day_of(at) and by.kind != "officer":
            raise Unfit("text", _too_early())
        _break(move, move.case.promises.filter(pk=held.pk))


def close_unconfirmed(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Close although nobody confirmed: nobody was reached, or the agreement stayed unkept. Never counted as solved."""
    if not text.strip():
        raise Unfit("text", _("Please write down how you tried to reach the consumer, or what stays open."))
    with moving(case, "close_unconfirmed", by=by, at=at, seen=seen, text=text) as move:
        running = clocks.running(case.record_key).values()
        if any(clock.due_on >= _day_of(at) for clock in running):
            raise Unfit("text", _("The agreed time is not over yet."))
        unkept = move.before == "breached"
        move.case.result = Case.Result.UNFULFILLED if unkept else Case.Result.UNCONFIRMED
        promising.leave(move.case, at=at)
        messages.tell_consumer(move.case, "closed_unconfirmed", at=at)


def withdraw(case: Case, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer withdraws (or the body, on the consumer's word)."""
    with moving(case, "withdraw", by=by, at=at, seen=seen, text=text) as move:
        move.case.offers.filter(state=Offer.State.OPEN).update(state=Offer.State.LAPSED)
        promising.leave(move.case, at=at)
        move.facts = {"on_word": by.kind == "officer"}
        if move.case.invited_at:
            messages.tell_business(move.case, "withdrawn", at=at)


def _confirm_one(
    case: Case, promise: Promise, word: Word | None, *, by: Actor, at: datetime, seen: int | None
) -> None:
    with moving(case, "confirm_part", by=by, at=at, seen=seen, text=word.text if word else "") as move:
        move.facts = facts_of(word, move.case, by=by, at=at)
        kept = promising.watched(move.case, promise)
        kept.confirmed_at = at
        kept.save(update_fields=["confirmed_at"])
        move.facts |= {"promises": [kept.number]}
        messages.tell_business(move.case, f"part_confirmed:{kept.pk}", at=at)
        if word is not None:
            messages.tell_consumer(move.case, f"part_on_word:{kept.pk}", at=at)


def _break(move: Move, promises: PromiseQuerySet) -> None:
    numbers = list(promises.values_list("number", flat=True))
    promises.update(breached_at=move.at)
    move.facts = {"promises": numbers}
    messages.tell_business(move.case, f"breach:{move.case.version}", at=move.at)


def _day_of(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _too_early() -> str:
    return _("The business still has time until the agreed day. Please wait for it to pass.")
