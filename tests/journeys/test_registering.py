"""A call is written down without a mouse: what is known comes while one types, and nothing is saved twice unasked.

Keys, fields and pages are counted; the sum of seconds is that of an officer who types three characters a second and
needs a second more for each field.
"""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Request, expect

from huaihai.cases.models import Case, Consent
from huaihai.cases.verbs.intake import READ_OUT
from huaihai.kit import clock
from tests import cast as people

from .conftest import DESK, OpenPage
from .test_two_cities import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE, NAME, STORY = "13800000077", "王小明", "买的电热水壶第三天烧水漏电，拿去退，店里说是人为损坏，不肯退。"
READ_ALOUD = 160 / 4.5  # seconds: both questions, as one reads to somebody on the telephone


@dataclass
class Hands:
    """What the officer does with the keyboard."""

    page: Page
    keys: int = 0  # pressed beside what is typed
    letters: int = 0
    fields: int = 0
    pages: list[str] = field(default_factory=list)

    def follow(self) -> None:
        self.page.on("request", self._opened)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.letters += len(text)
        self.fields += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)

    def tick(self, key: str) -> None:
        self.press(key)
        self.fields += 1

    @property
    def seconds(self) -> float:
        return self.letters / 3 + self.fields + self.keys / 3 + READ_ALOUD

    def _opened(self, request: Request) -> None:
        if request.is_navigation_request():
            self.pages.append(request.url)


def at_the_desk(open_page: OpenPage, cast: people.Cast, *, javascript: bool) -> Hands:
    page = open_page("/desk/", javascript=javascript, size=DESK)
    sign_in(page, cast.accounts["wang"])
    expect(page).to_have_url(re.compile("/office/"))
    page.wait_for_load_state()  # keys are heard from then on
    hands = Hands(page)
    hands.follow()
    return hands


def test_a_caller_is_written_down_by_keyboard_in_ninety_seconds(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
    hands = at_the_desk(open_page, people.assemble(), javascript=True)
    page = hands.page

    hands.press("n")
    expect(page.locator("[name=phone]")).to_be_focused()
    hands.type(PHONE)
    hands.press("Enter")
    hands.type(NAME)
    hands.press("Enter")
    hands.type("kettle")
    expect(page.locator("button[name=choose]")).to_be_visible()
    hands.press("ArrowDown", "Enter")
    expect(page.locator("[name=story]")).to_be_focused()
    expect(page.locator("#found dl")).to_be_visible()
    hands.type(STORY)
    hands.press("Tab")
    hands.tick("4")
    hands.tick("6")
    hands.press("Enter")
    hands.type("268")
    hands.press("Enter")
    hands.tick("1")
    hands.tick("2")
    hands.press("Control+Enter")

    expect(page).to_have_url(re.compile("/receipt/$"))
    case = Case.objects.get()
    assert case.business is not None
    assert case.business.name == "Kettle shop (test)"
    assert (case.origin, case.title) == ("phone", STORY.rstrip("。"))
    assert case.remedies == ["return", "refund"]
    assert set(Consent.objects.values_list("wording", flat=True)) == {READ_OUT}
    assert (hands.fields, hands.letters, hands.keys) == (9, 54, 13)
    assert len(hands.pages) == 3, "the form, what was sent, the receipt"
    assert hands.seconds <= 90


def test_the_same_caller_again_is_asked_about_before_anything_is_saved(
    open_page: OpenPage, javascript: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
    cast = people.assemble()
    first = people.filed().case
    hands = at_the_desk(open_page, cast, javascript=javascript)
    page = hands.page

    page.goto("/desk/register/")
    page.fill("[name=phone]", people.PHONE)
    page.fill("[name=name]", "Li (test)")
    page.fill("[name=of_business_name]", "Kettle")
    if javascript:
        page.locator("button[name=choose]").click()
    else:
        page.locator("button[name=look]").click()
        page.locator("button[name=choose]").click()
        expect(page.locator("[name=phone]")).to_have_value(people.PHONE)
    expect(page.locator("[name=of_business_name]")).to_have_value("Kettle shop (test)")
    page.fill("[name=story]", "水壶又漏电了，上次说的还没有解决。")
    page.check("[name=remedies][value=refund]")
    page.locator("button[name=save]").click()

    expect(page.locator("#errors")).to_contain_text("可能已经登记过")
    expect(page.locator("#found")).to_contain_text(str(first.number))
    assert Case.objects.count() == 1
    page.check(f'[name=alike][value="{first.pk}"]')
    page.locator("button[name=save]").click()
    expect(page).to_have_url(re.compile(f"/desk/cases/{first.pk}/"))
    assert Case.objects.exclude(pk=first.pk).get().linked_to == first


@pytest.mark.parametrize("javascript", [True, False])
def test_the_day_of_a_letter_is_asked_for_only_of_what_was_written_also_on_a_phone(
    open_page: OpenPage, javascript: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
    page = at_the_desk(open_page, people.assemble(), javascript=javascript).page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/desk/register/")
    expect(page.locator("[name=came_on]")).to_be_hidden()

    page.check("[name=origin][value=letter]")
    expect(page.locator("[name=came_on]")).to_be_visible()
    if not javascript:
        page.get_by_text("邮箱、收信地址、替别人投诉").click()
    page.fill("[name=address]", "徐州市云龙区和平路 1 号")
    page.fill("[name=came_on]", "2026-11-23")
    page.fill("[name=name]", NAME)
    page.fill("[name=of_business_name]", "Kettle shop (test)")
    page.fill("[name=story]", STORY)
    page.check("[name=remedies][value=refund]")
    assert page.evaluate("document.documentElement.scrollWidth <= 390")
    page.locator("button[name=save]").click()

    expect(page).to_have_url(re.compile("/receipt/$"))
    assert Case.objects.get().origin == "letter"
    for path in ("/file/here/320300/", "/file/with-code/", "/file/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= 390"), path
