"""A stall does not keep its settlement: the market's fund pays first, two people decide, and the stall pays back."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from huaihai.cases.models import Case
from huaihai.cases.tests import letter_cases
from huaihai.cases.verbs import negotiation
from huaihai.compensation import verifying
from huaihai.compensation.models import Claim, Decision
from huaihai.compensation.tests import market
from huaihai.compensation.tests.market import Market
from huaihai.kit import clock
from huaihai.members.factors import code_of
from huaihai.members.models import Account
from tests import cast as people
from tests.posts import SECRET, forget_tries

from .conftest import DESK, PHONE, OpenPage
from .test_two_cities import go_on, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
AGREED_FEN = 26_800
PARTS = ("89.33", "89.33", "89.34")


@dataclass
class Settled:
    """The market, and Li's case with its receipt code: settled twelve days ago, due two days ago, not kept."""

    held: Market
    case: Case
    code: str


def settle() -> Settled:
    at, today = clock.now() - timedelta(days=12), clock.today()
    held = market.assemble(at=at, from_on=at.date())
    filed = people.filed(at)
    case = letter_cases.taken(Case.objects.get(pk=filed.case.pk), held.cast, at)
    negotiation.invite(case, by=held.zhao, at=at)
    negotiation.serve(case, way="call", proof="The owner answered the telephone.", by=held.zhao, at=at)
    offer = negotiation.offer(
        case,
        remedies=["refund"],
        sum_fen=AGREED_FEN,
        perform_by_on=today - timedelta(days=2),
        valid_until_on=today - timedelta(days=9),
        text="原路退回 268 元。",
        by=held.cast.sun,
        at=at,
    )
    negotiation.accept(case, offer=offer, by=people.li(case), at=at)
    return Settled(held, case, filed.code)


def ask_the_fund(phone: Page, settled: Settled) -> None:
    """Li says that nothing came, and asks the fund on the page of the case."""
    phone.fill("[name=number]", str(settled.case.number))
    phone.fill("[name=code]", settled.code)
    go_on(phone)
    phone.get_by_role("link", name="没有做到").click()
    phone.fill("[name=text]", "说好前天退钱，一直没有退。")
    go_on(phone)
    phone.locator("main a[href$='/fund/new/']").click()
    expect(phone.locator("[name=sum_fen]")).to_have_value("268.00")
    phone.check("[name=how][value=account]")
    phone.fill("[name=name]", "Li (test)")
    phone.fill("[name=account]", "6222000000000000")
    phone.fill("[name=bank]", "Bank (test)")
    phone.check("[name=consent]")
    go_on(phone)


def sign(page: Page) -> None:
    """Sign what is on the page; a code counts once, so earlier ones are forgotten here."""
    forget_tries()
    page.fill("[name=code]", code_of(SECRET))
    go_on(page)


def pay_back_in_parts(cashier: Page, claim: Claim) -> None:
    """Three parts are agreed, come in, and are written down."""
    cashier.goto(f"/business/fund-claims/{claim.pk}/instalments/")
    cashier.fill("[name=parts]", "3")
    cashier.fill("[name=reason]", "生意清淡，一次还不出。")
    go_on(cashier)
    for part in PARTS:
        cashier.goto(f"/business/fund-claims/{claim.pk}/recovery/")
        cashier.fill("[name=fen]", part)
        go_on(cashier)


def test_a_fund_pays_first_and_gets_it_back_from_the_stall_in_parts(
    open_page: OpenPage, desk_has_javascript: bool
) -> None:
    forget_tries()
    settled = settle()
    people_of = {name: Account.objects.get(username=name) for name in ("mei", "cao", "zhao", "sun")}
    phone = open_page("/track/", javascript=not desk_has_javascript)
    ask_the_fund(phone, settled)
    claim = Claim.objects.get()
    assert (claim.stage, claim.ground, claim.asked_fen) == ("checked", "settlement", AGREED_FEN)

    for name, size, address in (
        ("mei", PHONE, "/business/fund-claims/"),
        ("zhao", DESK, "/desk/funds/claims/"),
    ):
        scripted = desk_has_javascript if size == DESK else not desk_has_javascript
        decider = open_page("about:blank", javascript=scripted, size=size)
        sign_in(decider, people_of[name])
        decider.goto(f"{address}{claim.pk}/")
        decider.locator("main a[href$='/approval/']").click()
        sign(decider)
    sides = Decision.objects.filter(claim=claim).values_list("side", flat=True)
    assert sorted(sides) == ["body", "owner"]

    cashier = open_page("about:blank", javascript=desk_has_javascript)
    sign_in(cashier, people_of["cao"])
    cashier.goto("/business/payments/")
    cashier.locator("main a[href$='/payment/']").click()
    cashier.fill("[name=proof]", "银行回单 1 号。")
    sign(cashier)
    phone.reload()
    expect(phone.locator("main")).to_contain_text("268.00")
    stall = open_page("about:blank", javascript=not desk_has_javascript)
    sign_in(stall, people_of["sun"])
    stall.goto(f"/business/debts/{claim.pk}/")
    expect(stall.locator("main")).to_contain_text("268.00")

    pay_back_in_parts(cashier, claim)
    claim.refresh_from_db()
    assert claim.stage == "recovered"
    stall.reload()
    for part in PARTS:
        expect(stall.locator("main table").first).to_contain_text(part)
    phone.goto(f"/my/{settled.case.pk}/confirmation/")
    go_on(phone)
    settled.case.refresh_from_db()
    assert (settled.case.stage, settled.case.result) == ("closed", "fulfilled")
    assert not list(verifying.findings())
