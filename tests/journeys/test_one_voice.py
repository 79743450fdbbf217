"""Complaints rise in two cities; one warning goes out on every channel, is corrected, and is taken back."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from huaihai.education.models import Delivery, Publication, TopicProposal
from huaihai.education.sending import verbs as sending_verbs
from huaihai.education.tests.one_voice_cast import SUZHOU, XUZHOU
from huaihai.education.tests.subscribers import journalist, subscriber
from huaihai.insight.alarms.tests.scene import count, received
from huaihai.record.models import OutboxMessage

from .channels import Channels, read_receipts
from .conftest import PHONE, OpenPage
from .test_office import Calendar
from .voices import BEGINNING, Voices, calendar, gather, hand_in_and_review, last_out, press, sign, step

__all__ = ["calendar"]  # the fixture
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
THREE = ("second", "third", "over_there")
WRONG, RIGHT = "B7", "B8"
TITLE = "两批电水壶可能漏电，请先停用"
REPLY = "这两批已经停售，凭壶底批号退货。"
CHANGE, REASON = "批号更正：不是 B7，是 B8。", "复检全部合格，原结论有误。"
PARTS = {
    "what": "底座绝缘不合格，通电时可能漏电。",
    "harms": "家里有老人和孩子的要当心。",
    "to_do": "先拔掉插头。\n看壶底的批号。",
    "evidence": "两市一周内的投诉和抽查。",
    "basis": "《消费者权益保护法》第十八条",
}
KETTLE = {"name": "电水壶", "brand": "演示牌", "model": "DS-15", "barcode": "6901234567892"}
LEFT: list[dict[str, Any]] = []


def leave(**message: Any) -> None:
    """Takes what leaves by e-mail and SMS."""
    LEFT.append(message)


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """All messages that left."""
    LEFT.clear()
    for channel in ("EMAIL", "SMS"):
        monkeypatch.setenv(f"HUAIHAI_{channel}_SENDER", f"{__name__}.leave")
    return LEFT


def subscribe(page: Page, address: str) -> None:
    """A reader asks for warnings of the second city and types the six digits of the message."""
    page.goto("/subscribe/")
    page.fill("[name=address]", address)
    page.check(f'[name=cities][value="{SUZHOU}"]')
    page.check("[name=agreed]")
    press(page)
    digits = re.search(
        r"\d{6}", OutboxMessage.objects.filter(channel="email").latest("created_at", "id").text
    )
    assert digits
    page.fill("[name=code]", digits[0])
    press(page)
    expect(page).to_have_url(re.compile("/begun/"))


def take_up_the_topic(desk: Page) -> Publication:
    """What rose in the night stands among the topics, with its numbers; somebody begins to write."""
    proposal = TopicProposal.objects.get(origin="rising")
    assert (proposal.topics, proposal.cities) == (["G01"], [XUZHOU, SUZHOU])
    desk.goto("/office/topics/")
    desk.locator(f'main a[href="/office/topics/{proposal.pk}/"]').first.click()
    for row in ("徐州", "宿州"):
        expect(desk.locator("main tbody tr", has_text=row)).to_be_visible()
    desk.get_by_role("link", name="动笔写").click()
    desk.fill("[name=title]", TITLE)
    desk.check("[name=kind][value=warning]")
    press(desk)
    return Publication.objects.get()


def write(desk: Page, publication: Publication, batch: str) -> None:
    """The parts of the text, and the product as it stands on the goods."""
    desk.goto(f"/office/publications/{publication.pk}/text/")
    for fold in ("products", "more", "long", "facts"):
        desk.locator(f"#{fold} > summary").click()
    desk.fill("[name=summary]", f"演示牌 DS-15 电水壶，批号 A100-A199 和 {batch}。")
    for name, words in PARTS.items():
        desk.fill(f"main [name={name}]", words)
    desk.check("[name=severity][value=Severe]")
    for name, words in KETTLE.items():
        desk.fill(f"[name=products-0-{name}]", words)
    desk.fill("[name=products-0-batches]", f"A100-A199\n{batch}")
    press(desk)
    expect(desk.locator("main")).to_contain_text(batch)


def ask_the_maker(desk: Page, voices: Voices, publication: Publication) -> None:
    """The maker is found in the register, named and asked; it answers on its phone."""
    address = f"/office/publications/{publication.pk}/replies/"
    desk.goto(address)
    desk.fill("main [name=q]", voices.maker.name)
    desk.locator("main form[method=get] button").click()
    desk.locator("main ul.tasks form button").click()
    reply = publication.replies.get()
    desk.locator(f'main a[href="{address}{reply.pk}/asking/"]').click()
    press(desk)

    phone = voices.on_phone("maker")
    phone.goto("/business/replies/")
    phone.locator(f'main a[href="/business/replies/{reply.pk}/"]').first.click()
    for name in ("what", "evidence", "basis"):
        expect(phone.locator("main")).to_contain_text(PARTS[name])
    phone.fill("[name=text]", REPLY)
    press(phone)
    expect(phone.locator("main")).to_contain_text(REPLY)


def two_cities_sign(voices: Voices, publication: Publication) -> None:
    """One speaks for its city, the other is on duty tonight; a phone each, one of them without JavaScript."""
    out, head = publication.editions.out().count(), voices.on_phone("head")
    head.goto(f"/office/publications/{publication.pk}/signature/")
    for words in PARTS.values():  # whoever signs reads all of it
        for line in words.splitlines():
            expect(head.locator("main")).to_contain_text(line)
    sign(head, publication)
    assert publication.editions.out().count() == out  # one signature is not enough
    sign(voices.on_phone("on_duty", javascript=False), publication)
    publication.refresh_from_db()
    assert publication.editions.out().count() == out + 1


def correct(desk: Page, voices: Voices, publication: Publication) -> None:
    """A wrong batch number; until two cities have signed nothing changes outside."""
    step(desk, publication, "correction", change_note=CHANGE)
    write(desk, publication, RIGHT)
    hand_in_and_review(voices, publication, THREE)
    two_cities_sign(voices, publication)


def send(calendar: Calendar, left: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The worker sends what is due; what left, by address."""
    left.clear()
    assert sending_verbs.send_due(at=calendar.now) == 3
    assert sending_verbs.send_due(at=calendar.now) == 0
    assert len({message["effect_key"] for message in left}) == 3
    return {message["address"]: message for message in left}


