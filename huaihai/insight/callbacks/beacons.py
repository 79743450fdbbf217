"""The beacon of a draw: the hash of the last event that the record held before the day of the draw.

Nobody can choose it: it stood, chained, before the frame was known, and everybody's doings make it.
"""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from huaihai.kit.clock import ZONE, local_day
from huaihai.record import events
from huaihai.record.models import Event


@dataclass(frozen=True)
class Beacon:
    """The event's id (None: the record was empty) and its hash."""

    event: UUID | None
    hash: str


def beacon_before(at: datetime) -> Beacon:
    """The last event written before the day of this moment."""
    midnight = datetime.combine(local_day(at), time.min, ZONE)
    found = Event.objects.filter(at__lt=midnight).order_by("-pk").first()
    return Beacon(found.pk, found.hash) if found is not None else Beacon(None, "")


def why_wrong(beacon: Beacon, drawn_at: datetime) -> str:
    """Why this is not the beacon of a draw at that moment; empty if it is one."""
    if beacon.event is None:
        return "" if not beacon.hash else "a hash without an event"
    found = Event.objects.filter(pk=beacon.event).first()
    if found is None:
        return "the record does not hold the event"
    if found.hash != beacon.hash or events.digest(found) != beacon.hash:
        return "the event has another hash"
    return "" if local_day(found.at) < local_day(drawn_at) else "the event is not from before the draw"
