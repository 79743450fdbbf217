"""What somebody who answers for a business may do there: a manager everything but money alone, the others their part.

`answered_for` tells which businesses somebody sees; this tells in which of them, in which role, somebody acts.
"""

from datetime import date
from uuid import UUID

from huaihai.businesses.models import Business, Representative, answered_for
from huaihai.members.actors import Actor

ANSWER = frozenset({Representative.Role.MANAGER, Representative.Role.ANSWERER})
MANAGE = frozenset({Representative.Role.MANAGER})
PAY = frozenset({Representative.Role.MANAGER, Representative.Role.CASHIER})


def held_in(account_id: UUID, roles: frozenset[Representative.Role], *, on: date) -> frozenset[UUID]:
    """The businesses for which an account acts in one of these roles on a day, those beneath included."""
    return answered_for(account_id, on=on, roles=roles)


def may(actor: Actor, business: Business, roles: frozenset[Representative.Role], *, on: date) -> bool:
    """Whether the actor acts for this business in one of these roles on a day. A system that was connected (it has
    no account) answers, and does nothing else."""
    if actor.kind != "business" or business.pk not in actor.business_ids:
        return False
    if actor.account_id is None:
        return roles == ANSWER
    return business.pk in held_in(actor.account_id, roles, on=on)
