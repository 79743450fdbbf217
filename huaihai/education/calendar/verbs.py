"""Proposing a topic, also by itself two weeks before a month begins; taking it up with a draft, setting it aside."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.desk.verbs import page
from huaihai.education import powers
from huaihai.education.calendar.facts import Season, in_month, title_of
from huaihai.education.calendar.forms import AsideForm, DraftForm
from huaihai.education.content import Content
from huaihai.education.models import Publication, TopicProposal
from huaihai.education.publications import verbs as publications_verbs
from huaihai.governance import standing
from huaihai.kit import clock
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


def _is_open(proposal: TopicProposal) -> bool:
    return bool(proposal.state == TopicProposal.State.OPEN)


def _draft_of(actor: Actor, proposal: TopicProposal) -> dict[str, Any]:
    """The title to begin with; the office writes for the alliance, others for their city."""
    body = None if standing.is_office(actor, on=clock.today()) else actor.organisation
    publisher = body.city if body else None
    return {"initial": {"title": title_of(proposal)}, "publisher": publisher}


@page(
    "draft",
    "",
    gettext_lazy("Write about it"),
    gettext_lazy("The draft is open."),
    form=DraftForm,
    lead=title_of,
    button=gettext_lazy("Open the draft"),
    options=_draft_of,
    when=_is_open,
    to=lambda publication: reverse("office-publication", args=[publication.pk]),
)
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
        edition = publications_verbs.open_first(content, kind=kind, publisher=publisher, by=by, at=at)
        locked.publication = edition.publication
        _decide(locked, TopicProposal.State.TAKEN, "topic_taken", by=by, at=at)
    return edition.publication


@page(
    "set-aside",
    "",
    gettext_lazy("Set it aside"),
    gettext_lazy("The topic is set aside."),
    form=AsideForm,
    lead=title_of,
    when=_is_open,
    to=lambda _nothing: reverse("office-topics"),
)
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


Act = Callable[[], None]
AHEAD = timedelta(days=14)
PROGRAM = Actor.system("calendar")


def due_acts(at: datetime) -> Iterator[Act]:
    """One act for each season of the coming month that was not proposed yet; a season's first month counts."""
    month = (clock.local_day(at) + AHEAD).replace(day=1)
    wanted = {
        key_of(season, month): season for season in in_month(month.month) if season.months[0] == month.month
    }
    held = set(TopicProposal.objects.filter(key__in=wanted).values_list("key", flat=True))
    for key, season in wanted.items():
        if key not in held:
            yield partial(_propose, key, season, month, at)


def key_of(season: Season, month: date) -> str:
    """The name under which a season is proposed once a year."""
    return f"season:{season.slug}:{month.year}"


def _propose(key: str, season: Season, month: date, at: datetime) -> None:
    propose(
        key,
        season.zh,
        origin=TopicProposal.Origin.SEASON,
        month=month,
        topics=season.topics,
        by=PROGRAM,
        at=at,
    )
