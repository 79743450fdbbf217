"""A group with two shops in two cities, its manager, and what it may promise."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huaihai.businesses.models import Business, Enrolment, Place, PledgeVersion, Representative
from huaihai.businesses.pledges import verbs as pledges_verbs
from huaihai.businesses.pledges.terms import CrossShopTerms, ReturnTerms, Terms
from huaihai.businesses.pledges.verbs import Draft
from huaihai.businesses.tests.shared import code_number
from huaihai.kit.clock import ZONE
from huaihai.members.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation
from tests.posts import PASSWORD, PROGRAM, SECRET, body, load_tree

AT = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)
TODAY = AT.date()
HERE, THERE = "411402", "320302"  # districts of two cities


@dataclass
class Chain:
    """The group, a shop here and one there, and who manages the group."""

    group: Business
    here: Business
    there: Business
    place_here: Place
    place_there: Place
    account: Account
    manager: Actor


def chain(number: int = 1, *, name: str = "演示布鞋") -> Chain:
    """On the fast channel since the first day of the year."""
    if not Organisation.objects.exists():
        load_tree()
    group = _business(name, number * 10)
    here = _business(f"{name}一店", number * 10 + 1, parent=group)
    there = _business(f"{name}二店", number * 10 + 2, parent=group)
    place_here = Place.objects.create(
        business=here, sign=f"{name}一店", address="演示路 1 号", region_code=HERE
    )
    place_there = Place.objects.create(
        business=there, sign=f"{name}二店", address="演示街 2 号", region_code=THERE
    )
    join(group, number)
    account = open_account(
        username=f"lin{number}",
        password=PASSWORD,
        display_name=f"演示 lin{number}",
        totp_secret=SECRET,
        by=PROGRAM,
        at=AT,
    )
    Representative.objects.create(account=account, business=group, from_on=date(2026, 1, 1))
    manager = Actor.business(account, {group.pk, here.pk, there.pk})
    return Chain(group, here, there, place_here, place_there, account, manager)


def join(business: Business, number: int, *, at_city: str = "city:411400") -> Enrolment:
    """This business is on the fast channel since the first day of the year."""
    return Enrolment.objects.create(
        number=f"E{number}",
        code_hash="",
        client_key=f"key-{number}",
        business=business,
        body=body(at_city),
        as_kind=Enrolment.Kind.CHAIN,
        stage="joined",
        name=business.name,
        credit_code=business.credit_code or "",
        contact_name="Lin",
        contact_phone="13800000000",
        promise="test",
        applied_at=AT,
        joined_on=date(2026, 1, 1),
    )


def draft(terms: Terms | None = None, *, from_on: date = TODAY, **more: Any) -> Draft:
    """A return within seven days, unless other terms are given."""
    terms = terms or ReturnTerms(days=7)
    kind = "cross_shop_return" if isinstance(terms, CrossShopTerms) else "no_reason_return"
    return Draft(more.pop("kind", kind), terms, from_on, **more)


def published(cast: Chain, terms: Terms | None = None, *, at: datetime = AT, **more: Any) -> PledgeVersion:
    """A pledge of the group."""
    return pledges_verbs.publish(cast.group, draft(terms, **more), by=cast.manager, at=at)


def _business(name: str, number: int, **facts: Any) -> Business:
    return Business.objects.create(
        kind=Business.Kind.LEGAL_PERSON,
        name=name,
        credit_code=code_number(number),
        words=name,
        created_at=AT,
        is_demo=True,
        **facts,
    )
