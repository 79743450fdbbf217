"""What waits of prepaid cards: pledges to confirm, guarantees below their pledge, doubts to decide."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.desk.waiting import Room, Source, Waiting, Whose
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.prepaid.doubts import all_doubts
from huaihai.prepaid.models import Issuer
from huaihai.prepaid.moving import CASEWORK

MOST = 5  # of one kind, each in its row; the list shows the rest
KIND = pgettext_lazy("waiting", "Prepaid cards")

type Rows = QuerySet[Issuer, Any]


@Room
def for_person(actor: Actor, now: datetime) -> Iterator[Source]:
    """What an officer or the head of the city's body does, and what is late with shops."""
    city = actor.organisation
    if city is None or city.kind != Organisation.Kind.CITY or not actor.roles & CASEWORK:
        return
    rows: Rows = Issuer.objects.filter(body__path__under=city.path).select_related("business")
    yield _to_confirm(rows)
    yield _below(rows)
    yield _doubts(rows)


def _to_confirm(rows: Rows) -> Source:
    waits = rows.filter(stage="applied")
    yield waits
    for one in waits.order_by("applied_at", "pk")[:MOST]:
        yield _row(one, "applied", gettext_lazy("Look at the guarantee"), note=one.guarantor_name)


def _below(rows: Rows) -> Source:
    """The shop fills it up; the body may call it."""
    low = rows.filter(stage="pledged", below_since__isnull=False)
    yield low
    for one in low.order_by("notice_due", "pk")[:MOST]:
        note = _("guarantee below its pledge")
        yield _row(one, "below", gettext_lazy("Look at it"), note=note, on=one.notice_due, whose=Whose.OTHERS)


def _doubts(rows: Rows) -> Source:
    doubted = all_doubts().filter(card__issuer__in=rows)
    yield doubted
    counts: dict[Any, int] = {}
    for key in doubted.values_list("card__issuer_id", flat=True)[: MOST * 20]:
        counts[key] = counts.get(key, 0) + 1
    for one in rows.filter(pk__in=counts).order_by("pk")[:MOST]:
        n = counts[one.pk]
        yield Waiting(
            key=f"prepaid:{one.pk}:doubts:{n}",
            kind=KIND,
            title=one.business.name,
            note=ngettext("%(n)s doubt", "%(n)s doubts", n) % {"n": n},
            url=reverse("desk-prepaid-doubts", args=[one.pk]),
            button=gettext_lazy("Hear both"),
            whose=Whose.NOBODY,
            count=n,
        )


def _row(one: Issuer, what: str, button: Any, whose: Whose = Whose.NOBODY, **more: Any) -> Waiting:
    return Waiting(
        f"prepaid:{one.pk}:{what}:{one.version}",
        KIND,
        one.business.name,
        reverse("desk-prepaid-one", args=[one.pk]),
        button,
        whose=whose,
        **more,
    )
