"""Who acts on the fast channel, and on which days."""

import base64
import secrets
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password

from demo.staff import DEMO, Cast
from huaihai.alliance import City
from huaihai.businesses.models import Business, Place, Representative
from huaihai.businesses.people.verbs import appoint
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.kit.clock import local_moment
from huaihai.law.credit_code import check_character
from huaihai.members.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.factors import PASSWORD
from huaihai.members.models import Organisation

PATH = Path(__file__).with_name("texts.toml")
PHONE = "1610005{:04d}"  # no operator gives this range out
type Role = Representative.Role


@dataclass(frozen=True)
class Firm:
    """A business on the channel, its first place, and those who act for it."""

    business: Business
    place: Place
    people: dict[str, Actor] = field(default_factory=dict)

    @property
    def manager(self) -> Actor:
        """Who may publish, answer and decide."""
        return self.people["manager"]

    @property
    def cashier(self) -> Actor:
        """Who pays."""
        return self.people["cashier"]


@dataclass(frozen=True)
class Scene:
    """The demo's day, its people, and the two cities it walks between."""

    today: date
    cast: Cast
    home: City
    lead: City

    def at(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment so many days from the demo's day (before it: negative)."""
        return local_moment(self.today + timedelta(days=days), time(hour, minute))

    def body(self, city: City) -> Organisation:
        """The city's body."""
        return self.cast.bodies[city.code]

    def officer(self, city: City) -> Actor:
        """An officer of the city's body."""
        return self.cast.officers[city.code]

    def head(self, city: City) -> Actor:
        """The head of the city's body."""
        return self.cast.heads[city.code]

    def firm(self, kind: str, city: City, serial: int, **told: Any) -> Firm:
        """A made-up business with a place in this city, in the register since the demo began."""
        words = texts()["business"][kind]
        stated = Stated(
            name=words["name"].format(city=city.name, **told),
            code=code_of(city, serial),
            sign=words["sign"].format(city=city.name, **told),
            address=words["address"].format(city=city.name, **told),
            region_code=city.code,
            phone=PHONE.format(serial),
        )
        business, place = find_or_write_down(stated, by=DEMO, at=self.at(-300), is_demo=True)
        if place is None:
            raise ValueError("a demo business has a place")
        return Firm(business, place)

    def person(self, firm: Firm, username: str, role: Representative.Role) -> None:
        """Somebody who acts for the business in this role, with an account of the demo."""
        words = texts()["people"]
        surname = words["surnames"][sum(map(ord, username)) % len(words["surnames"])]
        account = open_account(
            username=username,
            display_name=words["cashier" if role == "cashier" else "manager"].format(surname=surname),
            password_hash=self._password_hash,
            totp_secret=base64.b32encode(secrets.token_bytes(20)).decode(),
            is_demo=True,
            by=DEMO,
            at=self.at(-290),
        )
        appoint(account, firm.business, role=role, from_on=self.at(-290).date(), by=DEMO, at=self.at(-290))
        firm.people[role.value] = Actor.business(account, {firm.business.pk})

    @cached_property
    def _password_hash(self) -> str:
        return make_password(PASSWORD)


def code_of(city: City, serial: int) -> str:
    """A made-up credit code with a right check digit."""
    body = f"91{city.code}MA9DEM{serial:02d}X"
    return body + check_character(body)


@cache
def texts() -> dict[str, Any]:
    """All words of the scene."""
    return tomllib.loads(PATH.read_text(encoding="utf-8"))
