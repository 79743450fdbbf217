"""Who acts for a business, in which role, and what each may do there: a manager everything but money alone.

`answered_for` tells which businesses somebody sees; this tells in which of them, in which role, somebody acts.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from huaihai.businesses.models import Business, Representative, answered_for, beneath
from huaihai.kit import clock
from huaihai.kit.compiled import Compiled
from huaihai.members.actors import Actor
from huaihai.members.models import Account

ANSWER = frozenset({Representative.Role.MANAGER, Representative.Role.ANSWERER})
MANAGE = frozenset({Representative.Role.MANAGER})
PAY = frozenset({Representative.Role.MANAGER, Representative.Role.CASHIER})


def held_in(account_id: UUID, roles: frozenset[Representative.Role], *, on: date) -> frozenset[UUID]:
    """The businesses for which an account acts in one of these roles on a day, those beneath included.

    A mandate is for answering alone: who holds one neither promises nor pays in the other's name.
    """
    return answered_for(account_id, on=on, roles=roles, by_mandate=roles == ANSWER)


def may(actor: Actor, business: Business, roles: frozenset[Representative.Role], *, on: date) -> bool:
    """Whether the actor acts for this business in one of these roles on a day. A system that was connected (it has
    no account) answers, and does nothing else."""
    if actor.kind != "business" or business.pk not in actor.business_ids:
        return False
    if actor.account_id is None:
        return roles == ANSWER
    if roles == ANSWER and actor.roles and actor.roles <= roles:  # in whatever role: it comes to the same
        return True
    return business.pk in held_in(actor.account_id, roles, on=on)


def appointed(*, on: date) -> QuerySet[Representative, Any]:
    """All who are appointed anywhere on a day."""
    return Representative.objects.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)


def people_of(business: Business, *, on: date) -> QuerySet[Representative, Any]:
    """Who is appointed at this very business on a day."""
    return appointed(on=on).filter(business=business)


def appointed_as(actor: Actor, *, on: date) -> QuerySet[Representative, Any]:
    """At which businesses, and in which role, the actor is appointed on a day."""
    rows = appointed(on=on)
    return rows.filter(account_id=actor.account_id) if actor.account_id else rows.none()


def managers_of(business: Business, *, on: date) -> QuerySet[Representative, Any]:
    """Its own managers on a day, whose accounts are open."""
    return people_of(business, on=on).filter(role=Representative.Role.MANAGER, account__is_active=True)


def manages(actor: Actor, business: Business, *, on: date) -> bool:
    """Whether the actor manages this very business, or a group above it, on a day.

    A mandate is for answering: who holds one neither names the other's people nor takes it off the channel.
    """
    if actor.kind != "business" or actor.account_id is None:
        return False
    ids, above = {business.pk, business.merged_into_id}, business.parent
    while above is not None and above.pk not in ids:
        ids.add(above.pk)
        above = above.parent
    return (
        appointed(on=on)
        .filter(account_id=actor.account_id, business__in=ids - {None}, role=Representative.Role.MANAGER)
        .exists()
    )


def of_account(account: Account) -> Actor | None:
    """The actor for the businesses this account answers for today, or None."""
    on = clock.today()
    own = _appointments(account=account.pk, on=on)
    held = beneath({row.business_id for row in own}, on=on)
    return Actor.business(account, held, roles={row.role for row in own}) if held else None


_appointments: Compiled[Representative] = Compiled(
    lambda account, on: appointed(on=on).filter(account=account).only("business", "role"),
    account=Representative._meta.get_field("account"),
    on=Representative._meta.get_field("from_on"),
)
