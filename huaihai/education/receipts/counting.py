"""What was sent, in numbers: a row an edition and channel, and whether a correction reached those it must reach."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q

from huaihai.education.models import Delivery, DeliveryQuerySet, Edition

State, Notice = Delivery.State, Delivery.Notice


@dataclass
class Sent:
    """An edition by one channel. `left`: unsubscribed since, or off the press list."""

    channel: str
    notice: str
    counts: dict[str, int] = field(default_factory=dict)
    left: int = 0
    last_at: datetime | None = None

    @property
    def waiting(self) -> int:
        return self.counts.get(State.WAITING, 0)

    @property
    def sent(self) -> int:
        return self.counts.get(State.SENT, 0)

    @property
    def gave_up(self) -> int:
        return self.counts.get(State.GAVE_UP, 0)

    @property
    def superseded(self) -> int:
        return self.counts.get(State.SUPERSEDED, 0)

    @property
    def stopped(self) -> int:
        return self.counts.get(State.STOPPED, 0)

    @property
    def channel_label(self) -> str:
        label = str(Delivery.Channel(self.channel).label)
        return label if self.notice == Notice.OUT else f"{label} · {Notice(self.notice).label}"


@dataclass(frozen=True)
class Reached:
    """Of those who hold an earlier text, how many have the last edition."""

    held: int
    sent: int
    waiting: int
    gave_up: int

    @property
    def left(self) -> int:
        """Unsubscribed before it went out, or before it left."""
        return self.held - self.sent - self.waiting - self.gave_up

    @property
    def is_complete(self) -> bool:
        return self.sent + self.left == self.held


def sent(editions: Sequence[Edition]) -> dict[Any, list[Sent]]:
    """By edition, its channels. One query."""
    gone = Q(subscription__ended_at__isnull=False) | Q(press__ended_at__isnull=False)
    rows = (
        Delivery.objects.filter(edition__in=[edition.pk for edition in editions])
        .values("edition", "channel", "notice", "state")
        .annotate(
            n=Count("pk"),
            left=Count("pk", filter=gone),
            last_at=Max("ended_at", filter=Q(state=State.SENT)),
        )
        .order_by("edition", "channel", "notice", "state")
    )
    held: dict[Any, dict[tuple[str, str], Sent]] = {}
    for row in rows:
        of_edition = held.setdefault(row["edition"], {})
        key = (row["channel"], row["notice"])
        one = of_edition.setdefault(key, Sent(*key))
        one.counts[row["state"]] = row["n"]
        one.left += row["left"]
        one.last_at = row["last_at"] or one.last_at
    return {edition: list(channels.values()) for edition, channels in held.items()}


def reached(editions: Sequence[Edition]) -> Reached | None:
    """Whether the last edition reaches who holds an earlier one; None if nobody does. Two queries."""
    if len(editions) < 2:  # nothing was corrected yet
        return None
    *earlier, last = editions
    had = Delivery.objects.filter(edition__in=[edition.pk for edition in earlier], state=State.SENT)
    told = Delivery.objects.filter(edition=last, notice=Notice.OUT)
    same = Exists(had.filter(subscription=OuterRef("subscription"))) | Exists(
        had.filter(press=OuterRef("press"))
    )
    held = had.order_by().values("subscription", "press").distinct().count()
    if not held:
        return None
    by_state = dict(told.filter(same).order_by().values_list("state").annotate(n=Count("pk")))
    return Reached(
        held=held,
        sent=by_state.get(State.SENT, 0),
        waiting=by_state.get(State.WAITING, 0),
        gave_up=by_state.get(State.GAVE_UP, 0),
    )


def of_first(editions: Sequence[Edition]) -> DeliveryQuerySet:
    """Those who were told of the first edition, one row each, in the order of queueing."""
    first = [edition.pk for edition in editions[:1]]
    return (
        Delivery.objects.filter(edition__in=first, notice=Notice.OUT)
        .select_related("subscription", "press")
        .order_by("pk")
    )
