"""Who may act for a body in the pools: its own casework staff, and that of the bodies above it up to the city."""

from django.utils.translation import gettext as _

from huaihai.governance.errors import NotAllowed
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role

KEEPING = frozenset({role.value for role in (Role.OFFICER, Role.MEDIATOR, Role.HEAD, Role.SECRETARIAT)})


def keeps(actor: Actor, body: Organisation) -> bool:
    """Whether the actor may enrol, ask, grant and confirm for this body."""
    if actor.kind == "system":
        return True
    own = actor.organisation
    if actor.kind != "officer" or not actor.roles & KEEPING or own is None:
        return False
    return own.kind != Organisation.Kind.ALLIANCE and body.is_within(own)


def require(actor: Actor, body: Organisation) -> None:
    """Raises NotAllowed unless the actor acts for this body."""
    if not keeps(actor, body):
        raise NotAllowed(_("This belongs to %(body)s.") % {"body": body.short_name})
