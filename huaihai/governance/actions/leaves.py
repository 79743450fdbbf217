"""Leave: days on which a person takes no shift. Why somebody is away is nowhere written."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance import roster, standing
from huaihai.governance.actions.roster import lock, subject_of
from huaihai.governance.models import Leave, Shift
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation
from huaihai.record import events

LONGEST_LEAVE = timedelta(days=366)


@dataclass(frozen=True)
class Noted:
    """The leave, and the days that have nobody on duty because of it."""

    leave: Leave
    freed: tuple[date, ...]


def note(
    body: Organisation, *, account: Account, from_on: date, until_on: date, by: Actor, at: datetime
) -> Noted:
    """The person takes no shift from day to day. Shifts already planned then become empty and must be filled.

    Those who plan note it for anybody of their body; a person does so alone only for days without own shifts.
    Raises NotAllowed, NotPossible, Unfit.
    """
    plans = body.kind == Organisation.Kind.CITY and standing.speaks_for(by, body)
    is_own = by.account_id == account.pk and by.organisation == body
    if not plans and not is_own:
        raise NotAllowed(_("Only the head or the alliance desk of this body, or the person, notes leave."))
    _check_span(from_on, until_on, at)
    with transaction.atomic():
        lock(body)
        if account.pk not in {one.pk for one in roster.people_of(body, local_day(at))}:
            raise Unfit("account", _("Only people with a post in this body can be on duty."))
        if Leave.objects.filter(account=account).touching(from_on, until_on).exists():
            raise Unfit("from_on", _("Leave is already noted for some of these days."))
        shifts = Shift.objects.filter(organisation=body, account=account, on__range=(from_on, until_on))
        freed = tuple(shifts.filter(on__gt=roster.shift_day(at)).values_list("on", flat=True))
        if freed and not plans:
            raise NotPossible(
                _(
                    "You are on duty on some of these days. Ask whoever plans the roster to give them to others."
                )
            )
        shifts.filter(on__in=freed).delete()
        leave = Leave.objects.create(organisation=body, account=account, from_on=from_on, until_on=until_on)
        _write(leave, "leave noted", by, at, freed=len(freed))
    return Noted(leave, freed)


def end(leave: Leave, *, by: Actor, at: datetime) -> None:
    """The leave does not take place, or is over: it is taken off the roster. Raises NotAllowed."""
    if not standing.speaks_for(by, leave.organisation) and by.account_id != leave.account_id:
        raise NotAllowed(_("Only the head or the alliance desk of this body, or the person, notes leave."))
    with transaction.atomic():
        lock(leave.organisation)
        if Leave.objects.filter(pk=leave.pk).delete()[0]:
            _write(leave, "leave ended", by, at)


def _check_span(from_on: date, until_on: date, at: datetime) -> None:
    if until_on < from_on:
        raise Unfit("until_on", _("The last day must not be before the first."))
    if until_on < local_day(at):
        raise Unfit("until_on", _("These days are over."))
    if until_on - from_on > LONGEST_LEAVE or from_on > local_day(at) + LONGEST_LEAVE:
        raise Unfit("until_on", _("This is too far away."))


def _write(leave: Leave, verb: str, by: Actor, at: datetime, **facts: int) -> None:
    """Who is away, and when, are private words: days beside the roster's own facts would name the person."""
    events.write(
        subject=subject_of(leave.organisation),
        verb=verb,
        by=by.key,
        at=at,
        facts=facts,
        text=f"account:{leave.account_id} {leave.from_on.isoformat()}/{leave.until_on.isoformat()}",
    )
