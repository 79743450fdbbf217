"""A market with a fund, its stall (the kettle shop of `tests.cast`), and everybody who has a say in it.

Mei manages the market and Cao is its cashier. Zhao and Wu are officers of the body in charge, Wang one of another
city. Sun answers for the stall. Li's complaint is about a kettle bought there.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from huaihai.businesses.models import Business, Representative, StandingOffer
from huaihai.cases.models import Agreement, Case
from huaihai.compensation.claims import deciding
from huaihai.compensation.claims import verbs as claims_verbs
from huaihai.compensation.funds import verbs as funds_verbs
from huaihai.compensation.funds.rules import Rules
from huaihai.compensation.models import Claim, Fund, FundTerms, PaymentOrder
from huaihai.compensation.payments import verbs as payments_verbs
from huaihai.members.accounts import open_account
from huaihai.members.actors import Actor
from tests import cast as people
from tests.cast import SECRET, TUESDAY, Cast
from tests.posts import PASSWORD, PROGRAM, post_at
from tests.scenes import remembered

DAY = timedelta(days=1)
TODAY = TUESDAY.date()
PAYEE = {"name": "Li (test)", "account": "6222000000000000", "bank": "Bank (test)"}
WORDS = "2026-11"  # the version of what the consumer agreed to
_NUMBERS = count(1)


@dataclass
class Market:
    """Everybody, and the fund."""

    cast: Cast
    market: Business
    stall: Business
    fund: Fund
    mei: Actor
    cao: Actor
    zhao: Actor
    wu: Actor


def rules(**changed: Any) -> Rules:
    """The market's rules: 1,000 yuan at least, 500 a claim, 1,200 a day; 200 at once, 300 a day."""
    held: dict[str, Any] = {
        "from_on": TODAY,
        "covers": FundTerms.Covers.BENEATH,
        "grounds": ("food", "standing_offer", "settlement", "mediation"),
        "deposit_fen": 200_000,
        "minimum_fen": 100_000,
        "per_claim_cap_fen": 50_000,
        "per_day_cap_fen": 120_000,
        "at_once_cap_fen": 20_000,
        "at_once_per_day_cap_fen": 30_000,
        "recourse_days": 30,
        "suspend_after_days": 10,
        "basis_kind": "committed",
        "basis": "Rules of the market (test)",
        "sureness": "read",
    }
    return Rules(**(held | changed))


@remembered
def assemble(*, paid_in: int = 300_000, at: datetime = TUESDAY, **changed: Any) -> Market:
    """The cast, the market, its fund with rules in force and this much paid in."""
    cast = people.assemble(at)
    market = Business.objects.create(
        kind=Business.Kind.GROUP, name="Market (test)", phone="03700000001", created_at=at
    )
    cast.shop.parent = market
    cast.shop.save(update_fields=["parent"])
    mei = represents("mei", market, Representative.Role.MANAGER)
    cao = represents("cao", market, Representative.Role.CASHIER)
    wu = Actor.officer(post_at(cast.lead.key, username="wu"))
    fund = funds_verbs.open_fund(
        name="Market fund (test)",
        owner_type=Fund.OwnerType.MARKET,
        owner=market,
        body=cast.lead,
        held_at="The market's account at a bank (test)",
        by=cast.zhao,
        at=at,
    )
    held = Market(cast, market, cast.shop, fund, mei, cao, cast.zhao, wu)
    in_force(held, at=at, **changed)
    if paid_in:
        funds_verbs.deposit(fund, fen=paid_in, value_on=at.date(), by=cao, at=at)
    return held


def in_force(held: Market, *, at: datetime = TUESDAY, **changed: Any) -> FundTerms:
    """Rules that Mei proposed and Zhao confirmed."""
    proposed = funds_verbs.propose_terms(held.fund, rules(**changed), by=held.mei, at=at)
    funds_verbs.confirm_terms(proposed, hash_seen=proposed.text_hash, by=held.zhao, at=at)
    return proposed


def represents(name: str, business: Business, role: Representative.Role) -> Actor:
    """Somebody new who acts for this business in this role."""
    account = open_account(
        username=name,
        password=PASSWORD,
        display_name=f"{name} (test)",
        totp_secret=SECRET,
        by=PROGRAM,
        at=TUESDAY,
    )
    Representative.objects.create(account=account, business=business, role=role, from_on=date(2026, 1, 1))
    held = {business.pk, *Business.objects.filter(parent=business).values_list("pk", flat=True)}
    return Actor.business(account, held)


