"""A shop publishes a standing offer; a traveller in it scans, sees the law and then the offer, and takes it."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from huaihai.businesses.models import StandingOfferVersion
from huaihai.cases.models import Case
from huaihai.cases.tests.filing_walks import code_sent
from huaihai.kit import clock
from tests import cast as people
from tests.posts import forget_tries

from .conftest import DESK, OpenPage
from .test_two_cities import go_on, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def publish(desk: Page) -> None:
    """Sun writes the offer, sees it beside the law, reads the comparison, and publishes."""
    desk.goto("/business/standing-offers/")
    desk.get_by_role("link", name="写一条现成方案").click()
    for remedy in ("return", "refund"):
        desk.check(f"[name=remedies][value={remedy}]")
    desk.check("[name=pays][value=price]")
    desk.fill("[name=most_fen]", "500")
    desk.fill("[name=perform_number]", "2")
    desk.check("[name=perform_unit][value=hours]")
    desk.fill("[name=note]", "请到总服务台，带上小票。")
    go_on(desk)
    expect(desk.get_by_text("法律给消费者的比这条方案多")).to_be_visible()
    desk.get_by_role("button", name="发布").click()
    expect(desk.get_by_role("alert")).to_be_visible()  # not without having read it
    desk.check("[name=has_seen_law]")
    desk.get_by_role("button", name="发布").click()


def tell(phone: Page) -> None:
    phone.get_by_role("button", name="开始").click()
    say(phone, "同一张门票扫了两次，多收了一次钱。窗口不退。")


def say(
    phone: Page,
    story: str,
    *,
    price: str = "268",
    picture: str = "travel",
    kind: str = "S08",
    nature: str = "N03",
) -> None:
    """What happened, what is wrong with what, and what was paid, page by page."""
    phone.fill("[name=story]", story)
    go_on(phone)
    expect(phone).not_to_have_url(re.compile("/file/story/"))
    if "/file/problem/" in phone.url:  # some card sounds like it
        phone.check("[name=problem][value=none]")
        go_on(phone)
    phone.check(f"[name=picture][value={picture}]")
    go_on(phone)
    if kind:
        phone.check(f"[name=category][value={kind}]")
        go_on(phone)
    phone.check(f"[name=nature][value={nature}]")
    go_on(phone)
    phone.fill("[name=price_fen]", price)
    go_on(phone)


def prove(phone: Page) -> None:
    """Home city, name, phone, and the code."""
    phone.check(f"[name=place][value='{people.HOME}']")
    go_on(phone)
    phone.fill("[name=name]", "Li (test)")
    phone.fill("[name=phone]", "13800000001")
    go_on(phone)
    phone.fill("[name=code]", code_sent())
    go_on(phone)


def test_a_traveller_takes_a_standing_offer_on_the_spot(open_page: OpenPage, javascript: bool) -> None:
    forget_tries()
    cast = people.assemble(clock.now() - timedelta(days=3))
    desk = open_page("/staff/sign-in/", size=DESK, javascript=javascript)
    sign_in(desk, cast.accounts["sun"])
    publish(desk)
    assert StandingOfferVersion.objects.get().terms["perform_unit"] == "hours"

    phone = open_page(f"/file/at/{cast.shop.places.get().pk}/", javascript=javascript)
    tell(phone)
    expect(phone.get_by_role("heading", name="法律怎么说", exact=True)).to_be_visible()
    expect(phone.get_by_text("不等于放弃别的")).to_be_visible()
    phone.get_by_role("button", name="我接受这个方案").click()
    prove(phone)
    for consent in ("business", "other_body"):
        expect(phone.locator(f"[name={consent}]")).not_to_be_checked()
        phone.check(f"[name={consent}]")
    phone.get_by_role("button", name="好，就这样解决").click()

    expect(phone.get_by_role("heading", name="已经谈定")).to_be_visible()
    case = Case.objects.get()
    assert (case.stage, case.settled_fen, case.lead) == ("fulfilling", 26_800, cast.lead)
    phone.locator("main form .acts button[type=submit]").first.click()
    expect(phone.get_by_text("268.00").first).to_be_visible()
    desk.goto("/business/standing-offers/")
    expect(desk.get_by_text("268.00").first).to_be_visible()
