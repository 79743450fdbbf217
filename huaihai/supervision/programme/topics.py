"""Topics: proposed by a city, handed in by the public; looked at, shown or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import NEW, NotPossible, Unfit
from huaihai.desk.moving import lock, moving
from huaihai.desk.verbs import page
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision.models import Programme, Topic
from huaihai.supervision.programme import powers
from huaihai.supervision.programme.forms import AnswerForm, Proposal
from huaihai.supervision.programme.life import PROGRAMME, TOPIC


def propose(programme: Programme, said: Proposal, *, key: UUID, by: Actor, at: datetime) -> Topic:
    """A city proposes a topic, of its own or from complaints. The same `key` twice is one topic.

    Raises NotAllowed, NotPossible, Unfit.
    """
    body = powers.require_city(by, on=local_day(at))
    origin = Topic.Origin.COMPLAINTS if said.from_complaints else Topic.Origin.CITY
    return _stored(programme, said, "propose", origin, key=key, body=body, by=by, at=at)


def hand_in(programme: Programme, said: Proposal, *, key: UUID, by: Actor, at: datetime) -> Topic:
    """Somebody of the public proposes a topic; nobody else sees it before an officer has looked at it.

    Raises NotPossible, Unfit (something is missing, or a person could be found by it).
    """
    if mask(f"{said.title}\n{said.why}").finds:
        raise Unfit("why", _("Please leave out telephone numbers, addresses and other personal data."))
    return _stored(programme, said, "hand in", Topic.Origin.PUBLIC, key=key, body=None, by=by, at=at)


@page(
    "show",
    "show",
    gettext_lazy("Show it to everybody"),
    gettext_lazy("Everybody sees it now."),
    form=None,
    carries_version=False,
    may=lambda actor, _topic: powers.may_look(actor, on=clock.today()),
)
def show(topic: Topic, *, by: Actor, at: datetime) -> Topic:
    """An officer lets it pass. Raises NotAllowed, NotPossible."""
    with _looking(topic, "show", by=by, at=at) as held:
        held.answer = ""
    return topic


@page(
    "hide",
    "hide",
    gettext_lazy("Do not show it"),
    gettext_lazy("It is not shown."),
    form=AnswerForm,
    lead=gettext_lazy(
        "For instance because it names a person, or is no topic. The reason stays with the office."
    ),
    tone="late",
    may=lambda actor, _topic: powers.may_look(actor, on=clock.today()),
)
def hide(topic: Topic, *, answer: str, by: Actor, at: datetime) -> Topic:
    """It is not shown, for this reason. Raises NotAllowed, NotPossible, Unfit."""
    with _looking(topic, "hide", by=by, at=at) as held:
        held.answer = _reason(answer)
    return topic


def _stored(
    programme: Programme,
    said: Proposal,
    verb: str,
    origin: Topic.Origin,
    *,
    key: UUID,
    body: Organisation | None,
    by: Actor,
    at: datetime,
) -> Topic:
    title, why = storable_name(said.title), storable(said.why).strip()
    for name, value in (("title", title), ("why", why)):
        if not value:
            raise Unfit(name, _("Please fill this in."))
    with transaction.atomic():
        lock(programme)
        if known := Topic.objects.filter(client_key=key, programme=programme).first():
            return known
        with moving(programme, "propose topic", PROGRAMME, by=by, at=at) as move:
            move.stays = True
            if local_day(at) > move.row.proposals_until:
                raise NotPossible(_("The time for proposals is over."))
            topic = Topic.objects.create(
                programme=move.row,
                origin=origin,
                stage=TOPIC.after(verb, NEW),
                title=title,
                why=why,
                kind=said.kind,
                theme=said.theme,
                body=body,
                client_key=key,
                proposed_at=at,
                proposed_by=by.key,
            )
            move.facts |= {"topic": str(topic.pk), "origin": topic.origin, "city": body.key if body else ""}
    return topic


@contextmanager
def _looking(topic: Topic, verb: str, *, by: Actor, at: datetime) -> Iterator[Topic]:
    """The topic, locked after its programme, with its next stage; stored with one event."""
    powers.require_looking(by, on=local_day(at))
    with moving(topic.programme, "look at topic", PROGRAMME, by=by, at=at) as move:
        move.stays = True
        held = Topic.objects.select_for_update(of=("self",)).select_related("programme").get(pk=topic.pk)
        before, held.stage = held.stage, TOPIC.after(verb, held.stage)
        yield held
        held.save()
        move.facts |= {"topic": str(held.pk), "how": verb, "was": before}
    topic.__dict__.update(held.__dict__)


def _reason(text: str) -> str:
    said = storable_name(text)
    if not said:
        raise Unfit("answer", _("Please say why."))
    return said
