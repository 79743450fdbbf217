"""An air fryer of 399 yuan from a live room, on a telephone: how many questions, how long the pages, how many words.

Counted is what a screen reader reads from the home page to the receipt: the title of each page and all of its main
part (the link past the header is used), also what is hidden to the eye, but nothing folded away; of the home page
only as far as the button that she presses.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Page, expect

from huaihai.cases.models import Case
from huaihai.cases.tests.filing_walks import STORY, code_sent
from huaihai.kit import clock
from tests import cast as people

from .conftest import OpenPage
from .test_two_cities import fill, go_on, tick

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SCREEN_AND_A_HALF: Final = 844 * 3 // 2
MOST_QUESTIONS, MOST_MINUTES, ALOUD = 12, 8, 4  # characters read aloud in a second
CARD: Final = "devices.new"
UP_TO = """button => {
  const range = document.createRange()
  range.setStart(document.querySelector('main'), 0)
  range.setEndAfter(button)
  getSelection().removeAllRanges()
  getSelection().addRange(range)
  const words = getSelection().toString()
  getSelection().removeAllRanges()
  return words
}"""


@pytest.fixture(autouse=True)
def cast() -> people.Cast:
    cache.clear()
    return people.assemble(clock.now())


def answers(page: Page) -> Mapping[str, Callable[[], object]]:
    """What she does on each page that she meets."""
    bought, came = (
        clock.today() - timedelta(days=days) for days in (5, 3)
    )  # the app's own button still works
    days = {"bought_on": bought.isoformat(), "received_goods_on": came.isoformat()}
    return {
        "story": lambda: page.fill("[name=story]", STORY),
        "problem": lambda: page.check(f"[name=problem][value='{CARD}']"),
        "shop": lambda: fill(page, sign="好锅直播间", platform="抖音"),
        "city": lambda: page.check(f"[name=place][value='{people.LEAD}']"),
        "paid": lambda: fill(page, price_fen="399元", **days),
        "remedies": lambda: tick(page, "[name=remedies][value=return]", "[name=remedies][value=refund]"),
        "already": lambda: page.check("[name=told][value=no]"),
        "home": lambda: page.check(f"[name=place][value='{people.HOME}']"),
        "contact": lambda: fill(page, name="王（测试）", phone=people.PHONE),
        "code": lambda: page.fill("[name=code]", code_sent()),
        "consent": lambda: tick(page, "[name=other_body]", "[name=business]"),
    }


def _length(words: str) -> int:
    return len(re.sub(r"\s", "", words))


def read(page: Page, *, javascript: bool, fits: bool = True) -> int:
    """It fits in a screen and a half, without a fault of access; how many characters there are to read."""
    page.wait_for_load_state()
    height, width = (page.evaluate(f"document.documentElement.scroll{one}") for one in ("Height", "Width"))
    assert not fits or height <= SCREEN_AND_A_HALF, (page.url, height)
    assert width <= 390, page.url
    expect(page.locator("main form:not(.toolbar) select")).to_have_count(0)  # nothing to scroll through
    assert not javascript or not Axe().run(page).response["violations"], page.url
    return _length(page.title() + page.locator("main").inner_text())


def file_it(page: Page, *, javascript: bool) -> tuple[list[str], int]:
    """From the first question to the receipt: the questions asked, and the characters read."""
    what_to_do, asked, characters = answers(page), list[str](), 0
    while "/file/check/" not in page.url:
        name = page.url.rstrip("/").rpartition("/")[2]
        characters += read(page, javascript=javascript)
        what_to_do[name]()
        asked.append(name)
        go_on(page)
        expect(page).not_to_have_url(re.compile(f"/file/{name}/"))
    characters += read(page, javascript=javascript)
    page.locator("main form button.seal").click()
    expect(page.locator("#code")).to_be_visible()
    return asked, characters + read(page, javascript=javascript)


def test_from_the_home_page_to_the_receipt_in_eight_minutes(open_page: OpenPage, javascript: bool) -> None:
    page = open_page("/", javascript=javascript)
    button = page.get_by_role("button", name="看看怎么办")
    characters = _length(page.title() + button.evaluate(UP_TO))
    page.fill("[name=sentence]", STORY)
    button.click()
    characters += read(page, javascript=javascript)
    page.locator(f"main button[formaction='/triage/{CARD}/']").click()
    characters += read(page, javascript=javascript)
    page.get_by_role("button", name="我要投诉").click()
    asked, filing = file_it(page, javascript=javascript)

    assert len(asked) <= MOST_QUESTIONS - 2, asked
    assert (characters + filing) / ALOUD <= MOST_MINUTES * 60, characters + filing
    case = Case.objects.get()
    assert (case.problem, case.bought, case.price_fen) == (CARD, "live-room", 39_900)


def test_without_a_card_it_is_one_question_more(open_page: OpenPage, javascript: bool) -> None:
    page = open_page("/file/", javascript=javascript)
    characters = read(page, javascript=javascript)
    page.locator("main form button.seal").click()
    asked, filing = file_it(page, javascript=javascript)

    assert len(asked) <= MOST_QUESTIONS - 1, asked
    assert (characters + filing) / ALOUD <= MOST_MINUTES * 60, characters + filing
    case = Case.objects.get()
    assert (case.problem, case.category, case.nature, case.bought) == (CARD, "G01", "N01", "live-room")


def test_each_page_is_short_in_large_text_too(open_page: OpenPage) -> None:
    page = open_page("/preferences/?text=large")
    page.goto("/file/")
    page.locator("main form button.seal").click()
    file_it(page, javascript=False)
