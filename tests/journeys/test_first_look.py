"""What anybody sees first, on a phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import DESK, PHONE, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

GRAVE = {"serious", "critical"}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_home_page_opens_and_fits(open_page: OpenPage, javascript: bool, size: tuple[int, int]) -> None:
    page = open_page("/", javascript=javascript, size=size)
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.locator("main h1").count() == 1
    if javascript:
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_the_home_page_can_be_read_by_a_screen_reader(open_page: OpenPage) -> None:
    page = open_page("/")
    found = Axe().run(page).response["violations"]
    assert not [f"{fault['id']}: {fault['help']}" for fault in found if fault["impact"] in GRAVE]
