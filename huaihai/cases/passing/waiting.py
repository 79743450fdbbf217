"""Passages as rows of what waits: offers to read, questions to answer, what became of our own offers."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.cases import life
from huaihai.cases.awaited import MOST
from huaihai.cases.desk.lists import AccountKey, CaseKey
from huaihai.cases.handling import people
from huaihai.cases.models import Passage, PassageMessage, PassportPeer
from huaihai.cases.rights import CASEWORK
from huaihai.cases.situation import as_officer
from huaihai.desk.waiting import Room, Source, Waiting, Whose
from huaihai.kit.clock import local_day, local_moment
from huaihai.members import persons
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.record.models import Event

KIND = pgettext_lazy("waiting", "Another alliance")
ADMINISTRATORS = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}
LATE = timedelta(hours=6)
NEW_FOR = timedelta(days=30)  # then it stands in the case alone


@Room
def for_person(actor: Actor, now: datetime) -> Iterator[Source]:
    """Of the person's body; for administrators, installations that wait for a second one."""
    actor = as_officer(actor)
    body = actor.organisation
    if actor.roles & ADMINISTRATORS and actor.account_id is not None:
        yield _peers(actor.account_id)
    if body is None or body.kind == Organisation.Kind.ALLIANCE or not actor.roles & set(CASEWORK):
        return
    yield _offered(body)
    yield _questions(body)
    yield _refused(body, now)
    yield _bound(body, now)


def _peers(account: UUID) -> Source:
    """Put in by somebody else, and not confirmed yet. The question is asked often: it asks nothing else before."""
    rows = PassportPeer.objects.filter(confirmed_at=None, closed_at=None).exclude(added_by=account)
    yield rows
    of_others = rows.exclude(added_by__in=persons.accounts_of(account))
    for one in of_others.order_by("added_at", "pk")[:MOST]:
        yield Waiting(
            key=f"peer:{one.pk}",
            kind=KIND,
            title=one.title,
            note=_("Waits until a second administrator has compared the fingerprint"),
            url=reverse("desk-peer", args=[one.pk]),
            button=gettext_lazy("Compare and confirm"),
        )


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


def _refused(body: Organisation, now: datetime) -> Source:
    """Our offers that were not taken, until somebody of this body goes on with the case."""
    today = local_day(now)
    since = local_moment(today - NEW_FOR)
    acts = Event.objects.filter(subject=CaseKey(OuterRef("case")), at__gt=OuterRef("stood_at"))
    own = people.posts(today).filter(organisation=body).annotate(key=AccountKey("account"))
    said_no = PassageMessage.objects.filter(passage=OuterRef("pk"), kind="refusal", is_ours=False)
    rows = Passage.objects.filter(body=body, stand=Passage.Stand.MINE, came_at=None, stood_at__gte=since)
    rows = rows.filter(Exists(said_no), case__stage__in=life.PASSABLE)
    rows = rows.exclude(Exists(acts.filter(by__in=own.values("key"))))
    yield rows
    for one in rows.select_related("peer").order_by("stood_at", "pk")[:MOST]:
        yield _row(one, "refused", _("The other side does not take it"), gettext_lazy("Read why"))


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
