"""A manager's own people: invited with a role, given another one, ended; never the last manager."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses import rights
from huaihai.businesses.actions import accounts, answering
from huaihai.businesses.errors import BusinessError, MayNot
from huaihai.businesses.models import Business, Representative
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record import events

MOST_PEOPLE = 50  # of one business at a time


@dataclass(frozen=True)
class Invited:
    """A colleague's appointment, and the token of the link to hand over."""

    representative: Representative
    token: str


def invite(business: Business, *, name: str, role: Representative.Role, by: Actor, at: datetime) -> Invited:
    """Open an account for a colleague, who acts for the business in this role from today on.

    Raises MayNot; BusinessError if there are too many people already.
    """
    with transaction.atomic():
        held = _managed(business, by, at)
        if rights.people_of(held, on=local_day(at)).count() >= MOST_PEOPLE:
            raise BusinessError(_("A business has at most %(n)s people here.") % {"n": MOST_PEOPLE})
        made = accounts.open_for(held, name=name, role=role, is_demo=held.is_demo, by=by, at=at)
        return Invited(made, accounts.link_for(made.account, with_new_factor=False, at=at))


def change_role(
    representative: Representative, role: Representative.Role, *, by: Actor, at: datetime
) -> Representative:
    """The colleague acts in this role from now on. Raises MayNot,
    BusinessError (the last manager)."""
    with transaction.atomic():
        business = _managed(representative.business, by, at)
        held = _in_force(representative, business, at)
        if held.role == role:
            return held
        _not_the_last(held, business, at)
        facts = {"account": str(held.account_id), "was": held.role, "role": role.value}
        held.role = role
        held.save(update_fields=["role"])
        events.write(
            subject=business.record_key, verb="representative_role_changed", by=by.key, at=at, facts=facts
        )
    return held


def end(representative: Representative, *, by: Actor, at: datetime) -> None:
    """The colleague acts for the business no more, from this moment. Raises MayNot,
    BusinessError (the last manager)."""
    with transaction.atomic():
        business = _managed(representative.business, by, at)
        held = _in_force(representative, business, at)
        _not_the_last(held, business, at)
        # Yesterday is the last day: today's pages are closed at once.
        answering.dismiss(held, last_on=local_day(at) - timedelta(days=1), by=by, at=at)


def new_link(representative: Representative, *, with_new_factor: bool, by: Actor, at: datetime) -> str:
    """The token of a link by which a colleague sets a new password, and the second factor if the phone is lost.

    Raises MayNot; BusinessError for oneself, and for somebody who also answers where this manager does not manage.
    """
    with transaction.atomic():
        business = _managed(representative.business, by, at)
        held = _in_force(representative, business, at)
        if held.account_id == by.account_id:
            raise BusinessError(_("Your own password you change under “My account”."))
        if any(
            not rights.manages(by, other.business, on=local_day(at))
            for other in held.account.represents.select_related("business")
        ):
            raise BusinessError(_("This account answers for other businesses too. You cannot renew it."))
        facts = {"account": str(held.account_id), "new_factor": with_new_factor}
        events.write(
            subject=business.record_key, verb="representative_link_made", by=by.key, at=at, facts=facts
        )
        return accounts.link_for(held.account, with_new_factor=with_new_factor, at=at)


def _managed(business: Business, by: Actor, at: datetime) -> Business:
    """The business, locked, so that of two managers who end each other one is late."""
    held: Business = Business.objects.select_for_update().get(pk=business.pk)
    if not rights.manages(by, held, on=local_day(at)):
        raise MayNot(_("Only a manager of the business may do this."))
    return held


def _in_force(representative: Representative, business: Business, at: datetime) -> Representative:
    people = rights.people_of(business, on=local_day(at)).select_related("account", "business")
    held: Representative | None = people.filter(pk=representative.pk).first()
    if held is None:
        raise BusinessError(_("This person does not act for the business any more."))
    return held


def _not_the_last(held: Representative, business: Business, at: datetime) -> None:
    if held.role != Representative.Role.MANAGER:
        return
    if not rights.managers_of(business, on=local_day(at)).exclude(pk=held.pk).exists():
        raise BusinessError(_("Somebody has to manage the business. Please name another manager first."))
