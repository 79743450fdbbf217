"""An air fryer of 399 yuan from a live room, on a telephone: how many questions, how long the pages, how many words."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Page, Route, expect

from huaihai.cases.consumer.filing import gates, start, steps
from huaihai.cases.models import Case
from huaihai.cases.tests.filing_walks import STORY, code_sent
from huaihai.kit import clock
from huaihai.law.triage.cards import Tree
from huaihai.law.triage.reading import card_of
from tests import cast as people

from .conftest import OpenPage
from .test_two_cities import fill, go_on, tick

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SCREEN_AND_A_HALF = 844 * 3 // 2
MOST_QUESTIONS, MOST_MINUTES, ALOUD = 12, 8, 4  # characters read aloud in a second
CARD: dict[str, Any] = {
    "id": "live.broken",
    "kind": "ours",
    "title": "直播间买的东西坏了",
    "title_en": "Broken",
    "answer": "可以退。",
    "answer_en": "Return it.",
    "says": ["炸锅不热了"],
    "first": "us",
    "offices": ["us"],
    "nature": "N01",
    "trades": ["G01"],
    "remedies": ["repair", "replace", "return", "refund"],
    "checked": clock.today(),
    "sure": "law",
}


def answers(page: Page) -> dict[str, Callable[[], object]]:
    """What she does on each page."""
    return {
        "photo": lambda: None,
        "story": lambda: page.fill("[name=story]", STORY),
        "where": lambda: page.check("[name=bought][value=live-room]"),
        "shop": lambda: fill(page, sign="好锅直播间", platform="抖音"),
        "city": lambda: page.check(f"[name=place][value='{people.LEAD}']"),
        "paid": lambda: fill(page, price_fen="399元", bought_on="2026-11-20"),
        "remedies": lambda: tick(page, "[name=remedies][value=return]", "[name=remedies][value=refund]"),
        "already": lambda: page.check("[name=told][value=no]"),
        "home": lambda: page.check(f"[name=place][value='{people.HOME}']"),
        "contact": lambda: fill(page, name="王（测试）", phone=people.PHONE),
        "code": lambda: page.fill("[name=code]", code_sent()),
        "consent": lambda: tick(page, "[name=other_body]", "[name=business]"),
    }


def read(page: Page, *, javascript: bool) -> int:
    """It fits in a screen and a half, without a fault of access; how many characters there are to read."""
    page.wait_for_load_state()
    height, width = (page.evaluate(f"document.documentElement.scroll{one}") for one in ("Height", "Width"))
    assert height <= SCREEN_AND_A_HALF, (page.url, height)
    assert width <= 390, page.url
    assert not page.locator("main select").count(), "nothing to scroll through"
    assert not javascript or not Axe().run(page).response["violations"], page.url
    return len(re.sub(r"\s", "", page.locator("main").inner_text()))


def _from_the_card(route: Route) -> None:
    """The start button, as the page of a card sends it: with the card's id."""
    sent = route.request.post_data
    route.continue_(post_data=f"{sent}&problem={CARD['id']}" if sent else None)


def test_twelve_questions_eight_minutes_and_a_screen_and_a_half(
    open_page: OpenPage, javascript: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    people.assemble(clock.now())
    tree = Tree({}, {}, {CARD["id"]: card_of(CARD)})
    for room in (steps, gates, start):
        monkeypatch.setattr(room, "tree", lambda: tree)
    page = open_page("/file/", javascript=javascript)
    page.route("**/file/", _from_the_card)
    page.locator("main form button.seal").click()
    asked, characters = [], 0
    for name, answer in answers(page).items():
        expect(page).to_have_url(re.compile(f"/file/{name}/"))
        characters += read(page, javascript=javascript)
        answer()
        asked.append(name)
        go_on(page)
    expect(page).to_have_url(re.compile("/file/check/"))
    characters += read(page, javascript=javascript)
    page.locator("main form button.seal").click()
    expect(page.locator("#code")).to_be_visible()
    read(page, javascript=javascript)

    assert len(asked) <= MOST_QUESTIONS
    assert characters / ALOUD <= MOST_MINUTES * 60, characters
    case: Any = Case.objects.get()
    assert (case.problem, case.bought, case.price_fen) == (CARD["id"], "live-room", 39_900)
