"""Whether the machine's clock can be believed, asked before time alone brings anything about.

A clock that is months ahead would let months fall due within a minute. So the hour in which it was last believed is
kept, and what falls due stands still when the clock is far from it, until it is right again or somebody says that it
is. Events are no measure: whoever files while the clock is wrong writes its hour into them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.kit.clock import ZONE
from huaihai.kit.refusals import gettext_noop
from huaihai.record import events
from huaihai.record.models import Event, TrustedMoment

SUBJECT = "system:clock"
DOUBTED, CONFIRMED, RIGHT_AGAIN = "clock doubted", "clock confirmed", "clock right again"
AHEAD = timedelta(hours=36)  # a night's run that was missed is no jump
BEHIND = timedelta(hours=1)
NOTED_EVERY = timedelta(hours=1)
WORDS = gettext_noop(
    "the clock shows %(seen)s, and was last believed at %(known)s: nothing falls due until it is right again, or an "
    "administrator says on “Is everything ready” that it is right"
)


@dataclass(frozen=True)
class Doubt:
    """When the clock was last believed, and what it showed when it no longer was."""

    known: datetime
    seen: datetime

    def __str__(self) -> str:
        """English, for the log."""
        return WORDS % self._days()

    def in_words(self) -> str:
        return _(WORDS) % self._days()

    def _days(self) -> dict[str, str]:
        return {"seen": in_digits(self.seen), "known": in_digits(self.known)}


def standing() -> Doubt | None:
    """The doubt that nobody has lifted yet."""
    last = events.history(SUBJECT).last()
    if last is None or last.verb != DOUBTED:
        return None
    return Doubt(*(datetime.fromisoformat(last.facts[name]) for name in ("known", "seen")))


def look(at: datetime) -> Doubt | None:
    """The doubt about the clock that shows `at`; noted when it comes and when it goes. None: it is believed.

    In a demo the day is moved by a button, and never doubted.
    """
    if settings.DEMO:
        return None
    row = TrustedMoment.objects.first()
    known, held = row.at if row else _newest_event(), standing()
    if known is None or -BEHIND <= at - known <= AHEAD:
        if held is not None:
            _write(RIGHT_AGAIN, Doubt(held.known, at), at=at, by="system:clock")
        if row is None or held is not None or abs(at - row.at) >= NOTED_EVERY:
            _believe(at)
        return None
    if held is None:
        held = Doubt(known, at)
        _write(DOUBTED, held, at=at, by="system:clock")
    return held


def confirm(*, reason: str, by: str, at: datetime) -> None:
    """Somebody says that the clock is right: from now on it is believed. Without a doubt nothing happens."""
    held = standing()
    if held is not None:
        _write(CONFIRMED, Doubt(held.known, at), at=at, by=by, text=reason)
        _believe(at)


@transaction.atomic
def _write(verb: str, doubt: Doubt, *, at: datetime, by: str, text: str = "") -> None:
    facts: dict[str, Any] = {"known": doubt.known.isoformat(), "seen": doubt.seen.isoformat()}
    events.write(subject=SUBJECT, verb=verb, by=by, at=at, facts=facts, text=text)


def _believe(at: datetime) -> None:
    TrustedMoment.objects.update_or_create(pk=1, defaults={"at": at})


def _newest_event() -> datetime | None:
    """Of a database whose clock nobody looked at yet."""
    return Event.objects.exclude(subject=SUBJECT).order_by("-pk").values_list("at", flat=True).first()


def in_digits(at: datetime) -> str:
    """With its year, which may be what is wrong."""
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"
