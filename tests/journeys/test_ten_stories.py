"""Ten stories on a phone without a script: by taps and by a sentence, before anything personal is asked for."""

import re

import pytest
from playwright.sync_api import Page, expect

from huaihai import alliance
from huaihai.cases.models import Case
from huaihai.kit import clock
from huaihai.members import directory
from tests.posts import PROGRAM
from tests.triage.stories import STORIES, Story

from .conftest import PHONE, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MOST_TAPS = 4
PERSONAL = "[name=name], [name=phone], [name=mobile], [name=email], [name=code], [type=tel], [type=email]"


@pytest.fixture(autouse=True)
def bodies() -> None:
    directory.load(alliance.load(), by=PROGRAM, at=clock.now())


def arrives(page: Page, story: Story) -> None:
    """The card with all it must say, opened or not, and nothing personal asked for."""
    expect(page).to_have_url(re.compile(rf"/triage/{re.escape(story.card)}/$"))
    main = page.locator("main")
    for words in story.page:
        expect(main).to_contain_text(words)
    for words in story.absent:
        expect(main).not_to_contain_text(words)
    expect(page.locator(PERSONAL)).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
def test_a_story_told_by_taps_then_by_a_sentence(open_page: OpenPage, story: Story) -> None:
    page = open_page("/triage/", size=PHONE, javascript=False)
    for words in story.taps:
        expect(page.locator(PERSONAL)).to_have_count(0)
        page.locator("main").get_by_role("link", name=words).first.click()
    assert len(story.taps) <= MOST_TAPS
    arrives(page, story)
    if story.sum:
        works_out(page, story)
    if story.city:
        page.locator("#place").evaluate("one => one.open = true")
        page.locator("[name=city]").last.select_option(story.city)
        page.get_by_role("button", name="查看").click()
        for words in story.there:
            expect(page.locator("main")).to_contain_text(words)

    page.goto("/triage/")
    page.get_by_label("用一句话说说").fill(story.sentence)
    page.get_by_role("button", name="看看怎么办").click()
    expect(page.locator(PERSONAL)).to_have_count(0)
    page.locator("ul.choices button").first.click()
    arrives(page, story)
    assert not Case.objects.exists()


def works_out(page: Page, story: Story) -> None:
    """The sum of the card, typed in place."""
    part = page.locator(f"#sum-{story.sum}")
    page.locator("details", has=part).locator("summary").click()
    for name, value in story.typed:
        field = part.locator(f"[name={story.sum}-{name}]")
        if field.first.get_attribute("type") == "radio":
            part.locator(f"[name={story.sum}-{name}][value={value}]").check()
        else:
            field.fill(value)
    part.get_by_role("button", name="算一算").click()
    expect(page.get_by_role("status")).to_contain_text(story.answer)


def test_the_way_back_and_two_tabs_lose_nothing(open_page: OpenPage) -> None:
    page = open_page("/triage/", size=PHONE, javascript=False)
    page.get_by_label("用一句话说说").fill("健身房关门了")
    page.get_by_role("button", name="看看怎么办").click()
    page.locator("ul.choices button").first.click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("办卡的店关门了、联系不上")
    page.get_by_role("button", name="我的情况不一样").click()
    expect(page.locator("main")).to_contain_text("“健身房关门了”")
    other = page.context.new_page()
    other.goto("/triage/car.used/question/")
    other.get_by_role("link", name="个人").click()
    page.locator("ul.choices button").first.click()
    expect(heading).to_have_text("办卡的店关门了、联系不上")
    expect(other.get_by_role("heading", level=1)).to_contain_text("个人")
