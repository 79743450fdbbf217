"""Accounts of those who answer for a business: opened by who may appoint them, entered by a link that works once."""

import secrets
from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.businesses.actions.answering import appoint
from huaihai.businesses.errors import MayNot
from huaihai.businesses.models import Business, Representative
from huaihai.kit.clock import local_day
from huaihai.members.actions import links
from huaihai.members.actions.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.models import Account

PROGRAM = Actor.system(
    "fast-channel"
)  # whoever appoints has been asked for the right before; members knows no shops
LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
NAME_LENGTH = 8


def open_for(
    business: Business,
    *,
    name: str,
    role: Representative.Role,
    is_demo: bool = False,
    by: Actor,
    at: datetime,
) -> Representative:
    """A new account without a password that answers for the business in this role from today on.

    The sign-in name is drawn: it names nobody, and nobody finds out by trying which names exist. Raises MayNot.
    """
    account = open_account(
        username="b-" + "".join(secrets.choice(LETTERS) for _ in range(NAME_LENGTH)),
        display_name=name,
        is_demo=is_demo,
        by=PROGRAM,
        at=at,
    )
    return appoint(account, business, role=role, from_on=local_day(at), by=by, at=at)


def link_for(account: Account, *, with_new_factor: bool, at: datetime) -> str:
    """The token of a link by which the person sets a password, and then the second factor. Raises MayNot for somebody
    of staff, whose password only an administrator renews."""
    if account.posts.held_on(local_day(at)).exists() or not account.is_active:
        raise MayNot(_("This account belongs to somebody of staff, or is closed."))
    return links.make_password_link(account=account, with_new_factor=with_new_factor, by=PROGRAM, at=at)


def is_set_up(account: Account) -> bool:
    """Whether the person has set a password."""
    return account.has_usable_password()
