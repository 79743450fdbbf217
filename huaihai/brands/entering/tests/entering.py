"""What the tests of entering share: a thing, a nomination, a business that takes part, facts that are good."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.test import Client

from huaihai.brands.entering import loose, nominating
from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.loose import Typed
from huaihai.brands.entering.nominating import Recommendation, Thing
from huaihai.brands.entering.verbs import TICKS, Stated
from huaihai.brands.models import Entry, LooseNomination, Nomination
from huaihai.brands.tests.people import MONDAY, People
from huaihai.businesses.models import Enrolment, Place
from huaihai.law.credit_code import check_character
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from huaihai.record.models import OutboxMessage
from tests.posts import sign_in

PUBLIC = Actor.public()
KIND, ORIGIN = Entry.Kind, Entry.Origin
BODY = "91320300MA1TEXT1X"
GOOD_CODE = BODY + check_character(BODY)
PHONE, BUSINESS_PHONE = "13800138000", "13900139000"


def said(**more: Any) -> Recommendation:
    """A nomination in words."""
    facts: dict[str, Any] = {"why": "老板实在，修水壶不收钱。", "is_free": True, "key": uuid4()}
    return Recommendation(**(facts | more))


def own(people: People, kind: str = KIND.SHOP, what: str = "", **more: Any) -> Thing:
    """Something of the shop, at its place."""
    return Thing(people.shop, kind, more.get("place", people.place), what)


def nominated(people: People, **more: Any) -> Nomination:
    """A consumer has nominated the shop."""
    thing = Thing(people.shop, Entry.Kind.SHOP, people.place)
    return nominating.nominate(thing, said(**more), origin=Entry.Origin.CONSUMER, by=PUBLIC, at=MONDAY)


def nominate(thing: Thing, origin: str, by: Actor, *, at: datetime = MONDAY) -> Nomination:
    """Somebody nominates this."""
    return nominating.nominate(thing, said(), origin=origin, by=by, at=at)


def stated(place: Place | None, **more: Any) -> Stated:
    """What a manager states, with all ticks."""
    return Stated(**({"name": "演示水壶店", "place": place, "ticks": frozenset(TICKS)} | more))


def taking_part(people: People) -> Entry:
    """The shop was nominated and takes part; its facts are good."""
    good_facts(people)
    entry = nominated(people).entry
    entering_verbs.accept(entry, stated(people.place), by=people.holder, at=MONDAY)
    return entry


def good_facts(people: People) -> None:
    """The shop has a valid code and is on the fast channel."""
    people.shop.credit_code = GOOD_CODE
    people.shop.save()
    on_channel(people)


def on_channel(people: People) -> Enrolment:
    """The shop is on the fast channel; its contact has a telephone."""
    return Enrolment.objects.create(
        number="E1",
        code_hash="",
        client_key="key-1",
        business=people.shop,
        body=people.home_body,
        as_kind=Enrolment.Kind.SHOP,
        stage="joined",
        name=people.shop.name,
        credit_code=people.shop.credit_code or "",
        contact_name="演示联系人",
        contact_phone=BUSINESS_PHONE,
        promise="test",
        applied_at=MONDAY,
        joined_on=MONDAY.date(),
    )


def messages_to(phone: str) -> list[str]:
    """What waits to be sent to this number."""
    return [row.text for row in OutboxMessage.objects.order_by("created_at", "id") if row.address == phone]


def waiting(people: People, **more: Any) -> LooseNomination:
    """A consumer named a business that nobody knows here."""
    typed = Typed("街角水壶店", people.home_body, Entry.Kind.SHOP, where="解放路")
    return loose.hand_in(typed, said(**more), at=MONDAY)


def signed_in(actor: Actor) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    sign_in(client, Account.objects.get(pk=str(actor.account_id)))
    return client
