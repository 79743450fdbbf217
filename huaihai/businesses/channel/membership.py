"""On the fast channel: suspended and back, notice given and taken back, left."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.businesses import rights
from huaihai.businesses.channel import sms
from huaihai.businesses.channel.forms import ReasonForm
from huaihai.businesses.channel.life import ENROLMENT
from huaihai.businesses.channel.verbs import may_decide
from huaihai.businesses.models import ChannelSuspension, Enrolment
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.desk.moving import moving
from huaihai.desk.verbs import page
from huaihai.kit.clock import local_day
from huaihai.law import deadlines, limits
from huaihai.law.limits import Limit
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.record import clocks

PROGRAM = Actor.system("fall-due")
DAY = timedelta(days=1)


@page(
    "suspension",
    "enrolment suspended",
    gettext_lazy("Suspend"),
    gettext_lazy("The business is suspended from today on. It has a message."),
    form=ReasonForm,
    lead=gettext_lazy(
        "From today on the business is not shown as being on the channel. Its open complaints go on."
    ),
    tone="late",
)
def suspend(enrolment: Enrolment, *, reason: str, seen: int, by: Actor, at: datetime) -> None:
    """The body takes the business off the channel from today until it is let back. Raises NotAllowed, Moved,
    NotPossible."""
    with moving(enrolment, "enrolment suspended", ENROLMENT, by=by, at=at, seen=seen) as move:
        may_decide(move.row, by)
        move.row.reason = move.text = reason
        _begin_suspension(move.row, on=local_day(at), by_business=False)
        sms.tell(move.row, "suspended", at=at)


@page(
    "return",
    "enrolment resumed",
    gettext_lazy("Let it back"),
    gettext_lazy("The business is back on the channel. It has a message."),
    lead=gettext_lazy("From today on the business is on the channel again."),
)
def resume(enrolment: Enrolment, *, seen: int, by: Actor, at: datetime) -> None:
    """Back from today on: the body lifts what it ordered; a business ends the pause it took itself.

    Raises NotAllowed, Moved, NotPossible.
    """
    with moving(enrolment, "enrolment resumed", ENROLMENT, by=by, at=at, seen=seen) as move:
        paused = move.row.suspensions.select_for_update().get(until_on=None)
        if by.kind == "business":
            may_manage(move.row, by, on=local_day(at))
            if not paused.by_business:
                raise NotAllowed(_("The association suspended it; only the association lifts it."))
        else:
            may_decide(move.row, by)
        _end_suspension(paused, on=local_day(at))
        move.row.reason = ""
        sms.tell(move.row, "resumed", at=at)


def notice_ends(enrolment: Enrolment, *, on: date) -> date:
    """The last day of a notice that is given on this day."""
    return deadlines.due(notice_limit(enrolment, on=on), on, calendar=clocks.calendar()).due_on


def notice_limit(enrolment: Enrolment, *, on: date) -> Limit:
    """How long a notice runs at the body of this enrolment."""
    return limit_for(enrolment.body, limits.LEAVE_CHANNEL, on)


def give_notice(enrolment: Enrolment, *, what: str, seen: int, by: Actor, at: datetime) -> None:
    """A manager says that the business will leave, or pause. Until then all promises hold.

    `what` is one of Enrolment.Notice. Raises NotAllowed, Moved, NotPossible.
    """
    day = local_day(at)
    with moving(enrolment, "enrolment notice given", ENROLMENT, by=by, at=at, seen=seen) as move:
        held = move.row
        may_manage(held, by, on=day)
        if held.notice:
            raise NotPossible(_("A notice is running already. Take it back first."))
        if what == Enrolment.Notice.SUSPEND and held.stage != "joined":
            raise NotPossible(_("It is suspended already."))
        held.notice, held.notice_on = what, notice_ends(held, on=day) + DAY
        move.facts = {"what": what, "on": held.notice_on.isoformat()}
        sms.tell(held, "notice", at=at)


def withdraw_notice(enrolment: Enrolment, *, seen: int, by: Actor, at: datetime) -> None:
    """The business stays after all. Raises NotAllowed, Moved, NotPossible."""
    with moving(enrolment, "enrolment notice withdrawn", ENROLMENT, by=by, at=at, seen=seen) as move:
        may_manage(move.row, by, on=local_day(at))
        if not move.row.notice:
            raise NotPossible(_("No notice is running."))
        move.row.notice, move.row.notice_on = "", None


@page(
    "striking-off",
    "enrolment left",
    gettext_lazy("Take it off the channel"),
    gettext_lazy("The business is off the channel. It has a message."),
    form=ReasonForm,
    lead=gettext_lazy("It ends today. Open complaints are still answered, and the business may apply again."),
    tone="late",
)
def strike_off(enrolment: Enrolment, *, reason: str, seen: int, by: Actor, at: datetime) -> None:
    """The body takes the business off for good, with reasons; it may apply again. Raises NotAllowed, Moved,
    NotPossible."""
    with moving(enrolment, "enrolment left", ENROLMENT, by=by, at=at, seen=seen) as move:
        may_decide(move.row, by)
        move.row.reason = move.text = reason
        _leave(move.row, on=local_day(at))
        sms.tell(move.row, "left", at=at)


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """Notices whose day has come."""
    due = Enrolment.objects.live().filter(notice_on__lte=local_day(at)).order_by("notice_on", "pk")
    for enrolment in due.select_related("body"):
        yield lambda row=enrolment: carry_out(row, at=at)  # type: ignore[misc]  # bound at once


def carry_out(enrolment: Enrolment, *, at: datetime) -> None:
    """What the business gave notice of happens, on the day it was said for, however late this runs."""
    is_leave = enrolment.notice == Enrolment.Notice.LEAVE
    if not is_leave and enrolment.stage == "suspended":  # the body was first; the pause adds nothing
        withdraw_notice(enrolment, seen=enrolment.version, by=PROGRAM, at=at)
        return
    verb = "enrolment left" if is_leave else "enrolment suspended"
    with moving(enrolment, verb, ENROLMENT, by=PROGRAM, at=at, seen=enrolment.version) as move:
        held = move.row
        day = held.notice_on or local_day(at)
        move.facts = {"on": day.isoformat(), "by_notice": True}
        held.notice, held.notice_on = "", None
        if is_leave:
            _leave(held, on=day)
        else:
            _begin_suspension(held, on=day, by_business=True)
        sms.tell(held, "left" if is_leave else "suspended", at=at)


def may_manage(enrolment: Enrolment, by: Actor, *, on: date) -> None:
    """Raises NotAllowed unless the actor manages the business of this enrolment, or is the program."""
    if by.kind == "system":
        return
    if enrolment.business is None or not rights.manages(by, enrolment.business, on=on):
        raise NotAllowed(_("Only a manager of the business may do this."))


def _begin_suspension(held: Enrolment, *, on: date, by_business: bool) -> None:
    ChannelSuspension.objects.create(enrolment=held, from_on=on, by_business=by_business)
    if by_business or held.notice == Enrolment.Notice.SUSPEND:
        held.notice, held.notice_on = "", None


def _end_suspension(paused: ChannelSuspension, *, on: date) -> None:
    """The days up to yesterday stay in the books; a suspension of today alone leaves none."""
    if paused.from_on >= on:
        paused.delete()
        return
    paused.until_on = on - DAY
    paused.save(update_fields=["until_on"])


def _leave(held: Enrolment, *, on: date) -> None:
    held.left_on, held.notice, held.notice_on = on, "", None
    for paused in held.suspensions.filter(until_on=None):
        _end_suspension(paused, on=on)
