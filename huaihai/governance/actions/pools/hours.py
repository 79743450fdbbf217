"""Hours: written down by the giving body, confirmed by the receiving one, corrected by counter-entries alone."""

from datetime import date, datetime

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from huaihai.governance.actions.pools.moving import moving
from huaihai.governance.errors import NotAllowed, NotPossible, Unfit
from huaihai.governance.models import PoolBooking, PoolEntry, PoolHours, PoolHoursAnswer, PoolRequest
from huaihai.governance.models.pools.hours import LONGEST_MINUTES, MINUTES_OF_A_DAY
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


def enter(
    request: PoolRequest,
    *,
    worked_on: date,
    minutes: int,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> PoolHours:
    """Whole minutes worked on a day. They count once the receiving body has confirmed them. Raises Unfit."""
    with moving(request, "enter hours", by=by, at=at, seen=seen) as move:
        if not local_day(move.request.stage_since) <= worked_on <= local_day(at):
            raise Unfit("worked_on", _("Please give a day since it was granted, today at the latest."))
        if minutes < 1:
            raise Unfit("minutes", _("Please give at least one minute."))
        if minutes > LONGEST_MINUTES:
            raise Unfit("minutes", _("One line holds at most 16 hours. Please write one line for each day."))
        if _standing_on(move.given, worked_on) + minutes > MINUTES_OF_A_DAY:
            raise Unfit("minutes", _("With what is written down already, that day has more than 24 hours."))
        line = PoolHours.objects.create(
            request=move.request,
            giver=_city(move.given.body),
            receiver=_city(move.request.asked_by),
            worked_on=worked_on,
            minutes=minutes,
            entered_by=by.key,
            entered_at=at,
        )
        move.facts.update(_said(line))
    return line


def answer(
    request: PoolRequest,
    *,
    line: PoolHours,
    is_right: bool,
    reason: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """The receiving body confirms a line or refuses it with a reason.

    Raises NotAllowed for whoever wrote it down, NotPossible if it is answered, Unfit.
    """
    with moving(request, "answer hours", by=by, at=at, seen=seen, text=reason) as move:
        _require_line(move.request, line)
        if line.entered_by == by.key:
            raise NotAllowed(_("A second pair of eyes: whoever wrote the hours down does not confirm them."))
        if PoolHoursAnswer.objects.filter(line=line).exists():
            raise NotPossible(_("These hours are answered already."))
        if not is_right and not reason.strip():
            raise Unfit("reason", _("Please say what is not right. The other body reads it."))
        PoolHoursAnswer.objects.create(
            line=line, is_confirmed=is_right, reason=reason.strip(), answered_by=by.key, answered_at=at
        )
        move.facts.update(_said(line), is_confirmed=is_right)


def counter(
    request: PoolRequest, *, line: PoolHours, by: Actor, at: datetime, seen: int | None = None
) -> PoolHours:
    """Take a confirmed line back by its opposite, which is to be confirmed too. Raises NotPossible."""
    with moving(request, "counter hours", by=by, at=at, seen=seen) as move:
        _require_line(move.request, line)
        counted = PoolHoursAnswer.objects.filter(line=line, is_confirmed=True).exists()
        if not counted or line.counters_id is not None:
            raise NotPossible(_("Only confirmed hours can be countered."))
        if PoolHours.objects.filter(counters=line).exclude(answer__is_confirmed=False).exists():
            raise NotPossible(_("These hours are countered already."))
        opposite = PoolHours.objects.create(
            request=move.request,
            giver_id=line.giver_id,
            receiver_id=line.receiver_id,
            worked_on=line.worked_on,
            minutes=-line.minutes,
            counters=line,
            entered_by=by.key,
            entered_at=at,
        )
        move.facts.update(_said(opposite), counters=str(line.pk))
    return opposite


def finish(request: PoolRequest, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The receiving body says it is done. Raises NotPossible before hours are confirmed, or with some open."""
    with moving(request, "finish", by=by, at=at, seen=seen) as move:
        if waiting(move.request):
            raise NotPossible(_("Some hours still wait for your answer."))
        if counted_minutes(move.request) <= 0:
            raise NotPossible(_("No hours are confirmed yet. If nobody came, withdraw the request."))
        PoolBooking.objects.filter(request=move.request, day__gt=local_day(at)).delete()


def waiting(request: PoolRequest) -> bool:
    """Whether some line has no answer yet."""
    return PoolHours.objects.filter(request=request, answer=None).exists()


def counted_minutes(request: PoolRequest) -> int:
    """The confirmed minutes of a request."""
    found = PoolHours.objects.filter(request=request).counted().aggregate(sum=Sum("minutes"))["sum"]
    return int(found or 0)


def require_none(request: PoolRequest) -> None:
    """Raises NotPossible if hours stand or wait."""
    if waiting(request) or counted_minutes(request):
        raise NotPossible(_("Hours are written down. Please confirm them and finish the request."))


def _standing_on(entry: PoolEntry, day: date) -> int:
    """The minutes of a day over all requests of the entry, which the caller holds locked. What is refused counts no
    more, nor what is countered, once that is confirmed.
    """
    stands = Q(answer=None, minutes__gt=0) | Q(answer__is_confirmed=True)
    rows = PoolHours.objects.filter(stands, request__entry=entry, worked_on=day)
    return int(rows.aggregate(sum=Sum("minutes"))["sum"] or 0)


def _require_line(request: PoolRequest, line: PoolHours) -> None:
    if line.request_id != request.pk:
        raise NotPossible(_("These hours belong to another request."))


def _city(body: Organisation) -> Organisation:
    city = body.city
    if city is None:
        raise NotPossible(_("Only the body of a city, or one below it, can ask."))
    return city


def _said(line: PoolHours) -> dict[str, str | int]:
    return {"line": str(line.pk), "minutes": line.minutes, "worked_on": line.worked_on.isoformat()}
