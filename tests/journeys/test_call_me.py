"""A woman of 68 with only a phone: she leaves her number, is called at the promised time, and her case is filed.

Taps, fields and pages are counted; what she sees stands within one and a half screens without a fault of access.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from huaihai.cases.models import CallBack, Case
from huaihai.kit import clock
from tests import cast as people

from .conftest import DESK, PHONE, OpenPage
from .test_two_cities import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NUMBER, SENTENCE = "138 1234 0077", "健身房关门了，卡里还有三千块"
MOST = 1.5 * PHONE[1]


def looked_at(page: Page) -> None:
    faults = Axe().run(page).response["violations"]
    assert [(one["id"], one["impact"]) for one in faults] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().bottom") <= MOST


def test_she_leaves_her_number_is_called_and_her_case_is_filed(
    open_page: OpenPage, javascript: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
    cast = people.assemble()

    page = open_page("/call-me/", javascript=javascript)
    looked_at(page) if javascript else None
    page.get_by_role("button", name="徐州").click()
    expect(page.get_by_role("heading", name="徐州市消保委给您打电话")).to_be_visible()
    looked_at(page) if javascript else None
    page.fill("[name=phone]", NUMBER)
    page.get_by_text("今天 14:00–17:00").click()
    page.get_by_text("再说几句").click()
    page.fill("[name=sentence]", SENTENCE)
    page.get_by_role("button", name="请给我回电话").click()
    expect(page.get_by_text("今天 14:00–17:00")).to_be_visible()
    looked_at(page) if javascript else None

    desk = open_page("/desk/", javascript=javascript, size=DESK)
    sign_in(desk, cast.accounts["wang"])
    expect(desk).to_have_url(re.compile("/office/"))
    expect(desk.get_by_text(SENTENCE)).to_be_visible()
    desk.get_by_role("link", name="拨号并登记").click()
    expect(desk.get_by_role("link", name="拨 13812340077")).to_have_attribute("href", "tel:13812340077")
    desk.get_by_role("button", name="没打通").click()
    expect(desk.get_by_text("记下了。下次打：今天 14:00–17:00")).to_be_visible()
    desk.get_by_role("link", name="拨号并登记").click()
    expect(desk.locator("[name=phone]")).to_have_value("13812340077")
    expect(desk.locator("[name=story]")).to_have_value(SENTENCE)
    desk.fill("[name=name]", "王大妈")
    desk.fill("[name=of_business_name]", "Kettle shop (test)")
    desk.check("[name=remedies][value=refund]")
    desk.fill("[name=asked_fen]", "3000")
    for choice in ("other_body", "business"):
        desk.check(f"[name=consents][value={choice}]")
    desk.locator("button[name=save]").click()
    expect(desk).to_have_url(re.compile("/receipt/$"))

    case, held = Case.objects.get(), CallBack.objects.get()
    assert (held.stage, held.case, held.tries) == ("done", case, 1)
    assert (case.origin, case.complainant.phone, case.story) == ("phone", "13812340077", SENTENCE)
    desk.goto("/office/")
    expect(desk.get_by_role("heading", name="待办")).to_be_visible()
    expect(desk.get_by_text("拨号并登记")).to_have_count(0)


def test_the_pages_of_the_bodies_have_no_fault_and_lead_to_a_call(open_page: OpenPage) -> None:
    people.assemble()
    page = open_page("/bodies/")
    for address in ("/bodies/", "/bodies/411400/"):
        page.goto(address)
        assert [one["id"] for one in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.get_by_role("link", name="请给我回电话").click()
    expect(page.get_by_role("heading", name="商丘市消协给您打电话")).to_be_visible()
