"""Swaps: a person asks a colleague to take a shift or to exchange two; nothing changes until that one accepts.

The life of a swap is the table `SWAP`. All verbs take the turn of the body's roster, so that of two acceptances at
once one counts and the other finds its swap overtaken.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.governance import roster
from huaihai.governance.actions.roster import lock, overtake, subject_of
from huaihai.governance.errors import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.models import Leave, Shift, Swap
from huaihai.governance.models.roster import SWAP
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation
from huaihai.record import events

Act = Callable[[], None]


def ask(
    *,
    on: date,
    colleague: Account,
    return_on: date | None = None,
    words: str = "",
    by: Actor,
    at: datetime,
) -> Swap:
    """Ask a colleague of the same body to take one's shift of the day `on`; with `return_on`, against that one's.

    Raises NotAllowed, NotPossible, Unfit.
    """
    body, own_id = _own_body(by)
    with transaction.atomic():
        lock(body)
        if not _has(body, on, own_id):
            raise NotPossible(_("That day is not yours to give away."))
        _check_not_begun(at, on, return_on)
        _check_colleague(body, colleague, on, by)
        if return_on is not None and not _has(body, return_on, colleague.pk):
            raise Unfit("return_on", _("That colleague is not on duty that day."))
        if Swap.objects.filter(organisation=body, on=on, asked=colleague, stage="asked").exists():
            raise Unfit("colleague", _("You have already asked this colleague about that day."))
        swap = Swap.objects.create(
            organisation=body,
            on=on,
            return_on=return_on,
            asked_by_id=own_id,
            asked=colleague,
            words=words,
            stage=SWAP.after("ask", ""),
            asked_at=at,
        )
        _write(swap, "swap asked", by, at, text=words)
    return swap


def accept(swap: Swap, *, seen: int | None = None, by: Actor, at: datetime) -> Swap:
    """The colleague takes the shift (and gives the other one). Other open swaps about these days end.

    Raises NotAllowed, NotPossible, Moved.
    """
    with transaction.atomic():
        swap = _taken(swap, "accept", seen)
        _must_be(swap.asked_id, by)
        _check_not_begun(at, swap.on, swap.return_on)
        gives = _shift_of(swap.organisation, swap.on, swap.asked_by_id)
        returns = _shift_of(swap.organisation, swap.return_on, swap.asked_id) if swap.return_on else None
        _check_free(swap.organisation, swap.asked_id, swap.on)
        gives.account_id = swap.asked_id
        gives.save(update_fields=["account"])
        if returns is not None:
            _check_free(swap.organisation, swap.asked_by_id, returns.on)
            returns.account_id = swap.asked_by_id
            returns.save(update_fields=["account"])
        _move(swap, "accept", by, at)
        days = [swap.on, *([swap.return_on] if swap.return_on else [])]
        overtake(swap.organisation, days, by=by, at=at, but=swap)
    return swap


def refuse(swap: Swap, *, seen: int | None = None, by: Actor, at: datetime) -> Swap:
    """The colleague does not take it. Raises NotAllowed, NotPossible, Moved."""
    with transaction.atomic():
        swap = _taken(swap, "refuse", seen)
        _must_be(swap.asked_id, by)
        return _move(swap, "refuse", by, at)


def withdraw(swap: Swap, *, seen: int | None = None, by: Actor, at: datetime) -> Swap:
    """Whoever asked takes it back. Raises NotAllowed, NotPossible, Moved."""
    with transaction.atomic():
        swap = _taken(swap, "withdraw", seen)
        _must_be(swap.asked_by_id, by)
        return _move(swap, "withdraw", by, at)


def due_acts(at: datetime) -> Iterator[Act]:
    """Swaps without an answer of which a shift has begun, as acts to be done one by one. Idempotent."""
    for swap in (
        Swap.objects.lapsing(roster.shift_day(at)).select_related("organisation").order_by("on", "pk")
    ):
        yield partial(_lapse, swap, at)


def _lapse(swap: Swap, at: datetime) -> None:
    with suppress(NotPossible), transaction.atomic():  # not possible: answered since the list was read
        _move(_taken(swap, "lapse", None), "lapse", Actor.system("fall-due"), at)


def _own_body(by: Actor) -> tuple[Organisation, UUID]:
    body = by.organisation
    if by.account_id is None or body is None or body.kind != Organisation.Kind.CITY:
        raise NotAllowed(_("Only people of a city's body are on duty."))
    return body, by.account_id


def _taken(swap: Swap, verb: str, seen: int | None) -> Swap:
    """The swap as it is now, with the body's turn taken."""
    lock(swap.organisation)
    fresh = Swap.objects.select_related("organisation").get(pk=swap.pk)
    if seen is not None and seen != fresh.version:
        raise Moved(fresh)
    SWAP.after(verb, fresh.stage)
    return fresh


def _move(swap: Swap, verb: str, by: Actor, at: datetime) -> Swap:
    swap.stage, swap.answered_at = SWAP.after(verb, swap.stage), at
    swap.version += 1
    swap.save(update_fields=["stage", "answered_at", "version"])
    _write(swap, f"swap {swap.stage}", by, at)
    return swap


def _must_be(account_id: UUID, by: Actor) -> None:
    if by.account_id != account_id:
        raise NotAllowed(
            _("Only the person who was asked answers, and only the one who asked takes it back.")
        )


def _check_not_begun(at: datetime, *days: date | None) -> None:
    if any(on is not None and roster.has_begun(on, at) for on in days):
        raise NotPossible(_("A shift that has begun cannot be swapped."))


def _check_colleague(body: Organisation, colleague: Account, on: date, by: Actor) -> None:
    if colleague.pk == by.account_id:
        raise Unfit("colleague", _("Choose somebody else than yourself."))
    if colleague.pk not in {one.pk for one in roster.people_of(body, on)}:
        raise Unfit("colleague", _("Only people with a post in this body can be on duty."))
    if Leave.objects.filter(account=colleague).touching(on, on).exists():
        raise Unfit("colleague", _("This person is on leave that day."))


def _check_free(body: Organisation, account_id: UUID, on: date) -> None:
    if account_id not in {one.pk for one in roster.people_of(body, on)}:
        raise NotPossible(_("Only people with a post in this body can be on duty."))
    if Leave.objects.filter(account_id=account_id).touching(on, on).exists():
        raise NotPossible(_("One of the two is on leave that day."))


def _has(body: Organisation, on: date, account_id: UUID) -> bool:
    return Shift.objects.filter(organisation=body, on=on, account_id=account_id).exists()


def _shift_of(body: Organisation, on: date, account_id: UUID) -> Shift:
    shift = Shift.objects.filter(organisation=body, on=on, account_id=account_id).first()
    if shift is None:
        raise NotPossible(_("The roster has been changed meanwhile; this swap no longer fits."))
    return shift


def _write(swap: Swap, verb: str, by: Actor, at: datetime, text: str = "") -> None:
    facts = {
        "swap": str(swap.pk),
        "on": swap.on.isoformat(),
        "return_on": swap.return_on.isoformat() if swap.return_on else "",
        "from": f"account:{swap.asked_by_id}",
        "to": f"account:{swap.asked_id}",
    }
    events.write(subject=subject_of(swap.organisation), verb=verb, by=by.key, at=at, facts=facts, text=text)
