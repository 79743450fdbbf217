"""What is to be done now with passages: asked often, so nothing is imported before there is something."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from importlib import import_module

from django.conf import settings
from django.db.models import QuerySet

from huaihai.cases import life
from huaihai.cases.models import Passage

FOLLOWING, SENDING = "huaihai.cases.passing.following", "huaihai.cases.passing.sending"


def is_due(*, at: datetime) -> bool:
    """Whether anything is to be sent, or asked, now. From a demo nothing leaves."""
    return not settings.DEMO and rows(at).exists()


def send_due(*, at: datetime) -> int:
    """Send it, and return how many threads were tried."""
    sent: int = import_module(SENDING).send_due(at=at)
    return sent


def rows(at: datetime) -> "QuerySet[Passage]":
    """Those of which something is to be sent."""
    return Passage.objects.filter(next_try_at__lte=at)


def due_acts(at: datetime) -> Iterator[Callable[[], object]]:
    """An offer ends when its case went another way here; the other side hears what became of what it handed over."""
    offered = Passage.objects.filter(stand=Passage.Stand.OFFERING).exclude(case__stage__in=life.PASSABLE)
    ended = Passage.objects.filter(stand=Passage.Stand.MINE, case__stage__in=life.ENDED).exclude(came_at=None)
    for found, act in ((offered, "went_another_way"), (ended, "has_ended")):
        for passage in found:
            yield partial(_act, act, passage, at)


def _act(name: str, passage: Passage, at: datetime) -> None:
    getattr(import_module(FOLLOWING), name)(passage, at)
