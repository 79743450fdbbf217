"""Who may judge an alarm and act on it. Nothing is stored: posts and the office's term decide."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed
from huaihai.education import powers as of_texts
from huaihai.governance import standing
from huaihai.insight.models import Alarm, AlarmPlace
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision import powers as of_projects


def may_act(actor: Actor, alarm: Alarm, *, at: datetime) -> bool:
    """Whether the actor works in a city that the alarm concerns, or acts as the secretariat."""
    if actor.kind == "system" or not of_projects.works(actor):
        return False
    body = own_body(actor)
    if body is None:
        return False
    return standing.is_office(actor, on=local_day(at)) or concerns(alarm, body)


def require(actor: Actor, alarm: Alarm, *, at: datetime) -> Organisation:
    """The city body for which the actor acts. Raises NotAllowed."""
    body = own_body(actor)
    if body is None or not may_act(actor, alarm, at=at):
        raise NotAllowed(_("Only staff of the cities that an alarm concerns, or the office, act on it."))
    return body


def own_body(actor: Actor) -> Organisation | None:
    """The body of the actor's city."""
    return actor.organisation.city if actor.organisation is not None else None


def concerns(alarm: Alarm, body: Organisation) -> bool:
    """Whether the alarm was ever seen in this body's city."""
    return AlarmPlace.objects.filter(alarm=alarm, city=body).exists()


def publisher_for(actor: Actor, *, at: datetime) -> Organisation | None:
    """Who publishes a text that the actor begins: the alliance (None) for its office, else the actor's own body."""
    return None if standing.is_office(actor, on=local_day(at)) else actor.organisation


def may_write(actor: Actor, *, at: datetime) -> bool:
    """Whether the actor can begin a text."""
    publisher = publisher_for(actor, at=at)
    return of_texts.works(actor) and of_texts.may_write(actor, publisher, at=at)


def lead_for(actor: Actor, *, at: datetime) -> Organisation | None:
    """Who leads a sweep that the actor plans: the alliance (None) for its office, else the body of the own city."""
    return None if standing.is_office(actor, on=local_day(at)) else own_body(actor)
