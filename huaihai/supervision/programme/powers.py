"""Who may do what with a year's programme."""

from datetime import date

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed
from huaihai.governance import membership, secretariat, standing
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision import powers
from huaihai.supervision.models import Topic


def is_office(actor: Actor, *, on: date) -> bool:
    """Whether the actor runs the programme: opens it, chooses, fixes."""
    return standing.is_office(actor, on=on)


def may_look(actor: Actor, *, on: date) -> bool:
    """Whether the actor looks at what the public hands in: working staff of the body that is the secretariat."""
    if actor.kind == "system":
        return True
    body = actor.organisation
    return powers.works(actor) and body is not None and body == secretariat.secretariat_on(on)


def city_of(actor: Actor, *, on: date) -> Organisation | None:
    """The member city in whose name the actor proposes and scores; None: none."""
    body = actor.organisation
    if not powers.works(actor) or body is None or body != body.city or not membership.is_member(body, on=on):
        return None
    return body


def may_open_project(actor: Actor, topic: Topic, *, on: date) -> bool:
    """Whether the actor leads this topic of an adopted programme, and its project is not open yet."""
    return topic.project_id is None and powers.may_open(actor, topic.lead, on=on)


def require_office(actor: Actor, *, on: date) -> None:
    """Raises NotAllowed."""
    if not is_office(actor, on=on):
        raise NotAllowed(_("Only the secretariat in office can do this."))


def require_looking(actor: Actor, *, on: date) -> None:
    """Raises NotAllowed."""
    if not may_look(actor, on=on):
        raise NotAllowed(_("Only staff of the secretariat's body can do this."))


def require_city(actor: Actor, *, on: date) -> Organisation:
    """The actor's member city. Raises NotAllowed."""
    body = city_of(actor, on=on)
    if body is None:
        raise NotAllowed(_("Only staff of a member city's own body can do this."))
    return body
