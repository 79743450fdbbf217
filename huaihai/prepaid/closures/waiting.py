"""What waits before a shop is stated closed: its holders say that it is."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.desk.waiting import Room, Source, Waiting, Whose
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.prepaid import life as pledges
from huaihai.prepaid.models import Card
from huaihai.prepaid.moving import CASEWORK

KIND = pgettext_lazy("waiting", "Prepaid cards")


@Room
def for_person(actor: Actor, _now: datetime) -> Iterator[Source]:
    """For whoever does casework in the body in charge."""
    node = actor.organisation
    if node is None or node.kind == Organisation.Kind.ALLIANCE or not actor.roles & CASEWORK:
        return
    yield _said_closed(node)


def _said_closed(node: Organisation) -> Source:
    cards: Any = Card.objects.filter(
        issuer__body__path__under=node.path, issuer__stage__in=pledges.SERVES, closed_said_at__isnull=False
    )
    yield cards
    counted = (
        cards.order_by()
        .values("issuer", "issuer__business__name")
        .annotate(n=Count("pk"), newest=Max("closed_said_at"))
    )
    for one in counted.order_by("-n", "issuer"):
        words = ngettext(
            "%(n)s holder says that %(shop)s is closed: please look",
            "%(n)s holders say that %(shop)s is closed: please look",
            one["n"],
        )
        yield Waiting(
            key=f"prepaid-said:{one['issuer']}",
            kind=KIND,
            title=words % {"n": one["n"], "shop": one["issuer__business__name"]},
            url=reverse("desk-prepaid-closed-new", args=[one["issuer"]]),
            button=gettext_lazy("Look, and state it"),
            whose=Whose.NOBODY,
        )
