"""What anybody sees first, on a phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import DESK, PHONE, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HOME = 2500  # pixels at 390


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_home_page_opens_and_fits(open_page: OpenPage, javascript: bool, size: tuple[int, int]) -> None:
    page = open_page("/", javascript=javascript, size=size)
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    expect(page.locator("main h1")).to_have_count(1)
    if javascript:
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize(  # in Chinese at 320 pixels: test_sixty_pages
    ("language", "width"), [("zh-hans", 390), ("en", 390), ("en", 320)]
)
@pytest.mark.parametrize("address", ["/", "/help/", "/search/?q=退款", "/search/?q=商丘", "/rights/"])
def test_the_first_pages_fit_and_can_be_read_by_a_screen_reader(
    open_page: OpenPage, address: str, language: str, width: int
) -> None:
    page = open_page(f"/preferences/?language={language}", size=(width, 844))
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert _faults(page) == []


def test_the_home_page_is_short_and_its_menu_stands_in_one_line(open_page: OpenPage) -> None:
    page = open_page("/")
    assert page.evaluate("document.documentElement.scrollHeight") <= HOME
    heights = {round(entry.bounding_box()["y"]) for entry in page.locator("nav.main > *").all()}  # type: ignore[index]
    assert len(heights) == 1
    page.get_by_text("更多").click()
    expect(page.get_by_role("link", name="消费课堂")).to_be_visible()
    assert _faults(page) == []


def test_an_example_is_one_tap(open_page: OpenPage, javascript: bool) -> None:
    page = open_page("/", javascript=javascript)
    page.get_by_role("button", name="健身房关门了").click()
    expect(page.locator("main")).to_contain_text("办卡的店关门了、联系不上")


def test_large_text_has_its_first_button_above_the_fold(open_page: OpenPage, javascript: bool) -> None:
    page = open_page("/preferences/?text=large", javascript=javascript)
    first = page.locator(".ways li").first.bounding_box()
    assert first is not None
    assert first["y"] + first["height"] <= 400
    assert first["height"] >= 80
    expect(page.locator("nav.main a")).to_have_count(1)
    assert page.locator(".ways button").is_visible() is (
        javascript and page.evaluate("'speechSynthesis' in window")
    )
    if javascript:
        assert _faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def _faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:80]}" for fault in found]
