"""Who may do what here: the office acts by its term, a body speaks through those who may speak for it.

Nothing is stored: on the day a term begins, the rights are with the next body, and no post has changed.
"""

from datetime import date
from uuid import UUID

from huaihai.desk.roles import READING, SPEAKING
from huaihai.kit import versions
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Post, Role


def is_office(actor: Actor, *, on: date) -> bool:
    """Whether the actor acts as the secretariat on this day: it speaks for the body whose term runs."""
    from huaihai.governance import secretariat  # it reads the models, which ask here who may read

    if actor.kind == "system":
        return True
    body = delegation_of(actor)
    return body is not None and body == secretariat.secretariat_on(on)


def does_office_work(actor: Actor, *, on: date) -> bool:
    """Whether the secretariat's own work is this actor's: its alliance desk's, and its head's where nobody holds that
    post. Both may do it (`is_office`); this is whose list it stands on.
    """
    if not is_office(actor, on=on):
        return False
    has_desk = any(post.organisation_id == _key_of(actor) and post.is_held_on(on) for post in _desks())
    return Role.SECRETARIAT.value in actor.roles or not has_desk


@versions.by_version
def _desks() -> list[Post]:
    """The posts of all alliance desks that ever were."""
    return list(Post.objects.filter(role=Role.SECRETARIAT))


def _key_of(actor: Actor) -> UUID | None:
    return actor.organisation.pk if actor.organisation else None


def delegation_of(actor: Actor) -> Organisation | None:
    """The body for which the actor speaks in the alliance (votes, signs, proposes); None if for none."""
    if actor.kind != "officer" or not actor.roles & SPEAKING:
        return None
    return actor.organisation


def speaks_for(actor: Actor, body: Organisation) -> bool:
    """Whether the actor may vote and sign for this body."""
    return actor.kind == "system" or delegation_of(actor) == body


def reads_office(actor: Actor) -> bool:
    """Whether the actor may read the pages of the office: staff of any body, and the auditor."""
    return actor.kind == "system" or (actor.kind == "officer" and bool(actor.roles & READING))
