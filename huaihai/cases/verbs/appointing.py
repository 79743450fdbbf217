"""An appointment for a mediation is made, moved or called off; both sides are told."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.cases import messages
from huaihai.cases.models import Appointment, Case
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.desk.moving import Move
from huaihai.kit import spoken
from huaihai.kit.clock import ZONE, local_day
from huaihai.members.actors import Actor

SIDES = ("consumer", "business")


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
        if standing(move.row) is not None:
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
        _tell(move, made, "session_planned")
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
        left = [side for side in SIDES if getattr(held, f"invites_{side}") and side not in invited]
        held.kind, held.starts_at, held.place, held.sequence = kind, starts_at, place, held.sequence + 1
        held.invites_consumer, held.invites_business = "consumer" in invited, "business" in invited
        held.save()
        _tell(move, held, "session_moved")
        for side in left:
            _tell_side(move, held, side, "session_off")
        return held


def call_off(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """It does not take place. Raises Unfit, NotPossible."""
    if not text.strip():
        raise Unfit("text", _("Please give the reason; both sides read it."))
    with moving(case, "cancel_session", by=by, at=at, seen=seen, text=text) as move:
        held = _standing(move.row)
        held.state, held.sequence = Appointment.State.OFF, held.sequence + 1
        held.save()
        _tell(move, held, "session_off")


def fall_away(move: Move[Case]) -> None:
    """With the body that had made it; both sides are told."""
    if (held := standing(move.row)) is None:
        return
    held.state, held.sequence = Appointment.State.OFF, held.sequence + 1
    held.save()
    for side in SIDES:
        if getattr(held, f"invites_{side}"):
            _tell_side(move, held, side, "session_off")


def standing(case: Case) -> Appointment | None:
    """The appointment that stands, if any."""
    found: Appointment | None = case.appointments.filter(state=Appointment.State.PLANNED).first()
    return found


def _standing(case: Case) -> Appointment:
    found = standing(case)
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
    if not set(invited) & set(SIDES):
        raise Unfit("invited", _("Please choose who is invited."))


def _tell(move: Move[Case], held: Appointment, event: str) -> None:
    starts = held.starts_at.astimezone(ZONE)
    invited = [side for side in SIDES if getattr(held, f"invites_{side}")]
    move.facts = {
        "appointment": str(held.pk),
        "kind": held.kind,
        "starts_at": starts.isoformat(timespec="minutes"),
        "invited": invited,
    }
    for side in invited:
        _tell_side(move, held, side, event)


def _tell_side(move: Move[Case], held: Appointment, side: str, event: str) -> None:
    tell = messages.tell_consumer if side == "consumer" else messages.tell_business
    with translation.override(messages.HOUSE):
        said = {"when": when(held, move.at), "how": str(held.get_kind_display())}
    tell(move.row, f"{event}:{held.sequence}", at=move.at, said=said)


def when(held: Appointment, at: datetime) -> str:
    """The day and the hour in the reader's language."""
    starts = held.starts_at.astimezone(ZONE)
    return f"{spoken.day(starts.date(), today=local_day(at))} {starts:%H:%M}"
