"""How pledges move. Locks are taken in one order: the pledge, then the card. So whoever freezes what is open on the day
a shop falls silent holds the pledge, and nobody notes a use meanwhile."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huaihai.businesses import rights as of_business
from huaihai.businesses.models import Business, Representative
from huaihai.desk.lives import NotAllowed
from huaihai.desk.moving import Moving, event_of
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.prepaid.life import ISSUER
from huaihai.prepaid.models import Card, Issuer

EVERYBODY = frozenset(Representative.Role)
CASEWORK = frozenset({Role.OFFICER.value, Role.HEAD.value})
PROGRAM = Actor.system("fall-due")


def lock_issuer(key: Any) -> Issuer:
    """The pledge as it is now, kept until the transaction ends."""
    rows = Issuer.objects.select_for_update(of=("self",)).select_related("business", "under", "body")
    found: Issuer = rows.get(pk=key)
    return found


def lock_card(card: Card) -> Card:
    """The pledge and then the card, both kept until the transaction ends."""
    issuer = lock_issuer(card.issuer_id)
    found: Card = Card.objects.select_for_update(of=("self",)).get(pk=card.pk)
    found.issuer = issuer
    return found


moving_issuer = Moving[Issuer](ISSUER, lock=lambda issuer: lock_issuer(issuer.pk), event=event_of("prepaid"))


def sells(actor: Actor, business: Business, *, on: date) -> bool:
    """Whether the actor is one of the shop's people, in whatever role."""
    return actor.account_id is not None and of_business.may(actor, business, EVERYBODY, on=on)


def manages(actor: Actor, business: Business, *, on: date) -> bool:
    """Whether the actor may pledge for the business."""
    return of_business.may(actor, business, of_business.MANAGE, on=on)


def managed_by(actor: Actor, *, on: date) -> frozenset[UUID]:
    """The businesses for which the actor may pledge; asked once."""
    return (
        of_business.held_in(actor.account_id, of_business.MANAGE, on=on) if actor.account_id else frozenset()
    )


def is_of_body(actor: Actor, issuer: Issuer) -> bool:
    """Whether the actor does casework for the body that confirms, or one above it below the alliance."""
    node = actor.organisation
    if actor.kind != "officer" or node is None or not actor.roles & CASEWORK:
        return False
    return node.kind != Organisation.Kind.ALLIANCE and issuer.body.is_within(node)


def require_body(actor: Actor, issuer: Issuer) -> None:
    """Raises NotAllowed."""
    if not is_of_body(actor, issuer):
        raise NotAllowed(_("This belongs to %(body)s.") % {"body": issuer.body.short_name})


def require_manager(actor: Actor, business: Business, at: datetime) -> None:
    """Raises NotAllowed."""
    if not manages(actor, business, on=local_day(at)):
        raise NotAllowed(_("Only a manager of the business does this."))
