"""Li in one city complains about a kettle shop in another; both cities, the shop and Li go through real pages."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from huaihai.cases.models import Case
from huaihai.cases.tests.filing_walks import code_sent
from huaihai.kit import clock
from huaihai.members.factors import code_of
from huaihai.members.models import Account
from tests import cast as people

from .conftest import DESK, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def go_on(page: Page) -> None:
    """Press the page's one main button, once the whole page is there."""
    page.wait_for_load_state("domcontentloaded")
    page.locator("main form .acts").last.locator("button[type=submit]").first.click()


def sign_in(page: Page, account: Account) -> None:
    page.goto("/staff/sign-in/")
    page.fill("[name=login]", account.username)
    page.fill("[name=password]", people.PASSWORD)
    go_on(page)
    page.fill("[name=code]", code_of(people.SECRET))
    go_on(page)


def file_the_complaint(page: Page) -> tuple[str, str]:
    page.goto("/file/")
    page.locator("main form button.seal").click()
    expect(page).to_have_url(re.compile("/file/story/"))
    for name, answer in _answers(page).items():
        if f"/file/{name}/" not in page.url:
            continue  # no card sounds like it
        answer()
        go_on(page)
        expect(page).not_to_have_url(re.compile(f"/file/{name}/"))
    expect(page).to_have_url(re.compile("/file/check/"))
    page.locator("main form button.seal").click()
    return page.locator("#number").inner_text(), page.locator("#code").inner_text()


def fill(page: Page, **said: str) -> None:
    """Write into these fields."""
    for name, value in said.items():
        page.fill(f"[name={name}]", value)


def tick(page: Page, *boxes: str) -> None:
    for box in boxes:
        page.check(box)


def _answers(page: Page) -> dict[str, Callable[[], object]]:
    """What is done on each page of the filing, in their order."""
    return {
        "story": lambda: _story(page),
        "problem": lambda: page.check("[name=problem][value=none]"),
        "goods": lambda: page.check("[name=picture][value=devices]"),
        "wrong": lambda: page.check("[name=nature][value=N01]"),
        "where": lambda: page.check("[name=bought][value=offline]"),
        "shop": lambda: _shop(page),
        "city": lambda: page.check(f"[name=place][value='{people.LEAD}']"),
        "county": lambda: page.check("[name=part][value='411402']"),
        "paid": lambda: fill(page, price_fen="268", bought_on="2026-11-21"),
        "remedies": lambda: tick(page, "[name=remedies][value=return]", "[name=remedies][value=refund]"),
        "already": lambda: page.check("[name=told][value=no]"),
        "home": lambda: page.check(f"[name=place][value='{people.HOME}']"),
        "contact": lambda: fill(page, name="李（测试）", phone=people.PHONE),
        "code": lambda: page.fill("[name=code]", code_sent()),
        "consent": lambda: tick(page, "[name=other_body]", "[name=business]"),
    }


def _story(page: Page) -> None:
    page.fill("[name=story]", "上周六买的电热水壶，第三天烧水时漏电，店里不给退。")
    page.locator("[name=upload]").set_input_files(
        {"name": "说明.txt", "mimeType": "text/plain", "buffer": "小票编号 0001".encode()}
    )


def _shop(page: Page) -> None:
    page.fill("[name=name]", "Kettle shop (test)")
    page.locator("main form details summary").click()
    page.fill("[name=code]", people.shop_code())


def offer_the_refund(shop: Page, case: Case) -> None:
    """The shop offers 268 yuan to be paid tomorrow, in as many pages as the form has."""
    shop.goto(f"/business/cases/{case.pk}/offer/")
    shop.check("[name=remedies][value=return]")
    shop.check("[name=remedies][value=refund]")
    go_on(shop)
    shop.fill("[name=sum_fen]", "268")
    go_on(shop)
    today = clock.today()
    shop.fill("[name=perform_by_on]", (today + timedelta(days=1)).isoformat())
    shop.fill("[name=valid_until_on]", today.isoformat())
    go_on(shop)
    shop.fill("[name=return_to]", "商丘市演示路 8 号 孙老板 13900000008")
    shop.fill("[name=goods_back_by_on]", today.isoformat())
    go_on(shop)
    shop.fill("[name=text]", "原路退回 268 元，请把水壶带回店里。")
    go_on(shop)
    expect(shop.locator("main")).to_contain_text("268")
    shop.fill("[name=note_to_body]", "老顾客，按质量问题处理。")
    go_on(shop)


def test_a_complaint_crosses_two_cities(open_page: OpenPage, desk_has_javascript: bool) -> None:
    cast = people.assemble(clock.now())
    phone = open_page("/", javascript=not desk_has_javascript)
    number, code = file_the_complaint(phone)
    phone.reload()
    assert Case.objects.exclude(stage="draft").count() == 1
    case = Case.objects.get(number=number)

    home_desk = open_page("/", javascript=desk_has_javascript, size=DESK)
    sign_in(home_desk, cast.accounts["wang"])
    home_desk.goto(f"/desk/cases/{case.pk}/forward/")
    home_desk.select_option("[name=to]", cast.lead.key)
    home_desk.fill("[name=assessment]", "小票和照片相符，属于质量问题。")
    go_on(home_desk)
    expect(home_desk.locator("main")).to_contain_text(number)

    lead_desk = open_page("/", javascript=desk_has_javascript, size=DESK)
    sign_in(lead_desk, cast.accounts["zhao"])
    lead_desk.goto("/desk/")
    expect(lead_desk.locator("main")).to_contain_text("上周六买的电热水壶，第三天烧水时漏电")
    for noun in ("taking", "invitation"):
        lead_desk.goto(f"/desk/cases/{case.pk}/{noun}/")
        go_on(lead_desk)
    lead_desk.goto(f"/desk/cases/{case.pk}/service/")
    lead_desk.check("[name=way][value=call]")
    lead_desk.fill("[name=proof]", "店主接听电话，表示知道了。")
    go_on(lead_desk)

    shop = open_page("/", javascript=desk_has_javascript)
    sign_in(shop, cast.accounts["sun"])
    offer_the_refund(shop, case)

    back = open_page("/track/", javascript=not desk_has_javascript)
    back.fill("[name=number]", number)
    back.fill("[name=code]", code)
    go_on(back)
    expect(back.locator("main")).to_contain_text("268")
    back.goto(f"/my/{case.pk}/acceptance/")
    expect(back.locator("main")).not_to_contain_text("老顾客")
    go_on(back)
    case.refresh_from_db()
    assert (case.stage, case.settled_fen) == ("fulfilling", 26_800)
    expect(back.locator("main")).to_contain_text("孙老板")
    back.get_by_role("link", name="货已经寄出").click()
    back.fill("[name=parcel]", "顺丰 SF1234567890")
    go_on(back)
    shop.goto(f"/business/cases/{case.pk}/")
    expect(shop.locator("main")).to_contain_text("SF1234567890")

    shop.goto(f"/business/cases/{case.pk}/fulfilment/")
    shop.fill("[name=text]", "已于今天退款。")
    go_on(shop)
    back.goto(f"/my/{case.pk}/confirmation/")
    go_on(back)
    case.refresh_from_db()
    assert (case.stage, case.result) == ("closed", "fulfilled")
    expect(back.locator("main")).to_contain_text("结案")
