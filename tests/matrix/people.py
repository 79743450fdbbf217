"""The people who ask, each named by what they have to do with the row that an address leads to."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.test import Client

from huaihai.businesses.models import Business, Mandate, Representative
from huaihai.cases import visits
from huaihai.cases.letters import opening
from huaihai.cases.models import Case
from huaihai.members.accounts import open_account, open_post
from huaihai.members.actors import CONSUMER_CASES
from huaihai.members.models import Account, Organisation, Role
from huaihai.members.sessions import SEEN_AT, SIGNED_IN_AT
from tests.posts import AT, PASSWORD, PROGRAM, SECRET, sign_in

SINCE = date(2025, 11, 19)

# In the order of the columns of a reader's mind: the parties, then staff from near to far, then who administers.
NAMES: dict[str, str] = {
    "public": "nobody in particular",
    "consumer": "who filed the case, with its receipt code",
    "other-consumer": "with the receipt code of another case",
    "letter": "the business, by the code of its letter alone",
    "business": "manages the business that the row is about",
    "mandate": "answers for that business by a mandate",
    "other-business": "manages another business",
    "county": "officer of the county that has the case (else of one below the city)",
    "beside": "officer of another county of that city",
    "officer": "officer of the city that has the row",
    "head": "head there",
    "partner": "officer of the other city that shares it",
    "other": "officer of a city that has nothing to do with it",
    "secretariat": "alliance desk of the body that is the secretariat",
    "auditor": "auditor of the alliance",
    "system": "system administrator",
    "security": "security administrator",
}
GROUPS: dict[str, tuple[str, ...]] = {
    "everybody": tuple(NAMES),
    "staff": tuple(NAMES)[7:15],
    "officers": tuple(NAMES)[7:14],
    "bodies": tuple(NAMES)[7:13],
    "cities": tuple(NAMES)[9:13],
    "businesses": ("business", "mandate", "other-business"),
    "consumers": ("consumer", "other-consumer"),
    "administrators": ("system", "security"),
}


@dataclass(frozen=True)
class Relation:
    """To whom a row belongs. What is missing there is filled from the world at large."""

    city: Organisation | None = None
    partner: Organisation | None = None
    county: Organisation | None = None
    business: Business | None = None
    case: Case | None = None


@dataclass
class People:
    """Makes everybody once, and gives the cookie of each."""

    letter: Any = None  # the letter code of the case that has one
    _cookies: dict[tuple[str, Any], str] = field(default_factory=dict)

    def cookie(self, name: str, row: Relation) -> str:
        """The cookie of the browser of whoever this is for such a row; "" for nobody in particular."""
        key, make = self._who(name, row)
        if (name, key) not in self._cookies:
            client = make()
            held = client.cookies.get(settings.SESSION_COOKIE_NAME) if client else None
            self._cookies[name, key] = f"{settings.SESSION_COOKIE_NAME}={held.value}" if held else ""
        return self._cookies[name, key]

    def _who(self, name: str, row: Relation) -> tuple[Any, Callable[[], Client | None]]:
        if name in _CENTRAL:
            return name, lambda: _signed_in(Account.objects.get(username=_CENTRAL[name]))
        match name:
            case "public":
                return "", lambda: None
            case "consumer" | "other-consumer":
                case = self._case(row, is_own=name == "consumer")
                return case.pk, lambda: _with_case(case)
            case "letter":
                return "", lambda: _with_letter(self.letter)
            case "business" | "mandate" | "other-business":
                business = self._business(row, is_own=name != "other-business")
                return business.pk, lambda: _of_business(business, by_mandate=name == "mandate")
        body = self._body(name, row)
        role = Role.HEAD if name == "head" else Role.OFFICER
        return (body.pk, role), lambda: _at(body, role)

    def _case(self, row: Relation, *, is_own: bool) -> Case:
        own = row.case or self.world.case
        assert own is not None
        if is_own:
            return own
        other: Case = Case.objects.exclude(pk=own.pk).exclude(business=own.business).order_by("pk")[0]
        return other

    def _business(self, row: Relation, *, is_own: bool) -> Business:
        own = row.business or (row.case.business if row.case else None) or self.world.business
        assert own is not None
        return own if is_own else Business.objects.exclude(pk=own.pk).filter(cases=None).order_by("pk")[0]

    def _body(self, name: str, row: Relation) -> Organisation:
        city = row.city or self.world.city
        assert city is not None
        if name in ("officer", "head"):
            return city
        if name in ("county", "beside"):
            county = row.county if row.county and row.county.city == city else None
            below = list(
                Organisation.objects.filter(kind="county", path__startswith=city.path).order_by("position")
            )
            own = county or below[0]
            return own if name == "county" else next(one for one in below if one != own)
        partner = row.partner if row.partner not in (None, city) else None
        partner = partner or next(one for one in self.cities if one not in (city, self.office))
        if name == "partner":
            return partner
        return next(one for one in reversed(self.cities) if one not in (city, partner, self.office))

    @cached_property
    def cities(self) -> list[Organisation]:
        return list(Organisation.objects.cities())

    @cached_property
    def office(self) -> Organisation:
        """The body that is the secretariat."""
        return Account.objects.get(username="secretariat").posts.get().organisation

    @cached_property
    def world(self) -> Relation:
        """A case of a county, filed in another city: near and far are clear for it."""
        case = main_case()
        return Relation(case.lead, case.home, case.responsible, case.business, case)


_CENTRAL = {
    "secretariat": "secretariat",
    "auditor": "auditor",
    "system": "system-admin",
    "security": "security-admin",
}


def main_case() -> Case:
    rows = Case.objects.with_parties().filter(responsible__kind="county", stage="negotiating")
    rows = rows.filter(lead__region_code="411400").exclude(home__region_code="411400")
    held: Case = rows.order_by("pk")[0]
    return held


def _signed_in(account: Account) -> Client:
    client = Client()
    sign_in(client, account)
    session = client.session
    later = (
        time.time() + 600
    )  # nothing is written anew at each request, and no code grows old on a slow machine
    session[SIGNED_IN_AT] = session[SEEN_AT] = later
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": later}]
    session.save()
    return client


def _with_case(case: Case) -> Client:
    client = Client()
    session = client.session
    session[CONSUMER_CASES] = {str(case.pk): visits.mark_of(case)}
    session.save()
    return client


def _with_letter(letter: Any) -> Client:
    client = Client()
    session = client.session
    now = time.time()
    session[opening.OPENED] = {"id": str(letter.pk), "began": now, "seen": now}
    session.save()
    return client


def _at(body: Organisation, role: Role) -> Client:
    if body.kind == "city":  # people of the demo, so that what they did and were told is theirs
        return _signed_in(Account.objects.get(posts__organisation=body, posts__role=role))
    account = _account(f"matrix-{body.pk.hex}")
    if not account.posts.exists():
        open_post(account=account, organisation=body, role=role, from_on=SINCE, by=PROGRAM, at=AT)
    return _signed_in(account)


def _of_business(business: Business, *, by_mandate: bool) -> Client:
    held = business
    if by_mandate:
        held = Business.objects.exclude(pk=business.pk).filter(cases=None).order_by("-pk")[0]
        Mandate.objects.create(principal=business, agent=held, from_on=SINCE)
    account = _account(f"matrix-{'mandate' if by_mandate else 'manager'}-{business.pk.hex}")
    Representative.objects.create(account=account, business=held, role="manager", from_on=SINCE)
    return _signed_in(account)


def _account(name: str) -> Account:
    return Account.objects.filter(username=name).first() or open_account(
        username=name, display_name=name, password=PASSWORD, totp_secret=SECRET, by=PROGRAM, at=AT
    )
