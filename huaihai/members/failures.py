"""Sign-ins that failed: written down without the name that was typed, read by whoever watches over accounts.

A name stands there as a keyed fingerprint: an account's is known again, whatever else somebody typed (a password in the
wrong field, a telephone) cannot be read back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from django.db.models import Count
from django.db.models.functions import TruncDate

from huaihai.kit import clock, sealing
from huaihai.kit.brakes import Brake
from huaihai.kit.network import part_of
from huaihai.members.models import FailedSignIn
from huaihai.record.due import Act

if TYPE_CHECKING:
    from huaihai.members.models.account import AccountQuerySet

KEPT: Final = timedelta(days=183)
SHOWN: Final = timedelta(days=30)
MOST_LINES: Final = 200
ALL = Brake(
    "failed-sign-ins", most=5000, seconds=86_400
)  # so many are written a day at most, whoever hammers


@dataclass(frozen=True)
class Line:
    """What failed with one name on one day; `username` is "" for all names that no account of the reader's has."""

    day: date
    username: str
    passwords: int
    codes: int
    networks: str


def note(name: str, network: str, *, what: str) -> None:
    """Somebody tried and was wrong. Names that nobody has are written down alike, and cost the same."""
    if ALL.lets_through("all"):
        FailedSignIn.objects.create(mark=_mark(name), what=what, network=part_of(network), at=clock.now())


def lines(people: "AccountQuerySet", *, at: datetime) -> list[Line]:
    """The last 30 days, the newest first, by day and account; names that are none of these people's count together."""
    names = {_mark(name): name for name in people.values_list("username", flat=True)}
    found: dict[tuple[date, str], tuple[dict[str, int], set[str]]] = {}
    rows = FailedSignIn.objects.filter(at__gte=at - SHOWN).annotate(day=TruncDate("at"))
    for day, mark, what, network, n in rows.values_list("day", "mark", "what", "network").annotate(
        n=Count("pk")
    ):
        counts, networks = found.setdefault((day, names.get(mark, "")), ({}, set()))
        counts[what] = counts.get(what, 0) + n
        networks.add(network)
    newest = sorted(found.items(), key=lambda one: (-one[0][0].toordinal(), one[0][1] == "", one[0][1]))
    return [
        Line(day, name, counts.get("password", 0), counts.get("code", 0), _few(networks))
        for (day, name), (counts, networks) in newest[:MOST_LINES]
    ]


def due_acts(at: datetime) -> Iterator[Act]:
    """What is older than half a year goes."""
    if FailedSignIn.objects.filter(at__lt=at - KEPT).exists():
        yield partial(_forget, at - KEPT)


def _forget(before: datetime) -> None:
    FailedSignIn.objects.filter(at__lt=before).delete()


def _few(networks: set[str]) -> str:
    """Three of them, so that a line stays one."""
    first = sorted(networks)[:3]
    return ", ".join(first) + (" …" if len(networks) > len(first) else "")


def _mark(name: str) -> str:
    return sealing.blind(name, purpose="failed sign-in")[:16]