def test_one_voice(open_page: OpenPage, calendar: Calendar, left: list[dict[str, Any]]) -> None:
    voices = gather(open_page)
    received(XUZHOU, "G01", *[1] * 9, 20, 40, 390)  # what is in its first year is not judged
    received("county:341302", "G01", *[2] * 7, 390)
    count()
    calendar.move(BEGINNING.date(), BEGINNING.hour)  # the night run
    subscriber("13800001234")
    journalist()
    calendar.move(BEGINNING.date(), 9)
    reader = open_page("/", size=PHONE)
    subscribe(reader, "reader@example.com")

    desk = voices.at_desk("author")
    publication = take_up_the_topic(desk)
    write(desk, publication, WRONG)
    ask_the_maker(desk, voices, publication)
    hand_in_and_review(voices, publication, THREE)
    assert reader.request.get(publication.get_absolute_url()).status == 404
    two_cities_sign(voices, publication)
    first = last_out(publication, "first")
    channels = Channels(reader, publication)
    channels.say([first], TITLE, WRONG, REPLY)
    before = channels.papers()
    told = send(calendar, left)
    assert set(told) == {"reader@example.com", "13800001234", "desk@example.com"}
    assert all(TITLE in message["text"] for message in told.values())

    calendar.move(BEGINNING.date(), 11)
    correct(desk, voices, publication)
    update = last_out(publication, "update")
    channels.say([first, update], TITLE, RIGHT, REPLY, CHANGE)
    channels.never_say(WRONG + "\n")
    assert all(now != then for now, then in zip(channels.papers(), before, strict=True))
    assert all(CHANGE in message["text"] for message in send(calendar, left).values())
    reader.goto(publication.get_absolute_url())
    reader.locator('main a[href*="/versions/"]').click()
    expect(reader.locator("main")).to_contain_text("已被新的内容取代")

    calendar.move(BEGINNING.date(), 14)
    step(desk, publication, "withdrawal", reason=REASON)
    hand_in_and_review(voices, publication, ["second"])
    sign(voices.on_phone("head"), publication)
    publication.refresh_from_db()
    withdrawal = last_out(publication, "withdrawal")
    channels.are_withdrawn([first, update, withdrawal], REASON)
    assert all(REASON in message["text"] for message in send(calendar, left).values())
    assert Delivery.objects.count() == Delivery.objects.filter(state="sent").count() == 9
    read_receipts(desk, publication, [first, update, withdrawal])
