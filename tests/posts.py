"""Organisations, posts and signing in, for the tests of any room."""

import time
from datetime import date, datetime
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from huaihai import alliance
from huaihai.governance import membership, secretariat
from huaihai.kit import brakes, clock
from huaihai.kit.models import BrakeCount
from huaihai.members import directory
from huaihai.members.accounts import open_account, open_post
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Post, Role
from tests.scenes import remembered

AT = datetime(2026, 11, 24, 9, 0, tzinfo=clock.ZONE)
SINCE = date(2020, 11, 24)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "four words in a row"
PROGRAM = Actor.system("tests")


@remembered
def load_tree() -> None:
    """All organisations of the alliance in use."""
    directory.load(alliance.load(), by=PROGRAM, at=AT)


def load_again() -> None:
    """The folder is read anew, whatever was changed since: never from memory, as a test looks at what it does."""
    directory.load(alliance.load(), by=PROGRAM, at=AT)


@remembered
def load_alliance(*, at: datetime = AT, with_secretariat: bool = True) -> None:
    """All organisations, the first secretariat and the members."""
    load_tree()
    if with_secretariat:
        secretariat.load(alliance.load(), by=PROGRAM, at=at)
    membership.load(alliance.load(), by=PROGRAM, at=at)


def body(key: str) -> Organisation:
    """An organisation by its key, such as "city:320300" or "county:320302"."""
    return Organisation.objects.get(key=key)


def post_at(key: str, role: Role = Role.OFFICER, *, username: str = "", totp: str | None = SECRET) -> Post:
    """A person with an account (made if missing) who holds this role in this organisation since 2020."""
    username = username or f"{role}-{key.rpartition(':')[2]}".replace("_", "-")
    account = Account.objects.filter(username=username).first() or open_account(
        username=username,
        display_name=f"演示 {username}",
        password=PASSWORD,
        totp_secret=totp,
        by=PROGRAM,
        at=AT,
    )
    return open_post(account=account, organisation=body(key), role=role, from_on=SINCE, by=PROGRAM, at=AT)


def officer_of(key: str, role: Role = Role.OFFICER) -> Actor:
    """An officer of this organisation, as an actor."""
    return Actor.officer(post_at(key, role))


def forget_tries() -> None:
    """As if time had passed: a code counts once, and wrong ones make people wait."""
    BrakeCount.objects.all().delete()
    brakes.forget()
    cache.clear()  # where allauth keeps which codes were used


def wrong_code() -> str:
    """Six digits that fit at none of the moments at which a code is taken now."""
    near = {totp.hotp_value(SECRET, counter) for counter in totp.yield_hotp_counters_from_time()}
    return next(f"{value:06}" for value in range(10) if value not in near)


def sign_in(client: Client, account: Account) -> None:
    """This test client is signed in as the account, both factors shown."""
    client.force_login(account)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(account)
    session.save()


def grow_old(client: Client, **more: Any) -> None:
    """The code of whoever is signed in was typed eleven minutes ago: one is asked for again."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time() - 11 * 60, **more}]
    session.save()
