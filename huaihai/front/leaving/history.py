"""What the record says of cities that left, and of those that came."""

from typing import Final
from uuid import UUID

from huaihai.record.models import Event
from huaihai.record.verify.leaves import CAME

MADE: Final = "city archive made"
TAKEN_IN: Final = CAME
LEAVING: Final = "leaving:"


def subject_of(city: str) -> str:
    """How the record calls the leaving of a city, and its coming. Its chain goes nowhere."""
    return f"{LEAVING}{city}"


def taken_in(city: str, root: str) -> Event | None:
    """That the archive with this root was taken in here."""
    rows = Event.objects.filter(subject=subject_of(city), verb=TAKEN_IN).order_by("-number")
    return next((one for one in rows if one.facts["root"] == root), None)


def doubles() -> dict[UUID, str]:
    """Businesses that were known here when they came, and so were merged: the codes that they came with."""
    found: dict[UUID, str] = {}
    rows = Event.objects.filter(verb=TAKEN_IN, subject__startswith=LEAVING)
    for facts in rows.values_list("facts", flat=True):
        found |= {UUID(key): code for key, code in facts["doubles"].items()}
    return found
