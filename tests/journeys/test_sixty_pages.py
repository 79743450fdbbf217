"""Sixty addresses for the public: narrow, by screen reader, by keyboard, without a script, light on the wire."""

import gzip
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, expect

from huaihai.kit import clock
from tests import cast as people
from tests.posts import forget_tries

from .conftest import PHONE, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NARROW = (320, 844)
PAGE_BYTES, HOME_BYTES, HOME_HEIGHT = 50_000, 35_000, 2_500
SCREEN_AND_A_HALF = PHONE[1] * 3 // 2
WAY_IN = [  # of somebody in trouble: each fits in a screen and a half
    *("/triage/", "/triage/danger/", "/triage/paid/", "/triage/unpaid/", "/triage/doubtful/"),
    *("/triage/paid/card/", "/triage/paid/food/", "/triage/paid/online/", "/triage/paid/devices/"),
    *("/triage/unpaid/wages/", "/call-me/", "/call-me/?city=411400", "/file/", "/file/story/", "/track/"),
    *("/track/lost-code/", "/sums/", "/sums/seven-days/"),
]
CARDS = [
    *(
        "prepaid.gone",
        "food.spoiled",
        "food.label",
        "devices.new",
        "online.fake",
        "online.live",
        "car.used.dealer",
    ),
    *(
        "seedlings.dead",
        "seed.bad",
        "wages.unpaid",
        "bank.fee",
        "business.dispute",
        "urgent.gas",
        "legal.taste",
    ),
]
PUBLIC = [
    *(
        "/",
        "/help/",
        "/about/",
        "/privacy/",
        "/accessibility/",
        "/bodies/",
        "/bodies/411400/",
        "/sums/prepaid/",
    ),
    *(
        "/search/?q=退款",
        "/search/?q=商丘",
        "/search/?q=qqq",
        "/warnings/",
        "/announcements/",
        "/rights/",
        "/law/",
    ),
    *(
        "/lessons/",
        "/stories/",
        "/check/",
        "/subscribe/",
        "/supervision/",
        "/brands/",
        "/pledges/",
        "/funds/",
    ),
    *("/statistics/", "/board/", "/standard/", "/early-warning/", "/data/"),
]
PAGES = [*WAY_IN, *(f"/triage/{card}/" for card in CARDS), "/triage/devices.new/letter/", *PUBLIC]
IN_LARGE_TEXT = [
    "/",
    "/triage/",
    "/triage/devices.new/",
    "/call-me/?city=411400",
    "/file/story/",
    "/file/photo/",
    "/track/",
    "/help/",
]
PARTS = "performance.getEntriesByType('resource').map(one => [one.name, one.encodedBodySize])"
WITHOUT_A_FORM = (
    "[...document.querySelectorAll('main button')].filter(one => one.offsetParent && !one.form).length"
)


@pytest.fixture(autouse=True)
def cast() -> people.Cast:
    forget_tries()
    return people.assemble(clock.now())


def _faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found]


def _begun(open_page: OpenPage, *, javascript: bool = True, size: tuple[int, int] = NARROW) -> Page:
    """A complaint is begun, so that its first question has a page."""
    page = open_page("/file/", javascript=javascript, size=size)
    page.locator("main form button.seal").click()
    expect(page).to_have_url(re.compile("/file/story/"))
    return page


def _on_the_wire(page: Page, document: Response, static: dict[str, int]) -> int:
    """Bytes of a page opened for the first time; the server of the tests does not compress what is static."""
    total = document.request.sizes()["responseBodySize"]
    for url, size in page.evaluate(PARTS):
        if "/static/" in url and url not in static:
            static[url] = len(gzip.compress(page.request.get(url).body()))
        total += static.get(url, size)
    return int(total)


def test_sixty_pages_fit_a_narrow_phone_and_have_no_fault_of_access(open_page: OpenPage) -> None:
    assert len(PAGES) >= 60
    page = _begun(open_page)
    faults = []
    for address in PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0], address
        assert page.locator("main h1").count() == page.locator("main").count() == 1, address
        faults += _faults(page)
    assert faults == []


def test_sixty_pages_are_light_and_the_way_in_is_short(open_page: OpenPage) -> None:
    page, static = _begun(open_page, size=PHONE), dict[str, int]()
    for address in PAGES:
        answer = page.goto(address)
        assert answer is not None
        most = HOME_BYTES if address == "/" else PAGE_BYTES
        assert _on_the_wire(page, answer, static) <= most, address
        height = page.evaluate("document.documentElement.scrollHeight")
        assert height <= SCREEN_AND_A_HALF or address not in WAY_IN, (address, height)


def test_sixty_pages_need_no_script(open_page: OpenPage) -> None:
    page = _begun(open_page, javascript=False)
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0], address
        assert page.evaluate(WITHOUT_A_FORM) == 0, address
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_home_page_is_short_in_each_language(open_page: OpenPage, language: str) -> None:
    page = open_page(f"/preferences/?language={language}", size=PHONE)
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollHeight") <= HOME_HEIGHT


def test_large_text_fits_a_narrow_phone(open_page: OpenPage) -> None:
    page = _begun(open_page)
    page.goto("/preferences/?text=large")
    for address in IN_LARGE_TEXT:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0], address
        assert _faults(page) == []


def test_a_card_has_its_gist_and_its_buttons_on_the_first_screen(open_page: OpenPage) -> None:
    page = open_page("/", size=PHONE)
    for card in ("devices.new", "prepaid.gone", "online.fake", "food.spoiled"):
        page.goto(f"/triage/{card}/")
        expect(page.get_by_role("button", name="我要投诉")).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name="请给我回电话")).to_be_in_viewport(ratio=1)


def test_her_own_complaint_is_narrow_and_without_a_fault(
    open_page: OpenPage, cast: people.Cast, javascript: bool
) -> None:
    receipt = people.filed(clock.now())
    page = open_page("/track/", javascript=javascript, size=NARROW)
    page.fill("[name=number]", receipt.case.number or "")
    page.fill("[name=code]", receipt.code)
    page.locator("main form .acts button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(receipt.case.title)
    case = page.url
    for step in ("", "message/", "evidence/", "consents/", "withdrawal/"):
        page.goto(case + step)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0], step
        assert not javascript or _faults(page) == []
    page.goto(case)
    expect(page.get_by_role("link", name=cast.home.phone_to_call)).to_be_visible()
