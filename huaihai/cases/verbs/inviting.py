"""Who is invited to the appointment of a case, and told of it: whatever moves the case, it stands or falls away."""

from datetime import datetime

from django.utils import translation

from huaihai.cases import messages
from huaihai.cases.models import Appointment, Case
from huaihai.desk.moving import Move
from huaihai.kit import spoken
from huaihai.kit.clock import ZONE, local_day

SIDES = ("consumer", "business")


def standing(case: Case) -> Appointment | None:
    """The appointment that stands, if any."""
    found: Appointment | None = case.appointments.filter(state=Appointment.State.PLANNED).first()
    return found


def fall_away(move: Move[Case]) -> None:
    """With the mediation, or with the body that had made it; whoever is invited is told."""
    if (held := standing(move.row)) is None:
        return
    held.state, held.sequence = Appointment.State.OFF, held.sequence + 1
    held.save()
    for side in held.invited:
        tell_side(move, held, side, "session_off")


def tell(move: Move[Case], held: Appointment, event: str) -> None:
    """Whoever is invited, by a message; the event says it, too."""
    starts = held.starts_at.astimezone(ZONE)
    move.facts = {
        "appointment": str(held.pk),
        "kind": held.kind,
        "starts_at": starts.isoformat(timespec="minutes"),
        "invited": held.invited,
    }
    for side in held.invited:
        tell_side(move, held, side, event)


def tell_side(move: Move[Case], held: Appointment, side: str, event: str) -> None:
    """One side, by a message."""
    say = messages.tell_consumer if side == "consumer" else messages.tell_business
    with translation.override(messages.HOUSE):
        said = {"when": when(held, move.at), "how": str(held.get_kind_display())}
    say(move.row, f"{event}:{held.sequence}", at=move.at, said=said)


def when(held: Appointment, at: datetime) -> str:
    """The day and the hour in the reader's language."""
    starts = held.starts_at.astimezone(ZONE)
    return f"{spoken.day(starts.date(), today=local_day(at))} {starts:%H:%M}"
