"""Somebody who does not know where to turn: a sentence or three taps on a phone, what holds, a sum, a letter; by
keyboard, without a script, and without a word of it in an address."""

from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, expect

from huaihai.cases.tests import triage_tree
from huaihai.cases.tests.triage_tree import FIRE, SHOP, WAGES
from huaihai.cases.triage import pages
from huaihai.law.triage.finding import Found

from .conftest import PHONE, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SENTENCE = "健身房关门了我姓隐"
NARROW = (320, 700)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(_text: str, *, most: int) -> list[Found]:
        return [Found(card, 1.0) for card in (SHOP, WAGES, FIRE)][:most]

    monkeypatch.setattr(pages, "tree", triage_tree.small_tree)
    monkeypatch.setattr(pages, "find", find)


def _is_good(page: Page) -> None:
    """It fits the screen, and axe finds nothing of any impact."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
    faults = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in faults] == []


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=["phone", "narrow"])
def test_a_sentence_leads_to_what_holds_and_to_a_sum(open_page: OpenPage, size: tuple[int, int]) -> None:
    page = open_page("/triage/", size=size)
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(unquote(request.url))

    page.on("request", note)
    _is_good(page)
    page.get_by_label("用一句话说说").fill(SENTENCE)
    page.get_by_role("button", name="看看怎么办").click()
    expect(page.get_by_role("link", name="110")).to_be_visible()  # one of the three is urgent
    expect(page.get_by_role("button", name="12333")).to_be_visible()
    _is_good(page)

    page.get_by_role("button", name=SHOP.title.zh).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SHOP.title.zh)
    page.locator("summary", has_text="法律怎么说").click()
    expect(page.get_by_text("该退的都要退")).to_be_visible()
    _is_good(page)

    page.locator("summary", has_text="办的卡").click()
    expect(page.get_by_label("商家另外送了多少钱")).to_be_hidden()
    page.get_by_label("打过折或者有赠送").check()
    page.get_by_label("付了多少钱").fill("1000")
    page.get_by_label("已经用掉了").fill("300")
    page.get_by_label("商家另外送了多少钱").fill("200")
    page.locator("#sum-prepaid").get_by_role("button", name="算一算").click()
    expect(page.get_by_role("status")).to_contain_text("可以要回 750.00 元")
    expect(page.get_by_label("付了多少钱")).to_have_value("1000")
    _is_good(page)

    form = page.locator("form", has=page.get_by_role("button", name="我要投诉"))
    expect(form.locator("[name=problem]")).to_have_value(SHOP.id)
    expect(form.locator("[name=sentence]")).to_have_value(SENTENCE)
    assert not [url for url in asked if "隐" in url]


def test_three_taps_without_a_script_and_the_letter(open_page: OpenPage) -> None:
    page = open_page("/triage/", size=PHONE, javascript=False)
    for name in ("我向商家花了钱", "吃的喝的", SHOP.title.zh):
        page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SHOP.title.zh)
    page.get_by_role("link", name="先给商家写封信").click()
    page.get_by_label("写给谁").fill("某健身（演示）")
    page.get_by_role("button", name="写进信里").click()
    expect(page.locator("#letter-text")).to_contain_text("致 某健身（演示）：")
    expect(page.get_by_role("button", name="复制")).to_be_hidden()  # it would need a script


def test_the_letter_is_copied_and_reads_well(open_page: OpenPage) -> None:
    page = open_page(f"/triage/{SHOP.id}/letter/", size=PHONE)
    expect(page.get_by_role("button", name="复制")).to_be_visible()
    _is_good(page)


def test_what_is_spoken_stands_in_the_field(open_page: OpenPage) -> None:
    page = open_page("/")
    page.add_init_script(
        """window.SpeechRecognition = class extends EventTarget { start() {
          const heard = new Event("result");
          heard.results = [[{ transcript: "健身房关门了" }]];
          this.dispatchEvent(heard);
          this.dispatchEvent(new Event("end")); } };"""
    )
    page.goto("/triage/")
    page.get_by_role("button", name="说话").click()
    expect(page.get_by_label("用一句话说说")).to_have_value("健身房关门了")
    expect(page.get_by_role("button", name="再说一句")).to_be_visible()


def test_danger_is_one_key_away(open_page: OpenPage) -> None:
    page = open_page("/triage/", size=PHONE)
    gate = page.get_by_role("link", name="有人正有危险")
    for _ in range(30):
        page.keyboard.press("Tab")
        if gate.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="120")).to_be_visible()
    _is_good(page)


@pytest.mark.parametrize("path", ["/triage/paid/car/", "/triage/wages.test/"])  # more: test_sixty_pages
def test_pages_of_the_tree_fit_and_can_be_read_aloud(open_page: OpenPage, path: str) -> None:
    page = open_page(path, size=NARROW)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    _is_good(page)
