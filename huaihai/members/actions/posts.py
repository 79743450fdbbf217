"""Opening and ending a post. Who gives one together with whom: `actions.powers`."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huaihai.members import powers
from huaihai.members.actors import Actor
from huaihai.members.errors import MayNot, PostHeld, TwoAdministratorRoles
from huaihai.members.models import ADMIN_ROLES, Account, Organisation, Post, PowerRequest, Role
from huaihai.record import events


def open_post(
    *,
    account: Account,
    organisation: Organisation,
    role: Role,
    from_on: date,
    until_on: date | None = None,
    by: Actor,
    at: datetime,
    asked: PowerRequest | None = None,
) -> Post:
    """Give the person a role in this organisation from this day on; `asked` is what `by` confirms with it.

    Raises TwoAdministratorRoles, PostHeld, MayNot.
    """
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        if asked is None and powers.post_needs_second(by, account, role):
            raise MayNot(_("A second person must confirm this."))
        confirmer = Actor.system("confirmed") if asked else by
        check(
            account=account,
            organisation=organisation,
            role=role,
            from_on=from_on,
            until_on=until_on,
            by=confirmer,
        )
        post = Post.objects.create(
            account=account, organisation=organisation, role=role, from_on=from_on, until_on=until_on
        )
        facts = {"organisation": organisation.key, "role": str(role), "from": from_on.isoformat()}
        if asked:
            facts["asked_by"] = asked.asked_by.record_key
        events.write(subject=account.record_key, verb="post opened", by=by.key, at=at, facts=facts)
    return post


def end_post(*, post: Post, last_on: date, by: Actor, at: datetime) -> None:
    """The post ends with this day. Raises MayNot."""
    may_administer(by, post.organisation)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=post.account_id)
        post.until_on = max(last_on, post.from_on)
        post.save(update_fields=["until_on"])
        events.write(
            subject=post.account.record_key,
            verb="post ended",
            by=by.key,
            at=at,
            facts={"organisation": post.organisation.key, "role": post.role, "last": last_on.isoformat()},
        )


def check(
    *,
    account: Account,
    organisation: Organisation,
    role: Role,
    from_on: date,
    until_on: date | None = None,
    by: Actor,
) -> None:
    """Whether `by` may ask for this post. Raises TwoAdministratorRoles, PostHeld, MayNot."""
    may_administer(by, organisation)
    if by.account_id == account.pk:
        raise MayNot(_("Nobody gives a post to oneself. Please ask another administrator."))
    still_open = account.posts.filter(until_on__isnull=True, role=role)
    if still_open.filter(Q(organisation=organisation) | Q(role__in=ADMIN_ROLES)).exists():
        raise PostHeld(_("This person holds this post already."))
    if role in ADMIN_ROLES and _holds_other_admin_role(account, role, from_on, until_on):
        raise TwoAdministratorRoles(
            _(
                "One person cannot be more than one of system administrator, security administrator and auditor."
            )
        )


def may_administer(by: Actor, organisation: Organisation | None) -> None:
    """The program itself, or an administrator of this organisation or of one above it. Raises MayNot."""
    if by.kind == "system":
        return
    if organisation is None or by.organisation is None or not organisation.is_within(by.organisation):
        raise MayNot(_("You may not change accounts of this organisation."))
    if not by.roles & {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}:
        raise MayNot(_("Only a system or security administrator may change accounts."))


def _holds_other_admin_role(account: Account, role: Role, from_on: date, until_on: date | None) -> bool:
    overlapping = account.posts.filter(Q(until_on__isnull=True) | Q(until_on__gte=from_on))
    if until_on is not None:
        overlapping = overlapping.filter(from_on__lte=until_on)
    return overlapping.filter(role__in=ADMIN_ROLES - {role}).exists()
