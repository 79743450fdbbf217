"""What people do at the pages: the first ones get their accounts, somebody complains, an officer sees it."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image

from tests.walk.browser import App, Browser

PASSWORD: Final = "three words in a row"  # of people who are made up
XUZHOU, KETTLE = (
    "徐州市消费者权益保护委员会",
    "买的电热水壶第三天烧水漏电，拿去退，店里说是人为损坏，不肯退。",
)
PHONE: Final = "13800000001"
# Each question of the filing, and what is answered.
ANSWERS: Final = {
    "story": {"story": KETTLE},
    "problem": {"problem": "devices.blamed"},
    "where": {"bought": "offline"},
    "shop": {"name": "云龙区某电器店", "place": "中山路 1 号"},
    "city": {"place": "320300"},
    "county": {"part": "320303"},
    "paid": {"price_fen": "268", "bought_on": "2026-11-28"},
    "remedies": {"remedies": "refund", "asked_fen": "268"},
    "already": {"told": "no"},
    "home": {"place": "320300"},
    "contact": {"name": "李明", "phone": PHONE},
}


@dataclass
class Person:
    """Somebody with an account, signed in."""

    name: str
    browser: Browser
    app: App

    def signs_in(self, browser: Browser) -> "Person":
        """At another browser, as on another day."""
        self.browser = browser
        browser.go("/staff/sign-in/").send("login", login=self.name, password=PASSWORD)
        browser.send("code", code=self.app.code())
        return self


def begins(name: str, browser: Browser, link: str, **typed: str) -> Person:
    """By a one-time link: a password, and the app for codes."""
    browser.go(link).send("password", typed, password=PASSWORD, again=PASSWORD)
    secret = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", browser.words)
    assert secret is not None, browser.words[:300]
    person = Person(name, browser, App(secret[0].replace(" ", "")))
    browser.send("code", code=person.app.code())
    return person


def first_administrator(new: Callable[[], Browser], link: str) -> Person:
    return begins("admin-one", new(), link, username="admin-one", display_name="管理员甲")


def second_administrator(new: Callable[[], Browser], first: Person) -> Person:
    """The first one alone makes the account and hands over the link."""
    page = _taken_in(first, "admin-two", "安全管理员", "淮海经济区消费者权益保护组织联盟")
    page.press("/password-link/")
    return begins("admin-two", new(), _link(page))


def staff(new: Callable[[], Browser], name: str, role: str, *, asks: Person, agrees: Person) -> Person:
    """A post in Xuzhou: one asks, the other says yes and hands over the link, the first tells the word."""
    page = _taken_in(asks, name, role, XUZHOU)
    home = page.address
    agrees.browser.go("/staff/people/waiting/").press("/confirmation/")
    link = _link(agrees.browser)
    word = re.search(r"没有口令打不开。 (\S+)", asks.browser.go(home).words)
    assert word is not None, page.words[:500]
    return begins(name, new(), link, word=word[1])


def _taken_in(by: Person, name: str, role: str, body: str) -> Browser:
    page = by.browser.go("/staff/people/new/")
    offered = re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)<', page.page)
    options = {words: value for value, words in offered}
    return page.send(
        "username", username=name, display_name=name, organisation=options[body], role=options[role]
    )


def _link(page: Browser) -> str:
    found = re.search(r"https://\S+/staff/start/[\w-]+/", page.words)
    assert found is not None, page.words[:500]
    return found[0]


@dataclass(frozen=True)
class Receipt:
    """What a consumer writes down."""

    number: str
    code: str


def complains(browser: Browser, code: Callable[[], str], photo: bytes) -> Receipt:
    """Question after question, the code from the telephone, and sent."""
    browser.go("/file/").send("csrfmiddlewaretoken")
    while (name := browser.address.strip("/").rpartition("/")[2]) in ANSWERS:
        answer = ANSWERS[name]
        browser.send(next(iter(answer)), answer, photo=photo if name == "story" else b"")
    browser.send("code", code=code()).send("business", business="on").send("key")
    assert browser.address == "/file/receipt/", browser.words[:500]
    found = re.search(r"投诉编号 (\S+) 查询码 复制 (\S+)", browser.words)
    assert found is not None, browser.words[:500]
    return Receipt(found[1], found[2])


def follows(browser: Browser, receipt: Receipt) -> str:
    """The consumer's own page; where the photo lies."""
    browser.go("/track/").send("number", number=receipt.number, code=receipt.code)
    assert KETTLE in browser.words, browser.words[:500]
    found = re.search(r"/my/[\w-]+/evidence/[\w-]{36}/", browser.page)
    assert found is not None, browser.words[:500]
    return found[0]


def sees(officer: Person, receipt: Receipt) -> None:
    """In the list of the desk, and the case itself."""
    found = officer.browser.go(f"/desk/?q={receipt.number}").link("/desk/cases/")
    words = officer.browser.go(found).words
    assert receipt.number in words, words[:500]
    assert KETTLE in words, words[:500]


def says(browser: Browser, words: str) -> None:
    assert words in browser.words, browser.words[:1000]


def picture() -> bytes:
    """A small photo."""
    made = BytesIO()
    Image.frombytes("RGB", (24, 24), os.urandom(24 * 24 * 3)).save(made, "PNG")
    return made.getvalue()
