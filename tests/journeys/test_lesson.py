"""A lesson without a mouse: a guess, reading on, the same question again, and what was right."""

import pytest
from playwright.sync_api import Page, expect

from huaihai.education import loading
from huaihai.education.lessons import texts
from huaihai.education.models import LessonAnswer, Publication
from huaihai.kit import clock
from tests.posts import PROGRAM

from .conftest import OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SLUG = "prepaid-gym"
MOST_STOPS = 80


def tab_to(page: Page, selector: str) -> None:
    """The tab key until this has the focus."""
    wanted = page.locator(f"{selector}:focus")
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.count():
            return
    pytest.fail(f"no way to {selector} with the tab key")


def answer(page: Page, moment: str, choice: int) -> None:
    """The arrow keys choose, the enter key sends."""
    tab_to(page, f"#{moment} [name=choice]")
    page.keyboard.press("Space")
    for _step in range(choice):
        page.keyboard.press("ArrowDown")
    tab_to(page, f"#{moment} button[type=submit]")
    page.keyboard.press("Enter")


def test_a_lesson_by_keyboard_alone(
    open_page: OpenPage, javascript: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = [text for text in texts.read_all() if text.slug == SLUG]
    monkeypatch.setattr(texts, "read_all", lambda: iter(one))
    loading.load_lessons(by=PROGRAM, at=clock.now())
    lesson = Publication.objects.get(slug=SLUG).current.lesson
    right, wrong = lesson.answer, (lesson.answer + 1) % len(lesson.choices)

    page = open_page("/lessons/", javascript=javascript)
    tab_to(page, f'main a[href="/lessons/{SLUG}/"]')
    page.keyboard.press("Enter")
    expect(page.locator("#before")).to_be_visible()
    answer(page, "before", wrong)
    expect(page.locator("#before")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text(lesson.why)
    answer(page, "after", right)

    expect(page.locator("#after")).to_contain_text("您学到了")
    expect(page.locator("#after")).to_contain_text(lesson.why)
    kept = LessonAnswer.objects.get()
    assert (kept.before, kept.after) == (wrong, right)
