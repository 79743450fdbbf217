"""What the journeys of texts share: who takes part, each at a browser of the own, and the steps of the office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from huaihai.businesses.models import Business, Representative
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.education.models import Edition, Publication
from huaihai.education.tests import procedure_cast as scene
from huaihai.kit import clock
from huaihai.law.credit_code import check_character
from huaihai.members.accounts import open_account
from huaihai.members.factors import code_of
from huaihai.members.models import Account
from tests import posts
from tests.posts import forget_tries

from . import test_office, test_two_cities
from .conftest import DESK, PHONE, OpenPage
from .counting import press

BEGINNING = datetime(2026, 11, 26, 2, 0, tzinfo=clock.ZONE)
CODE = "91320300MA1NABCD7"


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> test_office.Calendar:
    """What the program takes for now: a night in November, until it is moved."""
    held = test_office.Calendar()
    held.now = BEGINNING
    monkeypatch.setattr(clock, "now", lambda: held.now)
    return held


@dataclass
class Voices:
    """The staff of two cities and a maker of kettles; pages are opened when somebody first needs one."""

    staff: scene.Cast
    maker: Business
    maker_account: Account
    open_page: OpenPage
    pages: dict[str, Page]

    def at_desk(self, name: str) -> Page:
        """The desk of this one of the staff, signed in."""
        if name not in self.pages:
            page = self.pages[name] = self.open_page("/staff/sign-in/", size=DESK)
            client = Client()
            posts.sign_in(client, self.staff.posts[name].account)
            session = client.cookies[settings.SESSION_COOKIE_NAME]
            page.context.add_cookies([{"name": session.key, "value": session.value, "url": page.url}])
        return self.pages[name]

    def on_phone(self, name: str, *, javascript: bool = True) -> Page:
        """The phone of this one of the staff, or of the maker; signed in with password and code on its first use."""
        if name not in self.pages:
            page = self.pages[name] = self.open_page("/", size=PHONE, javascript=javascript)
            forget_tries()  # a code counts once; earlier ones are forgotten here
            account = self.maker_account if name == "maker" else self.staff.posts[name].account
            test_two_cities.sign_in(page, account)
        return self.pages[name]


def gather(open_page: OpenPage) -> Voices:
    """The alliance, its staff, and a maker whose answers somebody gives."""
    staff = scene.assemble()
    maker, _place = find_or_write_down(
        Stated(
            name="演示电器厂", code=CODE + check_character(CODE), region_code="320300", phone="13800138000"
        ),
        by=posts.PROGRAM,
        at=scene.AT,
    )
    account = open_account(
        username="maker",
        password=posts.PASSWORD,
        display_name="演示电器厂客服",
        totp_secret=posts.SECRET,
        by=posts.PROGRAM,
        at=scene.AT,
    )
    Representative.objects.create(account=account, business=maker, from_on=date(2026, 1, 1))
    return Voices(staff, maker, account, open_page, {})


def step(page: Page, publication: Publication, noun: str, **answers: str) -> None:
    """One step of a text, from its page to the button: what it asks is filled in, and fits the screen."""
    page.goto(f"/office/publications/{publication.pk}/")
    page.locator(f'main a[href="/office/publications/{publication.pk}/{noun}/"]').first.click()
    expect(page.locator("main form")).to_be_visible()
    page.wait_for_load_state("domcontentloaded")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
    for name, value in answers.items():
        page.fill(f"main [name={name}]", value)
    if noun == "submission" and (brand := page.locator("main [name=names_nobody]")).count():
        brand.check()  # the brand; its maker is named and heard
    press(page)
    expect(page).to_have_url(f"{page.url.partition('/office/')[0]}/office/publications/{publication.pk}/")


def hand_in_and_review(voices: Voices, publication: Publication, reviewers: Iterable[str]) -> None:
    """The author hands it in; different people pass it, each at the own desk."""
    step(voices.at_desk("author"), publication, "submission")
    review(voices, publication, reviewers)


def review(voices: Voices, publication: Publication, reviewers: Iterable[str]) -> None:
    """Different people pass it; then it is being signed."""
    for name in reviewers:
        step(voices.at_desk(name), publication, "review", note="看过。")
    assert publication.editions.latest("number").stage == "signing"


def sign(page: Page, publication: Publication) -> None:
    """Whoever holds this phone signs the text that it shows, with the code of this moment."""
    forget_tries()
    step(page, publication, "signature", code=code_of(posts.SECRET))


def last_out(publication: Publication, purpose: str) -> Edition:
    """The edition that went out last, which is of this purpose."""
    edition = Edition.objects.out().filter(publication=publication).latest("number")
    assert edition.purpose == purpose
    return edition
