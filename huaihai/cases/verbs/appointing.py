"""An appointment for a mediation is made, moved or called off; both sides are told."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.cases.models import Appointment, Case
from huaihai.cases.verbs import inviting
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.members.actors import Actor


def plan(
    case: Case,
    *,
    kind: str,
    starts_at: datetime,
    place: str,
    invited: list[str],
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Appointment:
    """Make an appointment; at most one stands in a case. Raises Unfit, NotPossible."""
    _check(kind, starts_at, place, invited, at)
    with moving(case, "plan_session", by=by, at=at, seen=seen) as move:
        if inviting.standing(move.row) is not None:
            raise NotPossible(_("There is an appointment already. It can be moved or called off."))
        made = Appointment.objects.create(
            case=move.row,
            kind=kind,
            starts_at=starts_at,
            place=place,
            invites_consumer="consumer" in invited,
            invites_business="business" in invited,
            made_by=by.key,
            made_at=at,
        )
        inviting.tell(move, made, "session_planned")
        return made


def shift(
    case: Case,
    *,
    kind: str,
    starts_at: datetime,
    place: str,
    invited: list[str],
    text: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Appointment:
    """Move it to another hour or place. Raises Unfit, NotPossible."""
    _check(kind, starts_at, place, invited, at)
    with moving(case, "move_session", by=by, at=at, seen=seen, text=text) as move:
        held = _standing(move.row)
        left = [side for side in held.invited if side not in invited]
        held.kind, held.starts_at, held.place, held.sequence = kind, starts_at, place, held.sequence + 1
        held.invites_consumer, held.invites_business = "consumer" in invited, "business" in invited
        held.save()
        inviting.tell(move, held, "session_moved")
        for side in left:
            inviting.tell_side(move, held, side, "session_off")
        return held


def call_off(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """It does not take place. Raises Unfit, NotPossible."""
    if not text.strip():
        raise Unfit("text", _("Please give the reason; both sides read it."))
    with moving(case, "cancel_session", by=by, at=at, seen=seen, text=text) as move:
        held = _standing(move.row)
        held.state, held.sequence = Appointment.State.OFF, held.sequence + 1
        held.save()
        inviting.tell(move, held, "session_off")


def _standing(case: Case) -> Appointment:
    found = inviting.standing(case)
    if found is None:
        raise NotPossible(_("There is no appointment any more."))
    return found


def _check(kind: str, starts_at: datetime, place: str, invited: list[str], at: datetime) -> None:
    if kind not in Appointment.Kind.values:
        raise Unfit("kind", _("Please choose how you meet."))
    if not place.strip():
        raise Unfit(
            "place", _("Please say where: the room, the link of the video meeting, or who calls whom.")
        )
    if starts_at <= at:
        raise Unfit("time", _("This hour is past. Please choose one that is to come."))
    if not set(invited) & set(inviting.SIDES):
        raise Unfit("invited", _("Please choose who is invited."))
