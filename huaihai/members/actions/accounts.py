"""Opening and closing accounts and posts."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huaihai.members.actors import Actor
from huaihai.members.errors import MayNot, TwoAdministratorRoles, UsernameTaken
from huaihai.members.factors import set_authenticator
from huaihai.members.models import ADMIN_ROLES, Account, Organisation, Post, Role
from huaihai.record import events


def open_account(
    *,
    username: str,
    display_name: str,
    password: str | None = None,
    password_hash: str | None = None,
    organisation: Organisation | None = None,
    role: Role | None = None,
    totp_secret: str | None = None,
    is_demo: bool = False,
    by: Actor,
    at: datetime,
) -> Account:
    """A new account, with a first post if `organisation` and `role` are given.

    Without a password nobody can sign in until one is set by a one-time link. `password_hash` saves the
    demo from hashing the same password a hundred times. `totp_secret` is base32. Raises UsernameTaken, MayNot.
    """
    _may_administer(by, organisation)
    with transaction.atomic():
        if Account.objects.filter(username=username).exists():
            raise UsernameTaken(_("Somebody already signs in with this name."))
        account = Account(username=username, display_name=display_name, is_demo=is_demo, created_at=at)
        account.password = password_hash or make_password(password)
        try:
            with transaction.atomic():
                account.save(force_insert=True)
        except IntegrityError as error:
            raise UsernameTaken(_("Somebody already signs in with this name.")) from error
        if totp_secret:
            set_authenticator(account, totp_secret)
        events.write(subject=account.record_key, verb="account opened", by=by.key, at=at)
        if organisation is not None and role is not None:
            open_post(account=account, organisation=organisation, role=role, from_on=at.date(), by=by, at=at)
    return account


def open_post(
    *,
    account: Account,
    organisation: Organisation,
    role: Role,
    from_on: date,
    until_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Post:
    """Give the person a role in this organisation from this day on. Raises TwoAdministratorRoles, MayNot."""
    _may_administer(by, organisation)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        if role in ADMIN_ROLES and _holds_other_admin_role(account, role, from_on, until_on):
            raise TwoAdministratorRoles(
                _(
                    "One person cannot be more than one of system administrator, security administrator and auditor."
                )
            )
        post = Post.objects.create(
            account=account, organisation=organisation, role=role, from_on=from_on, until_on=until_on
        )
        events.write(
            subject=account.record_key,
            verb="post opened",
            by=by.key,
            at=at,
            facts={"organisation": organisation.key, "role": str(role), "from": from_on.isoformat()},
        )
    return post


def end_post(*, post: Post, last_on: date, by: Actor, at: datetime) -> None:
    """The post ends with this day. Raises MayNot."""
    _may_administer(by, post.organisation)
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


def close_account(*, account: Account, by: Actor, at: datetime) -> None:
    """The account can no longer sign in; open sessions end with their next request. Raises MayNot."""
    if not Account.objects.visible_to(by).filter(pk=account.pk).exists():
        raise MayNot(_("You may not change this account."))
    _may_administer(by, by.organisation)
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(is_active=False)
        account.is_active = False
        events.write(subject=account.record_key, verb="account closed", by=by.key, at=at)


def note_sign_in(*, account: Account, at: datetime) -> None:
    """Somebody signed in with both factors, or is about to set the second one up."""
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        events.write(subject=account.record_key, verb="signed in", by=account.record_key, at=at)


def _may_administer(by: Actor, organisation: Organisation | None) -> None:
    """The program itself, or an administrator of this organisation or of one above it."""
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
