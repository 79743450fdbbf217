"""The newest messages to subscribers and the press, to be looked at where nothing leaves the machine."""

from dataclasses import dataclass
from datetime import datetime

from huaihai.education.actions import delivering
from huaihai.education.letters.writing import Desk
from huaihai.education.models import Delivery
from huaihai.education.receivers import masked


@dataclass(frozen=True)
class Shown:
    """A message as it was sent; the address is masked."""

    to: str
    is_sms: bool
    at: datetime | None
    text: str


def newest(number: int) -> list[Shown]:
    """So many that were sent last. A digest is told row by row."""
    sent = Delivery.objects.filter(state=Delivery.State.SENT).order_by("-ended_at", "-pk")
    rows = delivering.whole(sent.values_list("pk", flat=True)[:number])
    desk = Desk()
    return [
        Shown(_to(row), row.channel == Delivery.Channel.SMS, row.ended_at, desk.letter([row]).text)
        for row in sorted(rows, key=lambda row: -row.pk)
    ]


def _to(row: Delivery) -> str:
    if row.press is not None:
        return row.press.outlet
    return masked(row.subscription.address) if row.subscription else ""
