"""Sending: once each, also over a killed worker; retried, given up in sight; nothing wrong after its correction."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from huaihai.education.models import Delivery, Translation
from huaihai.education.sending import verbs as sending_verbs
from huaihai.education.sending.facts import newest
from huaihai.education.subscribing import verbs as subscribing_verbs
from huaihai.education.tests.cast import AT
from huaihai.education.tests.one_voice_cast import a_warning, an_update
from huaihai.education.tests.subscribers import EVERYTHING, journalist, subscriber, subscribers
from huaihai.education.tests.test_signing_at_once import at_once
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.record import outbox, worker

DAILY = replace(EVERYTHING, rhythm="daily")
SENT: list[dict[str, Any]] = []


def noting(**message: Any) -> None:
    SENT.append(message)


def failing(**message: Any) -> None:
    raise ConnectionError(message["address"])


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Everything goes to a list."""
    SENT.clear()
    monkeypatch.setenv("HUAIHAI_EMAIL_SENDER", f"{__name__}.noting")
    monkeypatch.setenv("HUAIHAI_SMS_SENDER", f"{__name__}.noting")
    return SENT


@pytest.mark.django_db
def test_a_message_says_what_to_do_who_signed_and_how_to_stop_in_the_words_of_its_reader(
    noted: list[dict[str, Any]],
) -> None:
    subscriber()
    subscriber("hant@example.com", language="zh-hant")
    subscriber("en@example.com", language="en")
    publication = a_warning()
    Translation.objects.create(
        version=publication.current,
        language="en",
        words={"title": "Two lots of kettles may leak current", "to_do": "Unplug it."},
        written_at=AT,
        written_by="a",
        reviewed_at=AT,
        reviewed_by="b",
    )
    assert [sending_verbs.send_due(at=AT), sending_verbs.send_due(at=AT)] == [3, 0]
    mails = {mail["address"]: mail for mail in noted}
    mail = mails["li@example.com"]
    assert mail["title"] == "【警示】两批电水壶可能漏电，请先停用 · 淮海消费维权"
    for words in (
        "1. 先拔掉插头",
        "电水壶 演示牌 DS-15（条码 6901234567892；批号 A100-A199、B7",
        publication.get_absolute_url(),
        "徐州",
        "/end/",
    ):
        assert words in mail["text"]
        assert words.removeprefix("1. ") in mail["html"]
    assert mail["headers"]["List-Unsubscribe"].endswith("/end/>")
    assert ("l***@example.com", mail["text"]) in {(shown.to, shown.text) for shown in newest(5)}
    assert "先拔掉插頭" in mails["hant@example.com"]["text"]
    for words in ("Two lots of kettles", "1. Unplug it."):
        assert words in mails["en@example.com"]["text"]


@pytest.mark.django_db
def test_the_worker_goes_on_batch_by_batch_until_all_have_it(
    noted: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribers(sending_verbs.BATCH + 10)
    a_warning()
    monkeypatch.setattr(clock, "now", lambda: AT)
    assert worker.send_all_due() == sending_verbs.BATCH + 10
    assert len({mail["effect_key"] for mail in noted}) == len(noted) == sending_verbs.BATCH + 10


@pytest.mark.django_db
def test_a_digest_is_one_message_also_after_it_failed_and_however_few_are_claimed(
    noted: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    subscriber(wish=DAILY)
    for slug, title in (("first", "电水壶漏电"), ("second", "儿童座椅安全带会松开"), ("third", "电热毯起火")):
        a_warning(slug=slug, title=title)
    assert sending_verbs.send_due(at=AT) == 0
    at = AT + timedelta(days=1)
    with monkeypatch.context() as broken:
        broken.setenv("HUAIHAI_EMAIL_SENDER", f"{__name__}.failing")
        assert sending_verbs.send_due(at=at, limit=2) == 1
    assert sending_verbs.send_due(at=at + timedelta(hours=1), limit=2) == 1
    (mail,) = noted
    assert all(title in mail["text"] for title in ("电水壶漏电", "儿童座椅安全带会松开", "电热毯起火"))
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.django_db
def test_a_text_message_is_short_and_the_press_is_told_what_it_may_do(noted: list[dict[str, Any]]) -> None:
    subscriber("13800000001")
    journalist()
    publication = a_warning()
    sending_verbs.send_due(at=AT)
    an_update(publication)
    sending_verbs.send_due(at=AT + timedelta(hours=3))
    texts = {(one["address"], one["text"].splitlines()[0]) for one in noted if "@" in one["address"]}
    assert texts == {
        ("desk@example.com", "现在起可以发布。"),
        ("desk@example.com", "本文有更正，请把您已经刊发的内容一起改正。"),
    }
    message = next(one for one in noted if one["address"] == "13800000001")
    assert "先拔掉插头" in message["text"]
    assert "html" not in message


@pytest.mark.django_db
def test_the_press_has_all_of_it_in_advance_and_the_first_words_are_until_when_it_is_held(
    noted: list[dict[str, Any]],
) -> None:
    edition = a_warning().editions.get()
    journalist()
    edition.not_before = AT + timedelta(days=1)
    sending_verbs.under_embargo(edition, at=AT)
    sending_verbs.send_due(at=AT)
    (mail,) = noted
    assert mail["title"].startswith("【禁发至 2026 年 11 月 27 日 09:30】")
    assert mail["text"].startswith("禁发至 2026 年 11 月 27 日 09:30")
    assert "联盟比较试验" in mail["text"]
    assert "/warnings/" not in mail["text"]  # there is no page yet
    sending_verbs.call_off(edition, at=AT)
    sending_verbs.send_due(at=AT)
    assert noted[1]["text"].startswith("本次发布取消")


@pytest.mark.django_db
def test_what_fails_waits_longer_each_time_and_is_given_up_in_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUAIHAI_EMAIL_SENDER", f"{__name__}.failing")
    subscriber()
    a_warning()
    at = AT
    for wait in outbox.RETRY_AFTER:
        assert sending_verbs.send_due(at=at) == 1
        assert sending_verbs.send_due(at=at + wait / 2) == 0
        at += wait
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.last_error) == ("gave_up", 5, "ConnectionError")


@pytest.mark.django_db
def test_what_was_claimed_does_not_leave_once_it_is_corrected_or_unsubscribed(
    noted: list[dict[str, Any]],
) -> None:
    stays, leaves = subscriber("stays@example.com"), subscriber("leaves@example.com")
    publication = a_warning()
    claimed = sending_verbs._claimed(AT, 10)
    an_update(publication)
    subscribing_verbs.end(leaves, by=Actor.public(), at=AT)
    assert [sending_verbs._still_waiting(message) for message in claimed] == [[], []]
    sending_verbs.send_due(at=AT + timedelta(hours=3))
    assert [one["address"] for one in noted] == [stays.address]
    assert noted[0]["title"].startswith("【更正")


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_digest_once_and_wait_for_nobody(noted: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        for number in range(12):
            subscriber(f"reader{number}@example.com", wish=DAILY)
        for slug in ("first", "second", "third"):
            a_warning(slug=slug, at=AT)

    def work() -> str:
        while sending_verbs.send_due(at=AT + timedelta(days=1), limit=5):
            pass
        return "done"

    assert at_once(work, work, work) == ["done"] * 3
    assert sorted(mail["address"] for mail in noted) == sorted({mail["address"] for mail in noted})
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
