"""What fills a world: decisions, and what bodies share. One of each is made by the program, then copied."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.test import Client

from benchmarks.filling import decisions, receivers, sharing
from benchmarks.sizes import Size
from huaihai.education.models import Publication, Subscription
from huaihai.governance.models import PoolEntry, Resolution
from huaihai.governance.tests import deciding
from huaihai.kit import clock
from huaihai.members.models import Account, Post, Role
from tests import cast
from tests.posts import sign_in

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=clock.ZONE)  # the same day for ever: its holidays are known
HOUR = timedelta(hours=1)
OFFICE = "city:320300"


@dataclass(frozen=True)
class World:
    """Everybody, what they work with, and the browsers of those who have signed in, by user name."""

    people: cast.Cast
    ten: deciding.Ten
    warning: Publication
    browsers: dict[str, Client]

    @property
    def told(self) -> str:
        """How much there is."""
        counted = {
            "resolutions": Resolution.objects.count(),
            "pool entries": PoolEntry.objects.count(),
            "subscribers": Subscription.objects.count(),
        }
        return ", ".join(f"{number:,} {what}" for what, number in counted.items())


def filled(size: Size) -> World:
    """A world of this size as it is NOW; the clock that views read has to stand at it."""
    people, ten = cast.assemble(NOW - 60 * 24 * HOUR), deciding.assemble()
    decisions.fill(size.resolutions, ten, NOW)
    sharing.fill(size, ten, NOW)
    warning = receivers.fill(size.subscribers, NOW - HOUR)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum does in a server that has run for a while
    head = Post.objects.select_related("account").get(organisation__key=OFFICE, role=Role.HEAD)
    return World(people, ten, warning, {"head": _browser(head.account)})


def _browser(account: Account) -> Client:
    client = Client()
    sign_in(client, account)
    return client
