"""The one frame of staff: what one sees without scrolling, on a phone, by keyboard, and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from huaihai.members.models import Role
from tests.posts import load_alliance, post_at, sign_in

from .conftest import DESK, PHONE, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROLES = [Role.OFFICER, Role.HEAD, Role.SECRETARIAT, Role.SYSTEM_ADMIN]


def opened(
    open_page: OpenPage, role: Role, path: str, *, size: tuple[int, int], javascript: bool = True
) -> Page:
    load_alliance()
    client = Client()
    sign_in(client, post_at("city:320300", role).account)
    page = open_page("/", size=size, javascript=javascript)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    page.goto(path)
    return page


@pytest.mark.parametrize("role", ROLES)
def test_at_a_desk_every_place_fits_on_one_screen(open_page: OpenPage, role: Role) -> None:
    page = opened(open_page, role, "/office/find/", size=DESK)
    hubs = page.locator(".hubs > li > a")
    for place in range(hubs.count()):
        hubs.nth(place).click()
        expect(page.locator(".hubs [aria-current]").first).to_be_visible()
        assert page.locator(".stick").evaluate("side => side.scrollHeight") <= DESK[1]
        expect(page.locator(".foot button")).to_be_in_viewport(ratio=1)
    assert not Axe().run(page).response["violations"]


@pytest.mark.parametrize("role", ROLES)
def test_on_a_phone_nothing_moves_sideways_and_the_bar_says_where_one_is(
    open_page: OpenPage, role: Role
) -> None:
    page = opened(open_page, role, "/office/find/", size=PHONE)
    bar = page.locator(".bar a")
    assert 2 <= bar.count() <= 5
    for place in range(bar.count()):
        bar.nth(place).click()
        expect(bar.nth(place)).to_have_attribute("aria-current", "true")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.keyboard.press("End")
    last = page.locator("main a:visible").last
    last.focus()
    box, line = last.bounding_box(), page.locator(".bar").bounding_box()
    assert box is not None
    assert line is not None
    assert box["y"] + box["height"] <= line["y"]
    assert not Axe().run(page).response["violations"]


def test_by_keyboard_one_finds_goes_back_and_takes_down_a_call(open_page: OpenPage) -> None:
    page = opened(open_page, Role.OFFICER, "/office/roster/", size=DESK)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("excel")
    page.keyboard.press("Enter")
    expect(page.locator("main a[href='/office/insight/reports/']")).to_be_visible()
    expect(page.locator("#find")).to_have_value("excel")
    page.keyboard.press("n")
    page.wait_for_url("**/desk/register/")


def test_without_javascript_the_field_is_a_plain_form(open_page: OpenPage) -> None:
    page = opened(open_page, Role.OFFICER, "/desk/", size=PHONE, javascript=False)
    page.fill("#find", "excel")
    page.click(".find button")
    expect(page.locator("main a[href='/office/insight/reports/']")).to_be_visible()


def test_folded_pages_open_without_a_mouse_and_close_with_escape(open_page: OpenPage) -> None:
    page = opened(open_page, Role.OFFICER, "/office/roster/", size=DESK)
    more = page.locator(".hubs summary")
    more.press("Enter")
    folded = page.locator(".hubs details a").first
    expect(folded).to_be_visible()
    folded.focus()
    page.keyboard.press("Escape")
    expect(folded).to_be_hidden()
    expect(more).to_be_focused()
