"""What another body proposes to handle together, as rows of what waits."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.cases.models import TogetherCase
from huaihai.cases.rights import CASEWORK
from huaihai.cases.situation import as_officer
from huaihai.cases.together.life import OPEN, PROPOSED, STILL_OPEN
from huaihai.desk.waiting import Source, Waiting, Whose, alone
from huaihai.kit import local_words
from huaihai.members.actors import Actor
from huaihai.members.directory import body_with


@alone
def for_person(actor: Actor, _now: datetime) -> Source:
    """One row a binder: whether the body asks its consumers is for anybody of it to say."""
    actor = as_officer(actor)
    if actor.organisation is None or not actor.roles & set(CASEWORK):
        return
    rows: Any = TogetherCase.objects.filter(
        stage=PROPOSED, together__stage=OPEN, case__responsible=actor.organisation, case__stage__in=STILL_OPEN
    )
    yield rows
    yield from _said(rows, actor.organisation.pk)


def _said(rows: Any, own: UUID) -> Iterator[Waiting]:
    counted = rows.values("together", "together__title", "together__body").annotate(n=Count("pk"))
    for one in counted.order_by("together"):
        words = (
            _wished(one["n"])
            if one["together__body"] == own
            else ngettext(
                "%(body)s proposes to handle %(n)s case together with others",
                "%(body)s proposes to handle %(n)s cases together with others",
                one["n"],
            )
        )
        body = local_words.in_script(body_with(one["together__body"]).short_name)
        yield Waiting(
            key=f"together:{one['together']}:{one['n']}",
            kind=pgettext_lazy("waiting", "Together"),
            title=words % {"body": body, "n": one["n"]},
            note=one["together__title"],
            url=f"{reverse('desk-together', args=[one['together']])}?together={PROPOSED}",
            button=gettext_lazy("Ask the consumers, or not"),
            whose=Whose.NOBODY,
        )


def _wished(n: int) -> str:
    """What waits in the binder of one's own body: consumers who want to be asked."""
    return ngettext(
        "%(n)s consumer wants the complaint handled together with others",
        "%(n)s consumers want their complaints handled together with others",
        n,
    )
