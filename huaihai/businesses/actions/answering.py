"""Who answers for a business: its representatives, and other businesses by mandate."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses import rights
from huaihai.businesses.errors import BusinessError, MayNot
from huaihai.businesses.models import Business, Mandate, Representative
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from huaihai.record import events


def appoint(
    account: Account,
    business: Business,
    *,
    role: Representative.Role = Representative.Role.MANAGER,
    from_on: date,
    by: Actor,
    at: datetime,
) -> Representative:
    """From this day on the account answers for the business in this role. Twice is once, whatever the role.

    By an officer, or by a manager of the business. Raises MayNot, BusinessError.
    """
    _may_appoint(by, business, at)
    if account.posts.held_on(from_on).exists():
        raise BusinessError(_("Staff cannot act for a business."))
    with transaction.atomic():
        business = _standing(business)
        held = Representative.objects.filter(account=account, business=business, until_on=None).first()
        if held is not None:
            return held
        made = Representative.objects.create(account=account, business=business, role=role, from_on=from_on)
        facts = {"account": str(account.pk), "role": role.value, "from": from_on.isoformat()}
        events.write(
            subject=business.record_key, verb="representative_appointed", by=by.key, at=at, facts=facts
        )
    return made


def dismiss(representative: Representative, *, last_on: date, by: Actor, at: datetime) -> None:
    """The account answers for the business until this day. By an officer, or by a manager of the business (who
    leaves no business without one: `actions.people`). Raises MayNot."""
    _may_appoint(by, representative.business, at)
    with transaction.atomic():
        business = Business.objects.select_for_update().get(pk=representative.business_id)
        representative.until_on = last_on
        representative.save(update_fields=["until_on"])
        facts = {"account": str(representative.account_id), "last": last_on.isoformat()}
        events.write(
            subject=business.record_key, verb="representative_dismissed", by=by.key, at=at, facts=facts
        )


def give_mandate(
    principal: Business,
    agent: Business,
    *,
    from_on: date,
    until_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Mandate:
    """From this day on `agent` answers for `principal` (a platform for a shop, a mall for a stall).

    Raises MayNot; BusinessError for a business that would answer for itself, or a last day before the first.
    """
    _officers_only(by)
    if principal.pk == agent.pk:
        raise BusinessError(_("A business answers for itself without a mandate."))
    if until_on is not None and until_on < from_on:
        raise BusinessError(_("The last day is before the first one."))
    with transaction.atomic():
        principal = _standing(principal)
        made = Mandate.objects.create(principal=principal, agent=agent, from_on=from_on, until_on=until_on)
        facts = {"agent": str(agent.pk), "from": from_on.isoformat()}
        events.write(subject=principal.record_key, verb="mandate_given", by=by.key, at=at, facts=facts)
    return made


def end_mandate(mandate: Mandate, *, last_on: date, by: Actor, at: datetime) -> None:
    """The mandate ends with this day; one that has not begun never does. By an officer, or by a manager of the
    business that holds it. Raises MayNot."""
    _may_appoint(by, mandate.agent, at)
    with transaction.atomic():
        principal = Business.objects.select_for_update().get(pk=mandate.principal_id)
        mandate.until_on = max(last_on, mandate.from_on - timedelta(days=1))
        mandate.save(update_fields=["until_on"])
        facts = {"agent": str(mandate.agent_id), "last": last_on.isoformat()}
        events.write(subject=principal.record_key, verb="mandate_ended", by=by.key, at=at, facts=facts)


def _standing(business: Business) -> Business:
    held: Business = Business.objects.select_for_update().get(pk=business.pk)
    if held.merged_into_id:
        raise BusinessError(_("One of the two was merged before. Please open the entry that stands."))
    return held


def _may_appoint(by: Actor, business: Business, at: datetime) -> None:
    if not rights.manages(by, business, on=local_day(at)):
        _officers_only(by)


def _officers_only(by: Actor) -> None:
    if by.kind == "system":
        return
    if by.kind != "officer" or not by.roles & {"head", "officer", "system_admin"}:
        raise MayNot(_("Only an officer or the head of a body may say who answers for a business."))
