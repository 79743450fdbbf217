"""By links and buttons of real pages; what the list asks of the server is done beside it, as an operator would."""

import re
from typing import Any

import pytest

from huaihai.cases.models import Case
from huaihai.front import starting
from huaihai.members.models import Organisation
from huaihai.record.models import OutboxMessage
from tests.first_day.browser import Inside
from tests.walk import people

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/office/system/"
HOURS = "周一至周五 9:00–12:00，14:00–17:00"


@pytest.fixture
def link(settings: Any) -> str:
    """What the first start of an empty installation prints."""
    settings.SITE_URL = ""
    for step in (starting.load_alliance, starting.load_texts, starting.load_lessons):
        step()
    found = re.search(r"https://\S+", starting.first_administrator("https://testserver"))
    assert found
    return found[0]


def next_thing(browser: Any) -> str:
    """What stands on top of the list, come to by the menu of whatever page is open."""
    browser.follow(LIST)
    found = re.search(r'<section class="panel">(.*?)</section>', browser.page, re.DOTALL)
    assert found, browser.words[:600]
    browser.page, whole = found[1], browser.page
    words, browser.top, browser.page = browser.words, browser.page, whole
    return str(words)


def press_the_next(browser: Any) -> Any:
    """The one button of what stands on top."""
    browser.page = browser.top
    return browser.follow("/")


def begins(browser: Any, name: str, link: str, **typed: str) -> Any:
    """Somebody at their own browser, with password and app."""
    return people.begins(name, browser, link, **typed).browser


def test_a_new_installation_comes_to_its_first_complaint_by_the_list_alone(
    link: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = begins(Inside(), "admin-one", link, username="admin-one", display_name="管理员甲")

    # On the server: the address, which the list names for whoever keeps it.
    assert "安全管理员" in next_thing(first)
    assert "SITE_URL" in first.words
    settings.SITE_URL = "https://testserver"
    next_thing(first)
    assert "SITE_URL" not in first.words

    # The second administrator: role and body are chosen, the link comes at once.
    assert "安全管理员" in next_thing(first)
    page = press_the_next(first).send("username", username="admin-two", display_name="管理员乙")
    link_of_second = people._link(page)
    assert "还没有打开链接" in next_thing(first)
    second = begins(Inside(), "admin-two", link_of_second)

    # The first head of the first city: one asks, the other finds it on the first page and says yes.
    assert "负责人" in next_thing(first)
    city = _city_chosen(press_the_next(first))
    first.send("username", username="head-one", display_name="负责人甲")
    assert "第二个人" in next_thing(first)
    head = _confirmed(second, first, "head-one")

    # Somebody who opens complaints there; this time the head says yes.
    assert "受理" in next_thing(first)
    press_the_next(first).send("username", username="officer-one", display_name="办案人员甲")
    officer = _confirmed(head, first, "officer-one")

    # How it is reached: the head's own list has it, too.
    assert "电话" in next_thing(head)
    press_the_next(head).send("phone", phone="0516-83812345", address="中山路 1 号", hours=HOURS)
    assert "其他各市" in next_thing(first)
    assert "HUAIHAI_SMS_SENDER" in first.words
    monkeypatch.setenv("HUAIHAI_SMS_SENDER", "tests.first_day.sender")
    next_thing(first)
    assert "HUAIHAI_SMS_SENDER" not in first.words

    # The consumer, and the officer who admits.
    consumer = Inside()
    answers = {name: {"place": city.region_code} for name in ("city", "home")}
    monkeypatch.setattr(people, "ANSWERS", people.ANSWERS | answers | {"county": {"part": _county(city)}})
    receipt = people.complains(consumer, _code, b"")
    case = Case.objects.get(number=receipt.number)
    assert case.responsible == city
    officer.follow("/office/").follow("/desk/?scope=").follow(f"/desk/cases/{case.pk}/")
    officer.press("/taking/")
    officer.press("/admission/")
    case.refresh_from_db()
    assert case.stage == "mediating"
    assert case.admitted_at is not None


def _city_chosen(browser: Inside) -> Organisation:
    found = re.search(r'<option value="([^"]+)" selected>', browser.page)
    assert found
    return Organisation.objects.get(pk=found[1])


def _county(city: Organisation) -> str:
    return str(city.children.filter(kind="county").order_by("path").values_list("region_code", flat=True)[0])


def _confirmed(by: Any, asker: Any, name: str) -> Any:
    """The second person finds it on the first page, says yes and hands over the link; whoever asked tells the word."""
    by.follow("/office/").follow("/staff/people/waiting/").press("/confirmation/")
    link = people._link(by)
    words = asker.follow("/office/").follow("/staff/people/waiting/").words
    word = re.search(r"[0-9a-f]{5}-[0-9a-f]{5}", words)
    assert word, words[:500]
    return begins(Inside(), name, link, word=word[0])


def _code() -> str:
    text = OutboxMessage.objects.filter(effect_key__contains=":code:").latest("created_at").text
    found = re.search(r"\d{6}", text)
    assert found
    return found[0]
