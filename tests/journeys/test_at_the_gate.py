"""At the gate of a scenic area a traveller scans, takes the standing offer, and its fund pays within 30 minutes."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from huaihai.businesses.models import Enrolment, Poster, Representative
from huaihai.businesses.posters import verbs as posters_verbs
from huaihai.businesses.tests import channel_scene, standing_scene
from huaihai.cases.models import Case
from huaihai.compensation import verifying
from huaihai.compensation.funds import verbs as funds_verbs
from huaihai.compensation.models import Fund, FundTerms
from huaihai.compensation.tests import market
from huaihai.compensation.tests.market import Market
from huaihai.kit import clock
from huaihai.members.factors import code_of
from huaihai.members.models import Account
from tests import cast as people
from tests.posts import SECRET, forget_tries

from .conftest import OpenPage
from .test_standing_offer import prove, say
from .test_two_cities import go_on, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
HALF_AN_HOUR = timedelta(minutes=30)
TICKET_FEN = 8_000


@dataclass
class Gate:
    """The poster at the gate, the fund behind it, and who pays out of it."""

    poster: Poster
    fund: Fund
    cashier: Account


def open_gate() -> Gate:
    """A scenic area on the fast channel: a fund with rules that pay small sums at once, an offer, a poster."""
    at = clock.now() - timedelta(days=3)
    cast = people.assemble(at)
    joined = channel_scene.joined(
        8,
        at=at,
        name="Cloud hill (test)",
        as_kind=Enrolment.Kind.SCENIC_AREA,
        places=channel_scene.PLACES[:1],
    )
    area = joined.business
    assert area is not None
    manager = channel_scene.manager_of(joined)
    fund = funds_verbs.open_fund(
        name="Cloud hill fund (test)",
        owner_type=Fund.OwnerType.SCENIC,
        owner=area,
        body=cast.lead,
        held_at="An account at a bank (test)",
        by=cast.zhao,
        at=at,
    )
    cao = market.represents("cao", area, Representative.Role.CASHIER)
    held = Market(cast, area, area, fund, manager, cao, cast.zhao, cast.zhao)
    market.in_force(held, at=at, from_on=at.date(), covers=FundTerms.Covers.OWNER, recourse_days=None)
    funds_verbs.deposit(fund, fen=300_000, value_on=at.date(), by=cao, at=at)
    standing_scene.published(area, manager, at, remedies=("refund",), most_fen=20_000, paid_by_fund=True)
    poster = posters_verbs.issue(area.places.get(), hung_at="检票口", by=manager, at=at)
    return Gate(poster, fund, Account.objects.get(username="cao"))


def take_the_offer(phone: Page) -> None:
    """From the poster to "agreed": what happened, what the law gives, the offer, who I am, the consents."""
    phone.get_by_role("link", name="就按这个办").click()
    phone.get_by_role("button", name="开始").click()
    say(phone, "同一张门票扫了两次，多收了一次钱。", price="80")
    expect(phone.get_by_role("heading", name="法律怎么说", exact=True)).to_be_visible()
    phone.get_by_role("button", name="我接受这个方案").click()
    prove(phone)
    for consent in ("business", "other_body"):
        phone.check(f"[name={consent}]")
    phone.get_by_role("button", name="好，就这样解决").click()
    expect(phone.get_by_role("heading", name="已经谈定")).to_be_visible()


def pay(cashier: Page) -> None:
    """The cashier sees what is to be paid by when, pays, and signs that the money has left."""
    cashier.goto("/business/payments/")
    expect(cashier.locator("main")).to_contain_text("80.00")
    cashier.locator("main a[href$='/payment/']").click()
    cashier.fill("[name=proof]", "现金，游客当面签收。")
    forget_tries()  # a code counts once, also the one of the sign-in
    cashier.fill("[name=code]", code_of(SECRET))
    go_on(cashier)


def test_a_traveller_at_the_gate_is_paid_by_the_fund_within_half_an_hour(
    open_page: OpenPage, javascript: bool
) -> None:
    forget_tries()
    gate = open_gate()
    phone = open_page(f"/p/{gate.poster.code}/", javascript=javascript)
    expect(phone.locator("main")).to_contain_text("检票口")
    take_the_offer(phone)
    case = Case.objects.get()
    assert case.submitted_at is not None
    claim = gate.fund.claims.get()
    assert (claim.stage, claim.approved_fen, claim.is_at_once) == ("ordered", TICKET_FEN, True)

    cashier = open_page("about:blank", javascript=javascript)
    sign_in(cashier, gate.cashier)
    pay(cashier)
    order = gate.fund.orders.get()
    assert order.due_at == case.submitted_at + HALF_AN_HOUR
    assert order.paid_at is not None
    assert order.paid_at <= order.due_at

    phone.goto(f"/my/{case.pk}/")
    expect(phone.locator("main")).to_contain_text("80.00")
    phone.goto(f"/my/{case.pk}/confirmation/")
    go_on(phone)
    case.refresh_from_db()
    claim.refresh_from_db()
    assert (case.stage, case.result, claim.stage) == ("closed", "fulfilled", "paid")
    assert not list(verifying.findings())
