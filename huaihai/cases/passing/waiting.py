"""Passages as rows of what waits: offers to read, questions to answer, what became of our own offers."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.cases.awaited import MOST
from huaihai.cases.models import Passage, PassageMessage
from huaihai.cases.rights import CASEWORK
from huaihai.cases.situation import as_officer
from huaihai.desk.waiting import Room, Source, Waiting, Whose
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

KIND = pgettext_lazy("waiting", "Another alliance")
LATE = timedelta(hours=6)


@Room
def for_person(actor: Actor, now: datetime) -> Iterator[Source]:
    """Of the person's body."""
    actor = as_officer(actor)
    body = actor.organisation
    if body is None or body.kind == Organisation.Kind.ALLIANCE or not actor.roles & set(CASEWORK):
        return
    yield _offered(body)
    yield _questions(body)
    yield _bound(body, now)


def _offered(body: Organisation) -> Source:
    rows = Passage.objects.filter(body=body, stand=Passage.Stand.OFFERED)
    yield rows
    for one in rows.select_related("peer").order_by("begun_at", "pk")[:MOST]:
        yield _row(one, "offered", _("A case is offered to you"), gettext_lazy("Read and answer"))


def _questions(body: Organisation) -> Source:
    """Asked by the other side and not answered by ours."""
    rows = PassageMessage.objects.filter(passage__body=body, kind="question", is_ours=False, answered_at=None)
    yield rows
    seen = set()
    for one in rows.select_related("passage__peer").order_by("at", "pk")[:MOST]:
        if one.passage_id not in seen:
            seen.add(one.passage_id)
            yield _row(
                one.passage, "question", _("The other side asks something"), gettext_lazy("Read and answer")
            )


def _bound(body: Organisation, now: datetime) -> Source:
    """Accepted, and the deed has not come for hours: somebody calls there."""
    rows = Passage.objects.filter(body=body, stand=Passage.Stand.BOUND)
    yield rows
    for one in rows.filter(stood_at__lt=now - LATE).select_related("peer").order_by("stood_at", "pk")[:MOST]:
        yield _row(one, "bound", _("Accepted, and the deed has not come"), gettext_lazy("Look"), Whose.OTHERS)


def _row(one: Passage, what: str, note: str, button: object, whose: Whose = Whose.NOBODY) -> Waiting:
    return Waiting(
        key=f"passage:{one.pk}:{what}",
        kind=KIND,
        title=one.other_title,
        note=note,
        url=reverse("desk-passing", args=[one.pk]),
        button=button,  # type: ignore[arg-type] # words, lazily
        whose=whose,
    )
