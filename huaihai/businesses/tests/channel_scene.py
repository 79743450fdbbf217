"""Applications, enrolled businesses and their managers, for the tests of the fast channel."""

from datetime import datetime
from typing import Any

from django.test import Client

from huaihai.businesses.channel import verbs as channel_verbs
from huaihai.businesses.channel.verbs import Application, Applied
from huaihai.businesses.models import Enrolment
from huaihai.businesses.tests.shared import code_number
from huaihai.kit import clock
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.factors import set_authenticator
from huaihai.members.models import Account, Role
from huaihai.record.models import OutboxMessage
from tests.posts import AT, SECRET, body, officer_of, post_at, sign_in

CITY, OTHER_CITY, COUNTY = "city:411400", "city:320300", "county:411402"
PLACES = [
    {"sign": "演示水壶", "address": "民主东路 1 号", "region_code": "411402"},
    {"sign": "演示水壶分店", "address": "中山路 2 号", "region_code": "320302"},
]
PHONE = "13800000001"


def applied(number: int = 1, *, at: datetime = AT, **other: Any) -> Applied:
    """An application to the body of the first city, with a branch in the second."""
    facts: dict[str, Any] = {
        "name": "演示水壶商行",
        "code": code_number(number),
        "as_kind": Enrolment.Kind.CHAIN,
        "places": PLACES,
        "contact_name": "演示孙",
        "contact_phone": PHONE,
    }
    key = other.pop("key", str(new_id()))
    return channel_verbs.apply(
        Application(**(facts | other)),
        body=body(CITY),
        promise="test",
        client_key=key,
        by=Actor.public(),
        at=at,
    )


def joined(number: int = 1, *, at: datetime = AT, **other: Any) -> Enrolment:
    """An enrolment that the head of the city's body has confirmed; its first manager has both factors."""
    held = applied(number, at=at, **other).enrolment
    channel_verbs.confirm(held, seen=held.version, by=officer(), at=at)
    held.refresh_from_db()
    if held.account is not None:
        held.account.set_password("four words in a row")
        held.account.save()
        set_authenticator(held.account, SECRET)
    return held


def officer() -> Actor:
    """An officer of the body that confirms."""
    found = Account.objects.filter(username="officer-411400").first()
    post = found.posts.first() if found else None
    return Actor.officer(post) if post else officer_of(CITY)


def manager_of(enrolment: Enrolment) -> Actor:
    """Its first manager."""
    assert enrolment.account is not None
    return Actor.business(enrolment.account, {enrolment.business_id} - {None})  # type: ignore[arg-type]


def staff(client: Client, key: str = CITY, role: Role = Role.OFFICER) -> Client:
    """A browser in which somebody of this body is signed in."""
    post = post_at(key, role, username=f"page-{role}-{key.rpartition(':')[2]}".replace("_", "-"))
    sign_in(client, post.account)
    return client


def last_message() -> str:
    """The text that left last."""
    return OutboxMessage.objects.order_by("created_at", "pk").last().text  # type: ignore[union-attr]


def today_at(hour: int = 9) -> datetime:
    return clock.now().replace(hour=hour, minute=0)