def complaint(held: Market, *, at: datetime = TUESDAY, **facts: Any) -> Case:
    """A complaint of its own about the stall (each about another purchase), filed and with the body in charge."""
    price = 20_000 + next(_NUMBERS)
    case = people.filed(at, category="G04", price_fen=price, **facts).case
    case.business, case.lead, case.responsible, case.invited_at = (
        held.stall,
        held.cast.lead,
        held.cast.lead,
        at,
    )
    case.save()
    case.evidence.create(
        by="consumer",
        party="consumer",
        name="receipt",
        kind="image/png",
        size=1,
        sha256=f"{price:064d}",
        added_at=at,
    )
    return case


def agreed(case: Case, fen: int, *, by_on: date | None = None, at: datetime = TUESDAY) -> None:
    """A settlement about this case, over this sum."""
    facts: dict[str, Any] = {"terms": "Refund (test)", "sum_fen": fen, "reached_at": at}
    Agreement.objects.create(
        case=case, kind=Agreement.Kind.SETTLEMENT, perform_by_on=by_on or at.date(), **facts
    )


def took(case: Case, fen: int) -> None:
    """What was agreed about this case was taken at once from a standing offer of the business."""
    standing, _new = StandingOffer.objects.get_or_create(
        business=case.business, serial=1, defaults={"created_at": TUESDAY}
    )
    version, _new = standing.versions.get_or_create(
        number=1,
        defaults={"from_on": TODAY, "terms": {}, "fingerprint": "0" * 64, "published_at": TUESDAY},
    )
    days = {"perform_by_on": TODAY, "valid_until_on": TODAY}
    case.agreement.offer = case.offers.create(
        sum_fen=fen, state="accepted", made_at=TUESDAY, standing_version=version, **days
    )
    case.agreement.save(update_fields=["offer"])


def asked(held: Market, fen: int = 40_000, *, at: datetime = TUESDAY, ground: str = "food") -> Claim:
    """Li asks the market's fund."""
    case = complaint(held, at=at)
    li = people.li(case)
    return claims_verbs.ask(case, ground=ground, sum_fen=fen, payee=PAYEE, consent=WORDS, by=li, at=at)


def checked(held: Market, fen: int = 40_000, *, at: datetime = TUESDAY) -> Claim:
    """Asked, and every fact holds."""
    claim = asked(held, fen, at=at)
    claims_verbs.check(claim, by=held.wu, at=at)
    return claim


def ordered(held: Market, fen: int = 40_000, *, at: datetime = TUESDAY) -> tuple[Claim, PaymentOrder]:
    """Approved by Mei and Zhao; the order waits for Cao."""
    claim = checked(held, fen, at=at)
    assert approved(claim, held.mei, held.zhao, fen=fen, at=at)
    return claim, claim.orders.get()


def approved(claim: Claim, one: Actor, other: Actor, *, fen: int, at: datetime = TUESDAY) -> bool:
    """These two approve the same sum: whether it is decided."""
    deciding.approve(claim, sum_fen=fen, by=one, at=at)
    return deciding.approve(claim, sum_fen=fen, by=other, at=at)


def another_fund(held: Market, name: str, owner_type: Fund.OwnerType, owner: Business | None = None) -> Fund:
    """One more fund, without rules and money."""
    facts = {"name": name, "owner_type": owner_type, "owner": owner, "held_at": "a bank"}
    return funds_verbs.open_fund(body=held.cast.lead, by=held.zhao, at=TUESDAY, **facts)  # type: ignore[arg-type]


def confirmed(fund: Fund, by: Actor, second: Actor, **changed: Any) -> FundTerms:
    """Rules of this fund that one proposed and another one confirmed."""
    made = funds_verbs.propose_terms(fund, rules(**changed), by=by, at=TUESDAY)
    funds_verbs.confirm_terms(made, hash_seen=made.text_hash, by=second, at=TUESDAY)
    return made


def paid(held: Market, fen: int = 40_000, *, at: datetime = TUESDAY) -> tuple[Claim, PaymentOrder]:
    """Paid by Cao; the stall owes it to the fund."""
    claim, order = ordered(held, fen, at=at)
    payments_verbs.pay(order, paid_on=at.date(), proof="Receipt of the bank, number 1", by=held.cao, at=at)
    claim.refresh_from_db()
    return claim, order
