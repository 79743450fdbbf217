"""Visits in the field: the network goes twenty times; nothing is lost, nothing doubled, every photo whole."""

import hashlib
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, Route, expect

from huaihai.kit.filestore import open_original
from huaihai.members.models import Account
from huaihai.record.models import Event
from huaihai.supervision.models import Photo, PhotoUpload, Visit, VisitAssignment
from huaihai.supervision.visiting.tests import scene as scenes
from tests import posts
from tests.posts import forget_tries

from . import test_two_cities
from .conftest import PHONE, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WORDS = "可以退，七天内带小票来就行。"


def picture(seed: int) -> bytes:
    """A JPEG of noise, of several pieces."""
    chance = random.Random(seed)
    image = Image.frombytes("RGB", (480, 480), chance.randbytes(480 * 480 * 3))
    held = io.BytesIO()
    image.save(held, "JPEG", quality=95)
    return held.getvalue()


@dataclass
class Phone:
    """A visitor's phone: its page, what was photographed with it, and how often it lost the network."""

    page: Page
    project: str
    taken: list[str] = field(default_factory=list)
    losses: int = 0

    def address(self, visit: VisitAssignment | None = None) -> str:
        return f"/office/supervision/{self.project}/field/" + (f"{visit.pk}/" if visit else "")

    def open(self, visit: VisitAssignment | None = None) -> None:
        self.page.goto(self.address(visit))
        if visit is not None:
            expect(self.page.locator("form#visit[data-begun]")).to_be_attached()

    def lose(self) -> None:
        """The network is gone."""
        self.page.context.set_offline(True)
        self.losses += 1

    def find(self) -> None:
        self.page.context.set_offline(False)

    def reload(self) -> None:
        self.page.reload()
        expect(self.page.locator("form#visit[data-begun]")).to_be_attached()

    def close_and_open(self, visit: VisitAssignment) -> None:
        """The tab is closed and opened again, still without a network."""
        context = self.page.context
        self.page.close()
        self.page = context.new_page()
        self.open(visit)

    def photograph(self, item: str, seed: int) -> None:
        content = picture(seed)
        shown = self.page.locator(f"[data-photos={item}] li")
        before = shown.count()
        self.page.set_input_files(
            f"[name=photo-{item}]", {"name": f"{seed}.jpg", "mimeType": "image/jpeg", "buffer": content}
        )
        expect(shown).to_have_count(before + 1)
        self.taken.append(hashlib.sha256(content).hexdigest())

    def fill(self) -> None:
        self.page.check("[name=q-prices][value=yes]")
        self.page.check("[name=q-refund][value=a1]")
        self.page.check("[name=q-staff][value='4']")
        self.page.fill("[name=q-wait]", "3.5")
        self.page.fill("[name=q-words]", WORDS)
        expect(self.page.locator("[data-kept]")).to_have_text("已存在这部手机里。")

    def holds(self) -> None:
        """What was filled in stands in the form."""
        expect(self.page.locator("[name=q-prices][value=yes]")).to_be_checked()
        expect(self.page.locator("[name=q-words]")).to_have_value(WORDS)

    def finish(self) -> None:
        self.page.locator("form#visit button[type=submit]").click()
        expect(self.page.locator("#ready")).to_be_visible()

    def send(self) -> None:
        """Somebody presses the button; it may vanish under the finger, when all has gone by itself."""
        self.page.evaluate("document.querySelector('#waiting [data-send]').click()")

    def cut(self, when: Callable[[Route, int], str], times: int, *, only: str = "/photos/") -> None:
        """Requests fail under way: `when` says for each which of "before", "after" (the server has it, the phone does
        not hear of it) or "" (it goes through)."""
        seen, left = 0, times

        def break_off(route: Route) -> None:
            nonlocal seen, left
            seen += 1
            how = when(route, seen) if left else ""
            if not how:
                route.continue_()
                return
            left -= 1
            self.losses += 1
            if how == "after":
                route.fetch()
            route.abort("connectionreset")

        self.page.context.route(lambda url: only in url, break_off)

    def mend(self) -> None:
        self.page.context.unroute_all(behavior="wait")

    def arrives(self) -> None:
        """In the end it is all there."""
        for _ in range(12):
            self.send()
            try:
                expect(self.page.locator("#waiting")).to_have_attribute("data-waiting", "0", timeout=8_000)
            except AssertionError:
                continue
            return
        expect(self.page.locator("#waiting")).to_have_attribute("data-waiting", "0")


