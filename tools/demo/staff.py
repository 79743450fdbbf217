"""The demo's accounts and the lower part of its tree, opened through the members' own actions."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.hashers import make_password

from demo import plan
from demo.vocabulary import Item, Vocabulary
from huaihai import alliance
from huaihai.alliance import Alliance, City
from huaihai.businesses.models import Business
from huaihai.businesses.people.verbs import appoint
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.front.demo.people import SHOPKEEPER, officer_of
from huaihai.members import directory
from huaihai.members.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.bodies import found_organisation, note_computers
from huaihai.members.factors import PASSWORD
from huaihai.members.models import Account, Organisation, Role

DEMO = Actor.system("demo")
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


@dataclass
class Cast:
    """Everybody who acts in the demo, by the code of the city."""

    bodies: dict[str, Organisation] = field(default_factory=dict)
    officers: dict[str, Actor] = field(default_factory=dict)
    heads: dict[str, Actor] = field(default_factory=dict)
    counties: dict[str, list[Organisation]] = field(default_factory=dict)
    hero_home: City | None = None
    hero_lead: City | None = None
    hero_shop: Stated = field(default_factory=Stated)
    shopkeeper: Actor | None = None
    accounts: int = 0


@dataclass
class _Opening:
    """What all accounts have in common; the password is hashed once."""

    at: datetime
    words: Vocabulary
    password_hash: str
    opened: int = 0

    def account(
        self, username: str, organisation: Organisation | None = None, role: Role | None = None
    ) -> Account:
        surname = self.words.surnames[self.opened % len(self.words.surnames)]
        self.opened += 1
        return open_account(
            username=username,
            display_name=self.words.shop["officer"].format(surname=surname),
            password_hash=self.password_hash,
            organisation=organisation,
            role=role,
            totp_secret=base64.b32encode(secrets.token_bytes(20)).decode(),
            is_demo=True,
            by=DEMO,
            at=self.at,
        )


def assemble(words: Vocabulary, *, at: datetime) -> Cast:
    """Open every account as of this moment. The alliance must be loaded."""
    ours = alliance.load()
    opening = _Opening(at, words, make_password(PASSWORD))
    cast = Cast()
    for city in ours.cities:
        _staff_of_city(cast, city, opening)
    _staff_of_alliance(opening, ours)
    cast.hero_home, cast.hero_lead = hero_cities(ours)
    _lower_bodies(cast, ours, words, at)
    _county_officer(cast, opening)
    _shopkeeper(cast, opening)
    cast.accounts = opening.opened
    return cast


def hero_cities(ours: Alliance) -> tuple[City, City]:
    """The two cities of the case that the demo walks through: named in the alliance's folder, or drawn."""
    named = ours.raw.get("demo", {})
    if "home" in named and "lead" in named:
        return ours.city(named["home"]), ours.city(named["lead"])
    first = ours.cities[0]
    others = [city for city in ours.cities if city.province != first.province] or ours.cities
    return first, max(others, key=lambda city: abs(city.column - first.column) + abs(city.row - first.row))


def _staff_of_city(cast: Cast, city: City, opening: _Opening) -> None:
    body = directory.body_for(city.code)
    account = opening.account(officer_of(city.code), body, Role.OFFICER)
    head = opening.account(f"head-{city.code}", body, Role.HEAD)
    cast.heads[city.code] = _actor(head)
    cast.bodies[city.code] = body
    cast.officers[city.code] = _actor(account)
    below = Organisation.objects.within(body).filter(kind=Organisation.Kind.COUNTY).order_by("path")
    cast.counties[city.code] = list(below)


def _staff_of_alliance(opening: _Opening, ours: Alliance) -> None:
    """Administrators at the alliance itself; the alliance desk stands in the body that holds the office."""
    root = directory.root()
    for role in ADMINISTRATORS:
        opening.account(role.value.replace("_", "-"), root, role)
    opening.account("secretariat", directory.body_for(ours.first_secretariat), Role.SECRETARIAT)


def _lower_bodies(cast: Cast, ours: Alliance, words: Vocabulary, at: datetime) -> None:
    """Counties work with computers, but one; the first of each city has a branch and a service station."""
    without = cast.counties[cast.hero_lead.code][-1:] if cast.hero_lead else []
    for city in ours.cities:
        for county in cast.counties[city.code]:
            if county not in without:
                note_computers(organisation=county, has_computers=True, by=DEMO, at=at)
        for county in cast.counties[city.code][:1]:
            _branch_and_station(county, words, at)


def _branch_and_station(county: Organisation, words: Vocabulary, at: datetime) -> None:
    for kind, name in (
        (Organisation.Kind.BRANCH, words.shop["branch"]),
        (Organisation.Kind.STATION, words.shop["station"]),
    ):
        found_organisation(
            parent=county,
            kind=kind,
            key=f"{kind}:{county.region_code}-{kind}-01",
            name=name.format(place=county.place_name),
            short_name=name.format(place=county.place_name),
            by=DEMO,
            at=at,
        )


def _county_officer(cast: Cast, opening: _Opening) -> None:
    if cast.hero_lead and cast.counties[cast.hero_lead.code]:
        county = cast.counties[cast.hero_lead.code][0]
        opening.account(officer_of(county.region_code), county, Role.OFFICER)


def _shopkeeper(cast: Cast, opening: _Opening) -> None:
    """The business user answers for the kettle shop of the case that the demo walks through."""
    if cast.hero_lead is None:
        return
    cast.hero_shop = plan.shop(hero_item(opening.words), cast.hero_lead, opening.words, plan.HERO)
    shop, _place = find_or_write_down(cast.hero_shop, by=DEMO, at=opening.at, is_demo=True)
    account = opening.account(SHOPKEEPER)
    appoint(account, shop, from_on=opening.at.date(), by=DEMO, at=opening.at)
    cast.shopkeeper = Actor.business(
        account, Business.objects.filter(pk=shop.pk).values_list("pk", flat=True)
    )


def hero_item(words: Vocabulary) -> Item:
    """What was bought in the case that the demo walks through."""
    return next(item for item in words.items if item.name == words.shop["hero_item"])


def _actor(account: Account) -> Actor:
    return Actor.officer(account.posts.select_related("organisation", "account").get())
