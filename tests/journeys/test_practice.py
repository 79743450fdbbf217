"""A new officer closes a first case within a quarter of an hour, reading nothing but the screen, and types no code.

Whatever a page says for the first time is read, at two hundred characters a minute; each press takes three seconds and
each character typed three.
"""

import re
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import Locator, Page, expect

from huaihai.cases.models import Case
from huaihai.members import factors
from tests import cast as people
from tests.posts import post_at

from .conftest import PHONE, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
QUARTER, PER_MINUTE, SECONDS = 15, 200, 3
PROOF = "赵经理 10:20 接的电话"
READ = re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9]+")


@dataclass
class Newcomer:
    """What is read, pressed and typed."""

    page: Page
    presses: int = 0
    letters: int = 0
    lines: set[str] = field(default_factory=set)

    def read(self, part: str = "main") -> None:
        self.lines |= set(self.page.locator(part).inner_text().splitlines())

    def press(self, what: Locator) -> None:
        with self.page.expect_navigation():
            what.click()
        self.presses += 1
        self.read()

    @property
    def box(self) -> Locator:
        return self.page.locator("section[aria-labelledby=practice-head]")

    @property
    def minutes(self) -> float:
        read = len(READ.findall("\n".join(self.lines)))
        return read / PER_MINUTE + (self.presses + self.letters) * SECONDS / 60


def test_a_first_case_is_closed_within_a_quarter_of_an_hour(
    open_page: OpenPage, settings: LazySettings, javascript: bool
) -> None:
    people.assemble()
    account = post_at("city:320300", username="officer-320300").account
    account.is_demo = True
    account.set_password(factors.PASSWORD)
    account.save()
    settings.DEMO = True
    new = Newcomer(open_page("/demo/", javascript=javascript, size=PHONE))
    new.read("#practice")  # there the city is found, and nothing below it is read

    new.press(new.page.locator("#practice").get_by_role("link", name="徐州"))
    for step in ("继续", "登录"):
        new.press(new.page.locator("main").get_by_role("button", name=step, exact=True))
    if javascript:
        assert _faults(new.page) == []
    new.press(new.page.get_by_role("button", name="开始").first)
    while "练习完成" not in new.box.inner_text():
        _do_what_it_says(new)

    expect(new.box.get_by_role("button")).to_contain_text("下一件")
    assert Case.objects.get().stage == "closed"
    assert new.minutes <= QUARTER
    if javascript:
        assert _faults(new.page) == []
        assert new.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def _do_what_it_says(new: Newcomer) -> None:
    if new.box.get_by_role("button").count():
        new.press(new.box.get_by_role("button"))
        return
    said = re.search("请点“(.+?)”", new.box.inner_text())
    assert said is not None
    named = re.compile(rf"^\s*{re.escape(said[1])}\s*$")
    new.press(new.page.locator("main a.btn, main button").filter(has_text=named))
    if new.page.url.endswith("/service/"):
        new.page.get_by_label("电话，有人接听").check()
        new.page.locator("textarea").fill(PROOF)
        new.presses, new.letters = new.presses + 1, new.letters + len(PROOF)
        new.press(new.page.locator("main form .acts").get_by_role("button", name=said[1]))


def _faults(page: Page) -> list[str]:
    return [str(one["id"]) for one in Axe().run(page).response["violations"]]
