"""The giving body's verbs: grant, offer, decline, take back, call off.

Half days are promised while the entry's row is locked; a unique constraint stands behind the lock.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.governance.actions.pools import hours
from huaihai.governance.actions.pools.asking import require_reason
from huaihai.governance.actions.pools.fitness import require_fit
from huaihai.governance.actions.pools.moving import Move, moving
from huaihai.governance.actions.pools.times import HalfDay, free_half_days, said_days
from huaihai.governance.errors import NotPossible, Unfit
from huaihai.governance.models import PoolBooking, PoolEntry, PoolRequest
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor


def grant(
    request: PoolRequest,
    *,
    half_days: Iterable[HalfDay],
    despite: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Promise these half days of the entry that was asked for. `despite` says why in the same trade.

    Raises Moved, NotAllowed, NotPossible (paused, not accredited, bound to the same business), Unfit.
    """
    with moving(request, "grant", by=by, at=at, seen=seen, text=despite) as move:
        _promise(move, half_days, despite, at)


def offer(
    request: PoolRequest,
    *,
    entry: PoolEntry,
    half_days: Iterable[HalfDay],
    despite: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Answer a call to all with an entry of one's own. The half days are kept until the other side answers."""
    with moving(request, "offer", by=by, at=at, seen=seen, text=despite, offered=entry) as move:
        if move.request.names_entry:
            raise NotPossible(_("Somebody was named in this request; grant or decline it."))
        if move.given.kind != move.request.kind:
            raise Unfit("entry", _("Asked for was: %(kind)s.") % {"kind": move.request.get_kind_display()})
        if move.request.skill and not move.given.skills.filter(code=move.request.skill).exists():
            raise Unfit("entry", _("This entry does not name the field that was asked for."))
        _promise(move, half_days, despite, at)
        move.request.entry = move.given
        move.facts["entry"] = str(move.given.pk)


def decline(request: PoolRequest, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Say no, with a reason."""
    with moving(request, "decline", by=by, at=at, seen=seen, text=reason) as move:
        require_reason(reason)
        move.request.answer = reason.strip()


def take_back(request: PoolRequest, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Take an offer back before it is taken up; the call goes on."""
    with moving(request, "take back", by=by, at=at, seen=seen, text=reason) as move:
        require_reason(reason)
        move.facts["entry"] = str(move.given.pk)
        move.request.entry, move.request.despite = None, ""
        PoolBooking.objects.filter(request=move.request).delete()


def call_off(request: PoolRequest, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Break a promise, with a reason. Raises NotPossible once hours stand."""
    with moving(request, "call off", by=by, at=at, seen=seen, text=reason) as move:
        require_reason(reason)
        hours.require_none(move.request)
        move.request.answer = reason.strip()
        PoolBooking.objects.filter(request=move.request).delete()


def _promise(move: Move, half_days: Iterable[HalfDay], despite: str, at: datetime) -> None:
    request, entry = move.request, move.given
    wanted = sorted(set(half_days))
    _require_within(request, wanted, at)
    require_fit(entry, request, last_day=wanted[-1].day, despite=despite)
    free = set(free_half_days(entry, from_on=request.from_on, until_on=request.until_on))
    if gone := sorted({one.day for one in wanted if one not in free}):
        raise Unfit("half_days", _("Not free on %(days)s.") % {"days": said_days(gone, today=local_day(at))})
    request.despite = despite.strip()
    PoolBooking.objects.bulk_create(
        PoolBooking(request=request, entry=entry, day=one.day, half=one.half) for one in wanted
    )
    move.facts["half_days"] = [one.key for one in wanted]


def _require_within(request: PoolRequest, wanted: list[HalfDay], at: datetime) -> None:
    if not wanted:
        raise Unfit("half_days", _("Please choose at least one half day."))
    first, last = max(request.from_on, local_day(at)), request.until_on
    if not all(first <= one.day <= last for one in wanted):
        raise Unfit(
            "half_days", _("Please choose half days within the time that was asked for, from today on.")
        )
