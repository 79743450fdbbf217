"""Li in one city complains about a kettle shop in another; both cities, the shop and Li go through real pages."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from huaihai.cases.models import Case
from huaihai.kit import clock
from huaihai.members.factors import code_of
from huaihai.members.models import Account
from huaihai.record.models import OutboxMessage
from tests import cast as people

from .conftest import DESK, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def go_on(page: Page) -> None:
    """Press the page's one main button."""
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
    page.fill("[name=title]", "电热水壶漏电")
    page.fill("[name=story]", "上周六买的电热水壶，第三天烧水时漏电，店里不给退。")
    page.check("[name=nature][value=N01]")
    page.select_option("[name=category]", "G01")
    page.fill("[name=bought_on]", "2026-11-21")
    page.fill("[name=price_fen]", "268")
    go_on(page)
    page.check("[name=bought][value=offline]")
    page.fill("[name=name]", "Kettle shop (test)")
    page.fill("[name=code]", people.shop_code())
    page.select_option("[name=region]", people.LEAD)
    go_on(page)
    page.check("[name=remedies][value=return]")
    page.check("[name=remedies][value=refund]")
    page.fill("[name=asked_fen]", "268.00")
    go_on(page)
    expect(page).to_have_url(re.compile("/file/evidence/"))
    page.locator("[name=upload]").set_input_files(
        {"name": "说明.txt", "mimeType": "text/plain", "buffer": "小票编号 0001".encode()}
    )
    page.locator("[name=add]").click()
    expect(page.locator("main")).to_contain_text("说明.txt")
    go_on(page)
    page.fill("[name=name]", "李（测试）")
    page.fill("[name=phone]", people.PHONE)
    page.select_option("[name=region]", people.HOME)
    go_on(page)
    message = OutboxMessage.objects.filter(channel="sms").latest("created_at")
    found = re.search(r"\d{6}", message.text)
    assert found
    page.fill("[name=code]", found[0])
    go_on(page)
    page.check("[name=other_body]")
    page.check("[name=business]")
    go_on(page)
    expect(page).to_have_url(re.compile("/file/check/"))
    page.locator("main form button.seal").click()
    return page.locator("#number").inner_text(), page.locator("#code").inner_text()


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


def test_a_complaint_crosses_two_cities(open_page: OpenPage, javascript: bool) -> None:
    cast = people.assemble(clock.now())
    phone = open_page("/", javascript=javascript)
    number, code = file_the_complaint(phone)
    phone.reload()
    assert Case.objects.exclude(stage="draft").count() == 1
    case = Case.objects.get(number=number)

    home_desk = open_page("/", javascript=javascript, size=DESK)
    sign_in(home_desk, cast.accounts["wang"])
    home_desk.goto(f"/desk/cases/{case.pk}/forward/")
    home_desk.select_option("[name=to]", cast.lead.key)
    home_desk.fill("[name=assessment]", "小票和照片相符，属于质量问题。")
    go_on(home_desk)
    expect(home_desk.locator("main")).to_contain_text(number)

    lead_desk = open_page("/", javascript=javascript, size=DESK)
    sign_in(lead_desk, cast.accounts["zhao"])
    lead_desk.goto("/desk/")
    expect(lead_desk.locator("main")).to_contain_text("电热水壶漏电")
    for noun in ("taking", "invitation"):
        lead_desk.goto(f"/desk/cases/{case.pk}/{noun}/")
        go_on(lead_desk)
    lead_desk.goto(f"/desk/cases/{case.pk}/service/")
    lead_desk.check("[name=way][value=call]")
    lead_desk.fill("[name=proof]", "店主接听电话，表示知道了。")
    go_on(lead_desk)

    shop = open_page("/", javascript=javascript)
    sign_in(shop, cast.accounts["sun"])
    offer_the_refund(shop, case)

    back = open_page("/track/", javascript=javascript)
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