def sign_in(page: Page, username: str) -> None:
    forget_tries()
    client = Client()
    posts.sign_in(client, Account.objects.get(username=username))
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": session.key, "value": session.value, "url": "/".join(page.url.split("/")[:3])}]
    )


def phone_of(open_page: OpenPage, held: scenes.Scene, username: str = "visitor0") -> Phone:
    """Signed in, the list opened once with a network, so that its pages are on the phone."""
    page = open_page("/", size=PHONE)
    sign_in(page, username)
    phone = Phone(page, str(held.project.pk))
    phone.open()
    expect(page.locator("body[data-prepared]")).to_be_attached(timeout=60_000)
    return phone


def test_twenty_losses_of_the_network(open_page: OpenPage) -> None:
    held = scenes.given()
    todo = scenes.visits_of(held, 0)[:4]
    phone = phone_of(open_page, held)

    # First visit: filled in without a network, reloaded, closed, opened again, and only then sent.
    phone.lose()
    phone.open(todo[0])
    phone.fill()
    phone.photograph("prices", 1)
    phone.photograph("door", 2)
    phone.reload()
    phone.holds()
    expect(phone.page.locator("[data-photos] li")).to_have_count(2)
    phone.close_and_open(todo[0])
    phone.holds()
    phone.finish()
    expect(phone.page.locator("#waiting")).to_contain_text("1 份走访、2 张照片")
    assert not Visit.objects.exists()
    phone.find()
    phone.arrives()

    # Second visit: each piece of a photo is cut off once before the server and once behind it.
    phone.open(todo[1])
    phone.fill()
    phone.photograph("prices", 3)
    phone.photograph("prices", 4)
    phone.cut(lambda _route, seen: ("before", "after", "")[seen % 3], 9)
    phone.finish()
    phone.arrives()
    phone.mend()

    # Third visit: the answer to the visit itself is lost, again and again; the page is reloaded in between.
    phone.open(todo[2])
    phone.fill()
    phone.photograph("door", 5)
    phone.cut(lambda _route, _seen: "after", 4, only="/visit/")
    phone.finish()
    for _ in range(2):
        phone.send()
        phone.page.wait_for_timeout(500)
        phone.page.reload()
    phone.arrives()
    phone.mend()

    network_comes_and_goes(phone, todo[3])

    assert phone.losses >= 20
    nothing_is_lost_nothing_doubled(todo, phone)


def network_comes_and_goes(phone: Phone, visit: VisitAssignment) -> None:
    """Fourth visit: while its photos are on their way."""
    phone.lose()
    phone.open(visit)
    phone.fill()
    for seed in (6, 7, 8):
        phone.photograph("prices", seed)
    phone.finish()
    for pause in (150, 300, 60, 450, 220):
        phone.find()
        phone.send()
        phone.page.wait_for_timeout(pause)
        phone.lose()
        phone.page.wait_for_timeout(50)
        if pause == 60:  # in the middle of it all the page is closed
            phone.close_and_open(visit)
    phone.find()
    phone.arrives()


def nothing_is_lost_nothing_doubled(todo: list[VisitAssignment], phone: Phone) -> None:
    visits = Visit.objects.order_by("at")
    assert sorted(visit.assignment_id for visit in visits) == sorted(one.pk for one in todo)
    assert all(visit.twin_of_id is None and visit.answers["words"] == WORDS for visit in visits)
    photos = list(Photo.objects.all())
    assert sorted(photo.sha256 for photo in photos) == sorted(phone.taken)
    for photo in photos:
        whole = b"".join(open_original(photo.sha256))
        assert hashlib.sha256(whole).hexdigest() == photo.sha256
    named = sorted(sha256 for visit in visits for _key, _item, sha256 in visit.photos)
    assert named == sorted(phone.taken)
    assert not PhotoUpload.objects.exists()
    events = Event.objects.filter(verb__in=["supervision_note_visit", "supervision_take_photo"])
    assert events.count() == len(todo) + len(phone.taken)


