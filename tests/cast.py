"""The cast of the tests: a named few, read more easily than factories of random data.

Li lives in the first city and bought a kettle in a shop in another one. Wang checks complaints at Li's home
body, Zhao leads at the shop's, Qian works in a county below it, and Sun answers for the shop.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huaihai import alliance
from huaihai.businesses.models import Business, Representative
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.cases.models import Case, Offer
from huaihai.cases.verbs import care, intake, negotiation, routing
from huaihai.cases.verbs.intake import Receipt
from huaihai.kit.clock import ZONE
from huaihai.law.credit_code import check_character
from huaihai.members import directory
from huaihai.members.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation
from tests.posts import PASSWORD, PROGRAM, SECRET, body, post_at, sign_in
from tests.scenes import remembered

__all__ = [  # what the tests of cases take from here
    "COUNTY",
    "HOME",
    "LEAD",
    "PASSWORD",
    "PHONE",
    "SECRET",
    "TUESDAY",
    "Cast",
    "assemble",
    "draft",
    "filed",
    "forwarded",
    "inviting",
    "li",
    "mediating",
    "negotiating",
    "offer",
    "offered",
    "shop_code",
    "sign_in",
    "taken",
]

HOME, LEAD, COUNTY = "320300", "411400", "411402"
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)
PHONE = "13800000001"


@dataclass
class Cast:
    """Everybody, and their accounts."""

    home: Organisation
    lead: Organisation
    county: Organisation
    wang: Actor
    zhao: Actor
    qian: Actor
    accounts: dict[str, Account]
    shop: Business
    sun: Actor


@remembered
def assemble(at: datetime = TUESDAY) -> Cast:
    """Load the alliance and open the cast's accounts."""
    directory.load(alliance.load(), by=PROGRAM, at=at)
    home, lead, county = body(f"city:{HOME}"), body(f"city:{LEAD}"), body(f"county:{COUNTY}")
    accounts = {
        name: post_at(where.key, username=name).account
        for name, where in (("wang", home), ("zhao", lead), ("qian", county))
    }
    shop, _place = find_or_write_down(
        Stated(
            name="Kettle shop (test)",
            code=shop_code(),
            sign="Kettle shop",
            region_code=LEAD,
            phone="03700000000",
        ),
        by=PROGRAM,
        at=at,
    )
    accounts["sun"] = open_account(
        username="sun", password=PASSWORD, display_name="Sun (test)", totp_secret=SECRET, by=PROGRAM, at=at
    )
    Representative.objects.create(account=accounts["sun"], business=shop, from_on=date(2026, 1, 1))
    officers = {name: _actor(accounts[name]) for name in ("wang", "zhao", "qian")}
    sun = Actor.business(accounts["sun"], {shop.pk})
    return Cast(home, lead, county, **officers, accounts=accounts, shop=shop, sun=sun)


def shop_code() -> str:
    """A made-up credit code with a right check digit."""
    body = "91" + LEAD + "MA1NABCD7"
    return body + check_character(body)


def draft(at: datetime = TUESDAY, **answers: Any) -> Case:
    """Li's draft, filled in and with a confirmed phone."""
    case = intake.start_draft(by=Actor.public(), at=at)
    facts = {
        "title": "电热水壶漏电",
        "story": "买来第三天就漏电，要求退货。",
        "stated_business": {
            "name": "Kettle shop (test)",
            "code": shop_code(),
            "sign": "Kettle shop",
            "region_code": LEAD,
        },
        "consumer_at": HOME,
        "bought": Case.Bought.OFFLINE,
        "bought_on": date(2026, 11, 21),
        "category": "G01",
        "nature": "N01",
        "price_fen": 26_800,
        "remedies": ["return", "refund"],
        "asked_fen": 26_800,
    }
    intake.save_answers(case, **(facts | answers))
    care.set_contact(case, name="Li (test)", phone=PHONE)
    case.complainant.refresh_from_db()
    case.complainant.confirmed_at = at
    case.complainant.save()
    intake.consent(case, purposes=["other_body", "business"], at=at)
    return case


def li(case: Case) -> Actor:
    """Li, having shown the receipt code of this case."""
    return Actor.consumer({case.pk})


@remembered
def filed(at: datetime = TUESDAY, **answers: Any) -> Receipt:
    """Li's complaint, sent."""
    case = draft(at, **answers)
    return intake.submit(case, key=str(case.pk), by=li(case), at=at)


@remembered
def forwarded(cast: Cast, at: datetime = TUESDAY) -> Case:
    """Li's complaint, forwarded to the city of the shop."""
    case = filed(at).case
    routing.forward(case, to=cast.lead, assessment="Receipt and photos fit.", by=cast.wang, at=at)
    return case


@remembered
def taken(cast: Cast, at: datetime = TUESDAY) -> Case:
    """Taken there, and nobody invited yet."""
    case = forwarded(cast, at)
    routing.take(case, by=cast.zhao, at=at)
    return case


@remembered
def inviting(cast: Cast, at: datetime = TUESDAY) -> Case:
    """With the shop invited."""
    case = taken(cast, at)
    negotiation.invite(case, by=cast.zhao, at=at)
    return case


@remembered
def negotiating(cast: Cast, at: datetime = TUESDAY) -> Case:
    """And served."""
    case = inviting(cast, at)
    negotiation.serve(case, way="call", proof="The owner answered the telephone.", by=cast.zhao, at=at)
    return case


@remembered
def offered(cast: Cast, at: datetime = TUESDAY) -> tuple[Case, Offer]:
    """Li's complaint, and the shop's offer."""
    case = negotiating(cast, at)
    return case, offer(case, by=cast.sun, at=at)


def offer(case: Case, *, by: Actor, at: datetime = TUESDAY, **changed: Any) -> Offer:
    """The shop offers the whole sum within a week."""
    terms: dict[str, Any] = {
        "remedies": ["refund"],
        "sum_fen": 26_800,
        "perform_by_on": date(2026, 12, 1),
        "valid_until_on": date(2026, 11, 28),
        "text": "三天内原路退回。",
    }
    return negotiation.offer(case, **terms | changed, by=by, at=at)


@remembered
def mediating(cast: Cast, at: datetime = TUESDAY) -> Case:
    """Li's complaint, refused by the shop and admitted to mediation."""
    case = negotiating(cast, at)
    negotiation.refuse(case, text="不是质量问题。", by=cast.sun, at=at)
    routing.admit(case, by=cast.zhao, at=at)
    return case


def _actor(account: Account) -> Actor:
    return Actor.officer(account.posts.select_related("organisation", "account").get())
