"""Proposing a topic, taking it up with a draft, and setting it aside."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.education import powers
from huaihai.education.actions import editing
from huaihai.education.content import Content
from huaihai.education.models import Publication, TopicProposal
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events


def propose(
    key: str,
    title: str,
    *,
    origin: str,
    month: date,
    topics: Sequence[str] = (),
    cities: Sequence[str] = (),
    facts: Sequence[dict[str, Any]] = (),
    lessons: Sequence[str] = (),
    note: str = "",
    by: Actor,
    at: datetime,
) -> TopicProposal:
    """A topic for the month whose first day is given; what was proposed under this key before stays as it is.

    Raises NotAllowed.
    """
    _require_staff(by)
    with transaction.atomic():
        proposal, is_new = TopicProposal.objects.get_or_create(
            key=key,
            defaults={
                "title": title,
                "origin": origin,
                "month": month,
                "topics": list(topics),
                "cities": list(cities),
                "facts": list(facts),
                "lessons": list(lessons),
                "note": storable(note),
                "proposed_by": by.key,
                "proposed_at": at,
            },
        )
        if is_new:
            events.write(
                subject=proposal.record_key,
                verb="topic_proposed",
                by=by.key,
                at=at,
                facts={"key": key, "origin": origin},
            )
    return proposal


def take_up(
    proposal: TopicProposal,
    *,
    title: str,
    kind: str,
    publisher: Organisation | None,
    by: Actor,
    at: datetime,
) -> Publication:
    """A draft under this title, with the topic's cities and categories. Raises NotPossible, NotAllowed."""
    with transaction.atomic():
        locked = _open(proposal, by)
        content = Content(title=title, topics=tuple(locked.topics), cities=tuple(locked.cities))
        edition = editing.open_first(content, kind=kind, publisher=publisher, by=by, at=at)
        locked.publication = edition.publication
        _decide(locked, TopicProposal.State.TAKEN, "topic_taken", by=by, at=at)
    return edition.publication


def set_aside(proposal: TopicProposal, *, reason: str, by: Actor, at: datetime) -> None:
    """Not now, and why. Raises NotPossible, NotAllowed."""
    with transaction.atomic():
        locked = _open(proposal, by)
        locked.reason = storable(reason)
        _decide(locked, TopicProposal.State.SET_ASIDE, "topic_set_aside", by=by, at=at)


def _open(proposal: TopicProposal, by: Actor) -> TopicProposal:
    _require_staff(by)
    locked = TopicProposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.state != TopicProposal.State.OPEN:
        raise NotPossible(
            _("Somebody has decided on this topic already: %(state)s.")
            % {"state": locked.get_state_display()}
        )
    return locked


def _require_staff(by: Actor) -> None:
    if not powers.works(by):
        raise NotAllowed(_("Only staff decide on topics."))


def _decide(proposal: TopicProposal, state: str, verb: str, *, by: Actor, at: datetime) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by.key, at
    proposal.save()
    events.write(subject=proposal.record_key, verb=verb, by=by.key, at=at, text=proposal.reason)
