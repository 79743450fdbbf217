"""When an entry has time: half days of the week, days away, half days already promised."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.governance.actions.pools.entries import changing
from huaihai.governance.errors import NotPossible, Unfit
from huaihai.governance.models import PoolAbsence, PoolBooking, PoolEntry, PoolHalfDay
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

LONGEST_ABSENCE = timedelta(days=366)


class HalfDay(NamedTuple):
    """One half ("am" or "pm") of one day."""

    day: date
    half: str

    @property
    def key(self) -> str:
        """As a form sends it: 2026-12-01am."""
        return f"{self.day.isoformat()}{self.half}"


def free_half_days(entry: PoolEntry, *, from_on: date, until_on: date) -> list[HalfDay]:
    """The half days from `from_on` to `until_on` on which the entry can be had, in order. Three queries."""
    weekly = set(PoolHalfDay.objects.filter(entry=entry).values_list("weekday", "half"))
    away = list(PoolAbsence.objects.filter(entry=entry, from_on__lte=until_on, until_on__gte=from_on))
    taken = set(
        PoolBooking.objects.filter(entry=entry, day__range=(from_on, until_on)).values_list("day", "half")
    )
    days = (from_on + timedelta(days=number) for number in range((until_on - from_on).days + 1))
    return [
        HalfDay(day, half)
        for day in days
        if not any(gone.from_on <= day <= gone.until_on for gone in away)
        for half in ("am", "pm")
        if (day.isoweekday(), half) in weekly and (day, half) not in taken
    ]


def be_away(
    entry: PoolEntry, *, from_on: date, until_on: date, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """The entry cannot come from `from_on` to `until_on`. Raises Unfit, also where it is promised already."""
    with changing(entry, "be away", by=by, at=at, seen=seen) as under_way:
        _require_sensible(from_on, until_on, local_day(at))
        held = under_way.entry
        promised = PoolBooking.objects.filter(entry=held, day__range=(from_on, until_on))
        if days := sorted(set(promised.values_list("day", flat=True))):
            told = {"days": said_days(days, today=local_day(at))}
            raise Unfit(
                "from_on", _("Promised already on %(days)s. Please settle that request first.") % told
            )
        PoolAbsence.objects.create(entry=held, from_on=from_on, until_on=until_on)
        under_way.facts = {"from": from_on.isoformat(), "until": until_on.isoformat()}


def be_back(entry: PoolEntry, *, absence_id: UUID, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Take a time away off again. Raises NotPossible if it is off already."""
    with changing(entry, "be back", by=by, at=at, seen=seen) as under_way:
        absence = PoolAbsence.objects.filter(entry=under_way.entry, pk=absence_id).first()
        if absence is None:
            raise NotPossible(_("This time away was taken off already."))
        under_way.facts = {"from": absence.from_on.isoformat(), "until": absence.until_on.isoformat()}
        absence.delete()


def said_days(days: Iterable[date], *, today: date) -> str:
    """Days in a row of words."""
    return pgettext("list", ", ").join(spoken.day(day, today=today) for day in days)


def _require_sensible(from_on: date, until_on: date, today: date) -> None:
    if until_on < from_on:
        raise Unfit("until_on", _("The last day is before the first."))
    if until_on < today:
        raise Unfit("until_on", _("This time is over already."))
    if until_on - from_on > LONGEST_ABSENCE:
        raise Unfit("until_on", _("For more than a year, please pause the entry instead."))
