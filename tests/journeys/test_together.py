"""Five people complained about one shop: the officer finds and asks them, they say yes on their phones, one leaves, and
four agreements are written on one page."""

import os
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from huaihai.cases.models import Agreement, Case, Together, TogetherCase
from huaihai.cases.tests.together_scene import complain, row, to_lead
from huaihai.cases.together import life, verbs
from huaihai.cases.verbs import routing
from huaihai.cases.verbs.intake import Receipt
from huaihai.kit import clock
from huaihai.members.models import Account
from tests import cast as people
from tests.posts import sign_in

from .conftest import DESK, PHONE, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("TOGETHER_SHOTS", "")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        width = page.evaluate("innerWidth")
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)


def fits(page: Page, name: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth"), name
    shot(page, name)


def signed_in(page: Page, account: Account) -> None:
    client = Client()
    sign_in(client, account)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page.url}])


def both(page: Page, address: str, name: str) -> None:
    """The page on a phone and at the desk."""
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        fits(page, name)


def test_five_join_one_leaves_and_four_agree(open_page: OpenPage, javascript: bool) -> None:
    cast, now = people.assemble(), clock.now()
    receipts = [complain(number, now=now) for number in range(5)]
    for one in receipts:
        to_lead(cast, one.case, now=now)
    home = complain(8, now=now).case  # its own city still has it
    desk = open_page("/", javascript=javascript, size=DESK)
    signed_in(desk, cast.accounts["zhao"])
    binder = asked_by_keyboard(desk, receipts[0].case)
    assert row(binder, home).stage == life.PROPOSED

    says_yes(open_page("/track/", javascript=javascript, size=PHONE), receipts[0], binder)
    for one in receipts[1:]:
        verbs.join(row(binder, one.case), is_spoken_for=True, by=people.li(one.case), at=now)
    verbs.leave(row(binder, receipts[4].case), by=people.li(receipts[4].case), at=now)
    for one in receipts:
        routing.admit(Case.objects.get(pk=one.case.pk), by=cast.zhao, at=now)

    both(desk, address_of(binder), "binder")
    for name in ("session", "answer", "speak"):
        ticked(desk, binder, name)
        fits(desk, f"sure-{name}")
    agree(desk, binder)
    both(desk, address_of(binder), "binder-agreed")
    assert 10_050 in Agreement.objects.values_list("sum_fen", flat=True)
    assert Agreement.objects.count() == 4
    assert TogetherCase.objects.get(case=receipts[4].case).stage == life.LEFT
    both(desk, f"{address_of(binder)}end/", "end")
    both(desk, f"/desk/cases/{receipts[0].case.pk}/", "case")
    both(desk, "/desk/?together=together", "list")


def asked_by_keyboard(desk: Page, case: Case) -> Together:
    """From the page of one case to those alike; the first is left out and taken in again."""
    desk.goto(f"/desk/cases/{case.pk}/")
    desk.locator("main a[href$='/alike/']").click()
    both(desk, desk.url, "alike")
    assert desk.locator("[name=cases]").count() == 5
    for ticked_now in (False, True):
        desk.locator("[name=cases]").first.focus()
        desk.keyboard.press("Space")
        assert desk.locator("[name=cases]").first.is_checked() == ticked_now
    desk.locator("main form button[type=submit]").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/desk/together/*/")
    return Together.objects.get()


def says_yes(phone: Page, receipt: Receipt, binder: Together) -> None:
    phone.fill("[name=number]", receipt.number)
    phone.fill("[name=code]", receipt.code)
    phone.locator("main form button[type=submit]").first.click()
    fits(phone, "my-case")
    phone.locator("main a[href$='/together/']").click()
    phone.wait_for_url("**/together/")
    asked = phone.url
    both(phone, asked, "own-asked")
    phone.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    phone.check("[name=is_spoken_for]")
    phone.check("[name=is_willing]")
    phone.locator("button[value=yes]").click()
    expect(phone.locator("main a[href$='/together/']")).to_be_visible()
    fits(phone, "my-case-joined")
    assert row(binder, receipt.case).is_willing
    both(phone, asked, "own-joined")


def ticked(desk: Page, binder: Together, button: str) -> None:
    desk.goto(f"{address_of(binder)}?ticked=all")
    desk.locator(f"#bulk button[value={button}]").click()
    expect(desk.locator("input[name=sure]")).to_have_count(1)


def agree(desk: Page, binder: Together) -> None:
    """What is no sum is said at its place, and all that was typed stays."""
    ticked(desk, binder, "agree")
    for width, height in (PHONE, DESK):
        desk.set_viewport_size({"width": width, "height": height})
        fits(desk, "agree")
    desk.locator("input[name^=sum_]").first.fill("十元")
    desk.fill("[name=terms]", "十日内原路退款。")
    desk.fill("[name=perform_by_on]", clock.today().isoformat())
    desk.check("[name=is_own_yes]")
    desk.locator("main form .acts button[type=submit]").click()
    expect(desk.locator("#errors")).to_be_visible()
    fits(desk, "agree-wrong")
    assert not Agreement.objects.exists()
    desk.locator("input[name^=sum_]").first.fill("100.50")
    desk.locator("main form .acts button[type=submit]").click()
    expect(desk.locator("main")).to_contain_text(binder.number)
    fits(desk, "agree-done")


def address_of(binder: Together) -> str:
    return f"/desk/together/{binder.pk}/"
