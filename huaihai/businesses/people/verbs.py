"""Who answers for a business: representatives, mandates, a manager's own people, their accounts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses import rights
from huaihai.businesses.models import Business, Mandate, Representative
from huaihai.desk import codes
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit.clock import local_day
from huaihai.members import powers
from huaihai.members.accounts import open_account
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

    By an officer, or by a manager of the business. Raises NotAllowed, NotPossible.
    """
    _may_appoint(by, business, at)
    if account.posts.held_on(from_on).exists():
        raise NotPossible(_("Staff cannot act for a business."))
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
    leaves no business without one: `actions.people`). Raises NotAllowed."""
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

    Raises NotAllowed; NotPossible for a business that would answer for itself, or a last day before the first.
    """
    _officers_only(by)
    if principal.pk == agent.pk:
        raise NotPossible(_("A business answers for itself without a mandate."))
    if until_on is not None and until_on < from_on:
        raise NotPossible(_("The last day is before the first one."))
    with transaction.atomic():
        principal = _standing(principal)
        made = Mandate.objects.create(principal=principal, agent=agent, from_on=from_on, until_on=until_on)
        facts = {"agent": str(agent.pk), "from": from_on.isoformat()}
        events.write(subject=principal.record_key, verb="mandate_given", by=by.key, at=at, facts=facts)
    return made


def end_mandate(mandate: Mandate, *, last_on: date, by: Actor, at: datetime) -> None:
    """The mandate ends with this day; one that has not begun never does. By an officer, or by a manager of the
    business that holds it. Raises NotAllowed."""
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
        raise NotPossible(_("One of the two was merged before. Please open the entry that stands."))
    return held


def _may_appoint(by: Actor, business: Business, at: datetime) -> None:
    if not rights.manages(by, business, on=local_day(at)):
        _officers_only(by)


def _officers_only(by: Actor) -> None:
    if by.kind == "system":
        return
    if by.kind != "officer" or not by.roles & {"head", "officer"}:
        raise NotAllowed(_("Only an officer or the head of a body may say who answers for a business."))


PROGRAM = Actor.system(
    "fast-channel"
)  # whoever appoints has been asked for the right before; members knows no shops
LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
NAME_LENGTH = 8


def open_account_for(
    business: Business,
    *,
    name: str,
    role: Representative.Role,
    is_demo: bool = False,
    by: Actor,
    at: datetime,
) -> Representative:
    """A new account without a password that answers for the business in this role from today on.

    The sign-in name is drawn: it names nobody, and nobody finds out by trying which names exist. Raises NotAllowed.
    """
    account = open_account(
        username="b-" + codes.drawn(NAME_LENGTH, LETTERS),
        display_name=name,
        is_demo=is_demo,
        by=PROGRAM,
        at=at,
    )
    return appoint(account, business, role=role, from_on=local_day(at), by=by, at=at)


def password_link_for(
    account: Account, *, with_new_factor: bool, with_word: bool = False, at: datetime
) -> str:
    """The token of a link by which the person sets a password, and then the second factor.

    Raises NotAllowed for somebody of staff, whose password only an administrator renews.
    """
    if account.posts.held_on(local_day(at)).exists() or not account.is_active:
        raise NotAllowed(_("This account belongs to somebody of staff, or is closed."))
    return powers.make_password_link(
        account=account, with_new_factor=with_new_factor, with_word=with_word, by=PROGRAM, at=at
    )


def is_account_set_up(account: Account) -> bool:
    """Whether the person has set a password."""
    return account.has_usable_password()


MOST_PEOPLE = 50  # of one business at a time


@dataclass(frozen=True)
class Invited:
    """A colleague's appointment, and the token of the link to hand over."""

    representative: Representative
    token: str


def invite(business: Business, *, name: str, role: Representative.Role, by: Actor, at: datetime) -> Invited:
    """Open an account for a colleague, who acts for the business in this role from today on.

    Raises NotAllowed; NotPossible if there are too many people already.
    """
    with transaction.atomic():
        held = _managed(business, by, at)
        if rights.people_of(held, on=local_day(at)).count() >= MOST_PEOPLE:
            raise NotPossible(_("A business has at most %(n)s people here.") % {"n": MOST_PEOPLE})
        made = open_account_for(held, name=name, role=role, is_demo=held.is_demo, by=by, at=at)
        return Invited(made, password_link_for(made.account, with_new_factor=False, at=at))


def change_role(
    representative: Representative, role: Representative.Role, *, by: Actor, at: datetime
) -> Representative:
    """The colleague acts in this role from now on. Raises NotAllowed,
    NotPossible (the last manager)."""
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
    """The colleague acts for the business no more, from this moment. Raises NotAllowed,
    NotPossible (the last manager)."""
    with transaction.atomic():
        business = _managed(representative.business, by, at)
        held = _in_force(representative, business, at)
        _not_the_last(held, business, at)
        # Yesterday is the last day: today's pages are closed at once.
        dismiss(held, last_on=local_day(at) - timedelta(days=1), by=by, at=at)


def new_link(representative: Representative, *, with_new_factor: bool, by: Actor, at: datetime) -> str:
    """The token of a link by which a colleague sets a new password, and the second factor if the phone is lost.

    Raises NotAllowed; NotPossible for oneself, and for somebody who also answers where this manager does not manage.
    """
    with transaction.atomic():
        business = _managed(representative.business, by, at)
        held = _in_force(representative, business, at)
        if held.account_id == by.account_id:
            raise NotPossible(_("Your own password you change under “My account”."))
        if any(
            not rights.manages(by, other.business, on=local_day(at))
            for other in held.account.represents.select_related("business")
        ):
            raise NotPossible(_("This account answers for other businesses too. You cannot renew it."))
        facts = {"account": str(held.account_id), "new_factor": with_new_factor}
        events.write(
            subject=business.record_key, verb="representative_link_made", by=by.key, at=at, facts=facts
        )
        return password_link_for(held.account, with_new_factor=with_new_factor, at=at)


def _managed(business: Business, by: Actor, at: datetime) -> Business:
    """The business, locked, so that of two managers who end each other one is late."""
    held: Business = Business.objects.select_for_update().get(pk=business.pk)
    if not rights.manages(by, held, on=local_day(at)):
        raise NotAllowed(_("Only a manager of the business may do this."))
    return held


def _in_force(representative: Representative, business: Business, at: datetime) -> Representative:
    people = rights.people_of(business, on=local_day(at)).select_related("account", "business")
    held: Representative | None = people.filter(pk=representative.pk).first()
    if held is None:
        raise NotPossible(_("This person does not act for the business any more."))
    return held


def _not_the_last(held: Representative, business: Business, at: datetime) -> None:
    if held.role != Representative.Role.MANAGER:
        return
    if not rights.managers_of(business, on=local_day(at)).exclude(pk=held.pk).exists():
        raise NotPossible(_("Somebody has to manage the business. Please name another manager first."))
