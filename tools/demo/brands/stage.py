"""Who acts in the programme's year: businesses with their managers, and people of the other cities who decide."""

import base64
import secrets
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth.hashers import make_password

from demo.channel.scene import Scene as Channel
from demo.channel.scene import code_of
from demo.office.scene import Scene as Office
from demo.staff import DEMO, Cast
from huaihai import alliance
from huaihai.alliance import City
from huaihai.brands import moving
from huaihai.brands.models import Declaration, Entry
from huaihai.businesses.models import Business, Place, Representative
from huaihai.businesses.people.verbs import appoint
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.members.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.factors import PASSWORD

PATH = Path(__file__).with_name("words.toml")
SPACE = UUID("6f2b6f0a-7f0b-7d14-9a3e-52f1c8a4d7e1")
FIRST_CODE = 50  # serial of the first made-up credit code here
BEGINS = -300  # days from the demo's day: the businesses are in the register


@dataclass(frozen=True)
class Firm:
    """One thing of `words.toml`: its business and place, and who manages it."""

    words: dict[str, Any]
    city: City
    business: Business
    place: Place
    manager: Actor

    @property
    def goal(self) -> str:
        """How far it goes in the demo's year."""
        goal: str = self.words["goal"]
        return goal


@dataclass(frozen=True)
class Stage:
    """The demo's day and people; `firms` by their key, in the order of `words.toml`."""

    cast: Cast
    office: Office
    channel: Channel
    firms: dict[str, Firm]

    @classmethod
    def set_up(cls, cast: Cast, office: Office) -> "Stage":
        """Write the businesses down, each with its manager."""
        cities = alliance.load().cities
        password = make_password(PASSWORD)
        firms = {}
        for number, words in enumerate(said()["thing"]):
            city = cities[words["city"] % len(cities)]
            firms[words["key"]] = _firm(office, words, city, FIRST_CODE + number, password)
        channel = Channel(office.today, cast, cities[0], cities[1])
        return cls(cast, office, channel, firms)

    def at(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment so many days from the demo's day (before it: negative)."""
        return self.office.at(days, hour, minute)

    def outsiders(self, entry: Entry, *, at: datetime) -> tuple[Actor, Actor]:
        """Officers of the two cities after the entry's own, who have declared to have no conflict of interest."""
        own = self.office.bodies.index(entry.body)
        bodies = [self.office.bodies[(own + step) % len(self.office.bodies)] for step in (1, 2)]
        one, other = (self.cast.officers[body.region_code] for body in bodies)
        for actor in (one, other):
            self.declare(entry, actor, at=at)
        return one, other

    def declare(self, entry: Entry, actor: Actor, *, at: datetime) -> None:
        """Once for each person and entry."""
        if not Declaration.objects.filter(entry=entry, account=actor.account_id).exists():
            moving.declare(entry, has_conflict=False, by=actor, at=at)

    def person(self, account: Any) -> Actor:
        """Whoever of the cities' staff this account is."""
        staff = [*self.cast.officers.values(), *self.cast.heads.values()]
        return next(actor for actor in staff if actor.account_id == account)


def key(*parts: object) -> UUID:
    """The same name has the same key in every demo."""
    return uuid5(SPACE, " ".join(map(str, parts)))


@cache
def said() -> dict[str, Any]:
    """All words of the programme's year."""
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


def _firm(office: Office, words: dict[str, Any], city: City, serial: int, password: str) -> Firm:
    at = office.at(BEGINS)
    stated = Stated(
        name=words["business"].format(city=city.name),
        code=code_of(city, serial),
        sign=words["sign"].format(city=city.name),
        address=words["address"].format(city=city.name),
        region_code=city.code,
    )
    business, place = find_or_write_down(stated, by=DEMO, at=at, is_demo=True)
    if place is None:
        raise ValueError("a demo business has a place")
    account = open_account(
        username=f"brand-{words['key']}",
        display_name=said()["said"]["manager"],
        password_hash=password,
        totp_secret=base64.b32encode(secrets.token_bytes(20)).decode(),
        is_demo=True,
        by=DEMO,
        at=at + timedelta(days=1),
    )
    day = (at + timedelta(days=1)).date()
    appoint(
        account, business, role=Representative.Role.MANAGER, from_on=day, by=DEMO, at=at + timedelta(days=1)
    )
    return Firm(words, city, business, place, Actor.business(account, {business.pk}))
