"""The asking body's verbs: ask, take an offer up or turn it down, withdraw."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huaihai.governance.actions.pools import conflicts, hours, keeping
from huaihai.governance.actions.pools.describing import SKILLS
from huaihai.governance.actions.pools.fitness import require_active, require_fit
from huaihai.governance.actions.pools.moving import moving
from huaihai.governance.errors import NotPossible, Unfit
from huaihai.governance.lives import NEW
from huaihai.governance.models import PoolBooking, PoolEntry, PoolRequest
from huaihai.governance.models.pools.lives import REQUEST, Kind, Stage
from huaihai.kit.clock import local_day
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

LONGEST_TIME = timedelta(days=31)
ASKED_FOR = (
    "asked_by_id",
    "names_entry",
    "kind",
    "skill",
    "from_on",
    "until_on",
    "half_days",
    "business_name",
    "credit_code",
    "trade",
    "purpose",
)


def ask(
    *,
    body: Organisation,
    entry: PoolEntry | None = None,
    kind: str = "",
    skill: str = "",
    from_on: date,
    until_on: date,
    half_days: int,
    purpose: str,
    business_name: str = "",
    credit_code: str = "",
    trade: str = "",
    by: Actor,
    at: datetime,
    key: UUID | None = None,
) -> PoolRequest:
    """`body` asks for `entry`, or, without one, all bodies for somebody of this kind and skill.

    The same `key` twice is one request. Raises NotAllowed, NotPossible (entry paused or withdrawn, or the key
    belongs to another request), Unfit.
    """
    keeping.require(by, body)
    if body.city is None:
        raise NotPossible(_("Only the body of a city, or one below it, can ask."))
    _require_matter(kind if entry is None else entry.kind, skill, trade)
    _require_named(business_name, credit_code, trade)
    if not purpose.strip():
        raise Unfit("purpose", _("Please say what it is for."))
    request = PoolRequest(
        id=key or new_id(),
        asked_by=body,
        entry=entry,
        names_entry=entry is not None,
        kind=entry.kind if entry else kind,
        skill=skill,
        from_on=from_on,
        until_on=until_on,
        half_days=half_days,
        business_name=business_name.strip(),
        credit_code=conflicts.checked_code(credit_code),
        trade=trade,
        purpose=purpose.strip(),
        stage=REQUEST.after("ask", NEW),
        stage_since=at,
        asked_at=at,
    )
    if known := _known(request):
        return known
    if entry is not None:
        require_active(entry)
    _require_time(from_on, until_on, half_days, local_day(at))
    with transaction.atomic():
        try:
            with transaction.atomic():
                request.save(force_insert=True)
        except IntegrityError:  # the other of two at once
            if known := _known(request):
                return known
            raise
        facts = {
            "before": NEW,
            "after": request.stage,
            "asked_by": body.key,
            "entry": str(entry.pk) if entry else "",
            "kind": request.kind,
            "from": from_on.isoformat(),
            "until": until_on.isoformat(),
        }
        events.write(subject=request.record_key, verb="ask", by=by.key, at=at, facts=facts)
    return request


def take_up(request: PoolRequest, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Accept who was offered: granted. Raises NotPossible if it has been paused since, lost its accreditation, or
    an interest was declared.
    """
    with moving(request, "take up", by=by, at=at, seen=seen) as move:
        last = PoolBooking.objects.filter(request=move.request).aggregate(last=Max("day"))["last"]
        try:
            require_fit(
                move.given, move.request, last_day=last or move.request.from_on, despite=move.request.despite
            )
        except Unfit as error:  # a reason can only be given by the other body, with a new offer
            raise NotPossible(
                _("Since the offer an interest in this trade was declared. Please ask for a new offer.")
            ) from error


def turn_down(request: PoolRequest, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Do not accept who was offered; the call goes on. Raises Unfit without a reason."""
    with moving(request, "turn down", by=by, at=at, seen=seen, text=reason) as move:
        require_reason(reason)
        move.facts["entry"] = str(move.given.pk)
        move.request.entry, move.request.answer, move.request.despite = None, "", ""
        PoolBooking.objects.filter(request=move.request).delete()


def withdraw(request: PoolRequest, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Ask no more; promised half days are free again. Raises NotPossible once hours stand, Unfit."""
    with moving(request, "withdraw", by=by, at=at, seen=seen, text=reason) as move:
        if move.request.stage == Stage.GRANTED:
            require_reason(reason)
            hours.require_none(move.request)
        move.request.answer = reason.strip()
        PoolBooking.objects.filter(request=move.request).delete()


def require_reason(reason: str) -> None:
    """Raises Unfit for an empty reason."""
    if not reason.strip():
        raise Unfit("reason", _("Please give a reason. The other body reads it."))


def _known(request: PoolRequest) -> PoolRequest | None:
    """The request that has this one's key. Raises NotPossible if it asks for something else."""
    known = PoolRequest.objects.filter(pk=request.pk).first()
    if known is None:
        return None
    is_same = all(getattr(known, name) == getattr(request, name) for name in ASKED_FOR)
    if not is_same or (known.names_entry and known.entry_id != request.entry_id):
        raise NotPossible(
            _("This form was sent before, with something else in it. Please open a new one and send that.")
        )
    return known


def _require_named(business_name: str, credit_code: str, trade: str) -> None:
    if credit_code.strip() and not business_name.strip():
        raise Unfit("business_name", conflicts.NAME_TOO)
    if business_name.strip() and not trade:
        raise Unfit("trade", _("Please choose the trade too, so that conflicts of interest are found."))


def _require_time(from_on: date, until_on: date, half_days: int, today: date) -> None:
    if from_on < today:
        raise Unfit("from_on", _("Please give a day from today on."))
    if until_on < from_on:
        raise Unfit("until_on", _("The last day is before the first."))
    if until_on - from_on >= LONGEST_TIME:
        raise Unfit("until_on", _("Please ask for 31 days at most; for more, ask again later."))
    if not 1 <= half_days <= 2 * ((until_on - from_on).days + 1):
        raise Unfit("half_days", _("There are not that many half days in this time."))


def _require_matter(kind: str, skill: str, trade: str) -> None:
    if kind not in Kind.values:
        raise Unfit("kind", _("Please choose whom you need."))
    for field, code in (("skill", skill), ("trade", trade)):
        if code and code not in SKILLS:
            raise Unfit(field, _("Please choose from the list."))
