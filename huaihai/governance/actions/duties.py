"""Follow-up duties: set by the office, done by their owner, each with a clock."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.desk.moving import begin, moving
from huaihai.governance import standing
from huaihai.governance.actions.office import office_only
from huaihai.governance.lives import DUTY
from huaihai.governance.models import Duty, Meeting, Resolution
from huaihai.kit.clock import local_day
from huaihai.law.limits import Limit, Unit
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import clocks

CLOCK = "duty"


def set_duty(
    *,
    text: str,
    owner: Organisation,
    due_on: date,
    resolution: Resolution | None = None,
    meeting: Meeting | None = None,
    by: Actor,
    at: datetime,
) -> Duty:
    """Somebody has to do this until the end of that day. The alliance as owner stands for the office.

    Raises NotAllowed, Unfit.
    """
    office_only(by, at=at)
    if due_on < local_day(at):
        raise Unfit("due_on", _("The last day lies in the past."))
    with transaction.atomic():
        duty = Duty(text=text, owner=owner, due_on=due_on, resolution=resolution, meeting=meeting, set_at=at)
        begin(duty, "set", DUTY, by=by, at=at, owner=owner.key, due=due_on.isoformat())
        _start_clock(duty, at)
    return duty


def do(duty: Duty, *, note: str, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Its owner says that it is done, and how that can be seen. Raises NotAllowed, NotPossible, Moved."""
    _owner_or_office(by, duty, at=at)
    with moving(duty, "do", DUTY, by=by, at=at, seen=seen) as move:
        move.row.ended_at, move.row.note = at, note
        move.facts["late"] = duty.due_on < local_day(at)
        _end_clock(duty, "do", at)


def drop(duty: Duty, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The office lets it go, with a reason. Raises NotAllowed, NotPossible, Moved."""
    office_only(by, at=at)
    with moving(duty, "drop", DUTY, by=by, at=at, seen=seen) as move:
        move.row.ended_at, move.row.note = at, reason
        _end_clock(duty, "drop", at)


def open_again(duty: Duty, *, due_on: date, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The office finds that it is not done after all. Raises NotAllowed, NotPossible, Unfit, Moved."""
    office_only(by, at=at)
    if due_on < local_day(at):
        raise Unfit("due_on", _("The last day lies in the past."))
    with moving(duty, "open again", DUTY, by=by, at=at, seen=seen) as move:
        move.row.ended_at, move.row.due_on = None, due_on
        move.facts["due"] = due_on.isoformat()
        _start_clock(move.row, at)


def may_end(by: Actor, duty: Duty, *, on: date) -> bool:
    """Whether the actor may say that it is done: who speaks for its owner, or the office."""
    is_offices = duty.owner.key == directory.ROOT_KEY
    return standing.is_office(by, on=on) or (not is_offices and standing.speaks_for(by, duty.owner))


def _owner_or_office(by: Actor, duty: Duty, *, at: datetime) -> None:
    if not may_end(by, duty, on=local_day(at)):
        raise NotAllowed(_("Only the body that has to do it, or the secretariat, can do this."))


def _start_clock(duty: Duty, at: datetime) -> None:
    source = duty.resolution.record_key if duty.resolution else duty.record_key
    days = max((duty.due_on - local_day(at)).days, 1)
    limit = Limit(CLOCK, days, Unit.DAYS, source, "决议交办", "follow-up duty", Sureness.READ)
    clocks.start(
        subject=duty.record_key,
        owner=duty.owner.record_key,
        at=at,
        starts=[clocks.Start(CLOCK, limit, due_on=duty.due_on)],
    )


def _end_clock(duty: Duty, verb: str, at: datetime) -> None:
    clocks.end(clocks.running(duty.record_key).values(), at=at, by=verb)
