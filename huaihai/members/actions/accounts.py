"""Opening and closing accounts."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huaihai.members.actions.posts import may_administer, open_post
from huaihai.members.actors import Actor
from huaihai.members.errors import MayNot, UsernameTaken
from huaihai.members.factors import set_authenticator
from huaihai.members.models import Account, Organisation, Role
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
    """A new account in this organisation, with a first post if `role` is given and `by` gives it alone.

    Without a password nobody can sign in until one is set by a one-time link. `password_hash` saves the
    demo from hashing the same password a hundred times. `totp_secret` is base32. Raises UsernameTaken, MayNot.
    """
    may_administer(by, organisation)
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


def close_account(*, account: Account, by: Actor, at: datetime) -> None:
    """The account can no longer sign in; open sessions end with their next request. Raises MayNot."""
    if not Account.objects.visible_to(by).filter(pk=account.pk).exists():
        raise MayNot(_("You may not change this account."))
    may_administer(by, by.organisation)
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(is_active=False)
        account.is_active = False
        events.write(subject=account.record_key, verb="account closed", by=by.key, at=at)


def note_sign_in(*, account: Account, at: datetime) -> None:
    """Somebody signed in with both factors, or is about to set the second one up."""
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        events.write(subject=account.record_key, verb="signed in", by=account.record_key, at=at)