def test_signed_out_meanwhile_and_nothing_is_lost(open_page: OpenPage) -> None:
    held = scenes.given()
    [visit, *_others] = scenes.visits_of(held, 0)
    phone = phone_of(open_page, held)
    phone.open(visit)
    phone.fill()
    phone.photograph("door", 9)
    phone.page.context.clear_cookies()
    phone.finish()
    expect(phone.page.locator("#waiting")).to_contain_text("已经退出登录")
    phone.page.locator("#waiting [data-sign-in]").click()
    forget_tries()
    test_two_cities.sign_in(phone.page, held.visitors[0])
    phone.open(visit)
    phone.arrives()
    assert Visit.objects.get().assignment_id == visit.pk
    assert Photo.objects.get().sha256 == phone.taken[0]


def test_somebody_else_signs_in_on_the_same_phone(open_page: OpenPage) -> None:
    held = scenes.given()
    [visit, *_others] = scenes.visits_of(held, 0)
    phone = phone_of(open_page, held)
    phone.lose()
    phone.open(visit)
    phone.fill()
    phone.finish()
    sign_in(phone.page, "visitor1")
    phone.find()
    phone.open()
    phone.send()
    expect(phone.page.locator("#waiting")).to_contain_text("另一位")
    assert not Visit.objects.exists()
    sign_in(phone.page, "visitor0")
    phone.open()
    phone.arrives()
    assert Visit.objects.get().by == held.visitors[0].record_key


def test_two_pages_of_one_visit_do_not_undo_each_other(open_page: OpenPage) -> None:
    held = scenes.given()
    [visit, *_others] = scenes.visits_of(held, 0)
    phone = phone_of(open_page, held)
    kept = "已存在这部手机里。"
    phone.open(visit)
    phone.page.check("[name=q-prices][value=yes]")
    expect(phone.page.locator("[data-kept]")).to_have_text(kept)
    other = phone.page.context.new_page()
    other.goto(phone.page.url)
    expect(other.locator("form#visit[data-begun]")).to_be_attached()
    other.fill("[name=q-words]", WORDS)
    expect(other.locator("[data-kept]")).to_have_text(kept)

    phone.page.evaluate(
        "document.dispatchEvent(new Event('visibilitychange'))"
    )  # one comes back to the first
    expect(phone.page.locator("[name=q-words]")).to_have_value(WORDS)
    phone.page.fill("[name=q-wait]", "3")
    expect(phone.page.locator("[data-kept]")).to_have_text(kept)

    other.reload()
    expect(other.locator("[name=q-wait]")).to_have_value("3")
    expect(other.locator("[name=q-words]")).to_have_value(WORDS)
    expect(other.locator("[name=q-prices][value=yes]")).to_be_checked()


def test_without_a_script_it_is_an_ordinary_form(open_page: OpenPage) -> None:
    held = scenes.given()
    [visit, *_others] = scenes.visits_of(held, 0)
    page = open_page("/", size=PHONE, javascript=False)
    sign_in(page, "visitor0")
    page.goto(f"/office/supervision/{held.project.pk}/field/{visit.pk}/")
    page.check("[name=q-prices][value=yes]")
    page.locator("form#visit button[type=submit]").click()
    expect(page.get_by_role("alert").first).to_be_visible()  # two answers are missing
    expect(page.locator("[name=q-prices][value=yes]")).to_be_checked()
    page.check("[name=q-refund][value=a2]")
    page.check("[name=q-staff][value=na]")
    content = picture(10)
    page.set_input_files("[name=photo-door]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": content})
    page.locator("form#visit button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("已经送到")
    made = Visit.objects.get()
    assert made.answers == {"prices": "yes", "refund": "a2", "staff": "na"}
    assert Photo.objects.get().sha256 == hashlib.sha256(content).hexdigest()
