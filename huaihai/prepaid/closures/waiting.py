"""What holders say with one tap: the shop is closed; nothing arrived of a share that is marked as paid."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.desk.waiting import Room, Source, Waiting, Whose
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.prepaid import life as pledges
from huaihai.prepaid.closures.life import OPEN
from huaihai.prepaid.models import Card, Creditor
from huaihai.prepaid.moving import CASEWORK

KIND = pgettext_lazy("waiting", "Prepaid cards")


@Room
def for_person(actor: Actor, _now: datetime) -> Iterator[Source]:
    """For whoever does casework in the body in charge."""
    node = actor.organisation
    if node is None or node.kind == Organisation.Kind.ALLIANCE or not actor.roles & CASEWORK:
        return
    yield _said_closed(node)
    yield _denied(node)


def _said_closed(node: Organisation) -> Source:
    cards: Any = Card.objects.filter(
        issuer__body__path__under=node.path, issuer__stage__in=pledges.SERVES, closed_said_at__isnull=False
    )
    yield cards
    for issuer, shop, n in _by_shop(cards, "issuer"):
        words = ngettext(
            "%(n)s holder says that %(shop)s is closed: please look",
            "%(n)s holders say that %(shop)s is closed: please look",
            n,
        )
        yield Waiting(
            key=f"prepaid-said:{issuer}",
            kind=KIND,
            title=words % {"n": n, "shop": shop},
            url=reverse("desk-prepaid-closed-new", args=[issuer]),
            button=gettext_lazy("Look, and state it"),
            whose=Whose.NOBODY,
        )


def _denied(node: Organisation) -> Source:
    rows: Any = Creditor.objects.filter(
        closure__body__path__under=node.path, closure__stage=OPEN, denied_on__isnull=False
    )
    yield rows
    for issuer, shop, n in _by_shop(rows, "closure__issuer"):
        words = ngettext(
            "%(n)s holder of %(shop)s did not get the money that is marked as paid",
            "%(n)s holders of %(shop)s did not get the money that is marked as paid",
            n,
        )
        yield Waiting(
            key=f"prepaid-denied:{issuer}:{n}",
            kind=KIND,
            title=words % {"n": n, "shop": shop},
            url=reverse("desk-prepaid-cards", args=[issuer], query={"which": "denied"}),
            button=gettext_lazy("Ask the bank"),
            whose=Whose.NOBODY,
        )


def _by_shop(rows: Any, issuer: str) -> Any:
    """Issuer, name of the shop and how many of these rows are of it, the most first."""
    counted = rows.order_by().values_list(issuer, f"{issuer}__business__name").annotate(n=Count("pk"))
    return counted.order_by("-n", issuer)
