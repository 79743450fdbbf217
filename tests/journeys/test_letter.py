"""A business that never joined settles with a letter code: the officer prints it, the shop answers on a phone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from huaihai.cases.models import Case
from huaihai.cases.tests import letter_cases
from huaihai.cases.verbs.intake import Receipt
from huaihai.kit import clock
from tests import cast as people
from tests.posts import forget_tries

from .conftest import DESK, OpenPage
from .test_two_cities import go_on, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def print_letter(desk: Page) -> tuple[str, str]:
    """Number and code, as printed."""
    desk.check("[name=way][value=letter]")
    desk.get_by_role("button", name="生成答复码").click()
    printed = desk.locator(".sheet").inner_text()
    number, code = (
        re.search(r"\d{3} \d{3} \d{3}", printed),
        re.search(r"\b([0-9A-Z]{4}-){4}[0-9A-Z]\b", printed),
    )
    assert number
    assert code
    return number[0], code[0]


def make_offer(shop: Page) -> None:
    shop.get_by_role("link", name="提出方案").click()
    for name in ("return", "refund"):
        shop.uncheck(f"[name=remedies][value={name}]")
    shop.check("[name=remedies][value=refund]")
    go_on(shop)
    shop.fill("[name=sum_fen]", "268")
    go_on(shop)
    shop.fill("[name=perform_by_on]", (clock.today() + timedelta(days=1)).isoformat())
    shop.fill("[name=valid_until_on]", clock.today().isoformat())
    go_on(shop)
    shop.fill("[name=text]", "原路退回 268 元。")
    go_on(shop)
    go_on(shop)


def accept_it(back: Page, filed: Receipt) -> None:
    """Li looks the case up with its receipt code and accepts with one press."""
    back.fill("[name=number]", str(filed.number))
    back.fill("[name=code]", filed.code)
    go_on(back)
    back.goto(f"/my/{filed.case.pk}/acceptance/")
    go_on(back)


def test_a_business_that_never_joined_settles_with_a_letter_code(
    open_page: OpenPage, javascript: bool
) -> None:
    forget_tries()
    cast = letter_cases.people()
    filed = people.filed(clock.now())
    case = Case.objects.get(pk=filed.case.pk)
    letter_cases.taken(case, cast)

    desk = open_page("/", javascript=javascript, size=DESK)
    sign_in(desk, cast.accounts["zhao"])
    desk.goto(f"/desk/cases/{case.pk}/letter/")
    number, code = print_letter(desk)
    desk.reload()
    expect(desk.locator("main")).not_to_contain_text(code)

    shop = open_page("/letter/", javascript=javascript)
    expect(shop.locator("main")).to_contain_text("这不是处罚。您可以不同意。")
    shop.fill("[name=number]", number)
    slip = ("2" if code[0] == "1" else "1") + code[1:]
    shop.fill("[name=code]", slip)
    go_on(shop)
    expect(shop.locator("main")).to_contain_text("打错")
    shop.fill("[name=code]", code.lower().replace("-", " "))
    go_on(shop)
    expect(shop.locator("main")).to_contain_text("买来第三天就漏电")
    case.refresh_from_db()
    assert case.stage == "negotiating"
    make_offer(shop)
    expect(shop.locator("main")).to_contain_text("268.00")

    back = open_page("/track/", javascript=javascript)
    accept_it(back, filed)
    case.refresh_from_db()
    assert (case.stage, case.settled_fen) == ("fulfilling", 26_800)

    shop.goto("/letter/case/fulfilment/")
    shop.fill("[name=text]", "今天已退款。")
    go_on(shop)
    back.goto(f"/my/{case.pk}/confirmation/")
    go_on(back)
    case.refresh_from_db()
    assert (case.stage, case.result) == ("closed", "fulfilled")
    shop.goto("/letter/case/")
    expect(shop.locator("main")).to_contain_text("这个答复码已不能使用")
