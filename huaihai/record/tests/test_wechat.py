"""Work WeChat and the official account, against doubles that check tokens and templates and push signed receipts."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from huaihai.record import outbox
from huaihai.record.models import OutboxMessage
from huaihai.record.senders import pages, tokens, wechat, wework
from huaihai.record.senders.doubles import wechat as wechat_double
from huaihai.record.senders.doubles.serving import Double
from huaihai.record.senders.doubles.wechat import Wechat
from huaihai.record.senders.doubles.wework import Wework
from tests.cast import TUESDAY

pytestmark = pytest.mark.django_db
SAID = "【淮海消费维权】案件 3203-1（水壶）：商家提出了方案，最晚 12 月 3 日答复，过了就作废。请打 12315。"
SETTINGS = """
[wework]
endpoint = "{url}"
corp_id = "double-key"
agent_id = "1000002"

[wechat]
endpoint = "{url}"
app_id = "double-key"

[[wechat.template]]
id = "T1"
longest = 200
text = "案件 ${{number}}：${{what}}请打 ${{phone}}。"
ours = "案件 ${{number}}（${{about}}）：${{what}}请打 ${{phone}}。"
data = {{ character_string1 = "${{number}}", thing2 = "${{what}}" }}
"""


def started(running: Double, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Double]:
    tokens._held.clear()
    threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
    (folder / "senders.toml").write_text(SETTINGS.format(url=running.url), encoding="utf-8")
    monkeypatch.setenv("HUAIHAI_SENDERS", str(folder / "senders.toml"))
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Double]:
    monkeypatch.setenv("HUAIHAI_WEWORK_SENDER", "huaihai.record.senders.wework.send")
    monkeypatch.setenv(wework.SECRET, "double-secret")
    yield from started(Wework(), monkeypatch, tmp_path)


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Double]:
    monkeypatch.setenv("HUAIHAI_WECHAT_SENDER", "huaihai.record.senders.wechat.send")
    monkeypatch.setenv(wechat.SECRET, "double-secret")
    monkeypatch.setenv(wechat.TOKEN, wechat_double.TOKEN)
    yield from started(Wechat(), monkeypatch, tmp_path)


def sent(channel: str, address: str, key: str = "a", text: str = SAID) -> OutboxMessage:
    outbox.queue(effect_key=key, subject="x", channel=channel, address=address, text=text, at=TUESDAY)
    outbox.send_waiting(at=TUESDAY)
    return OutboxMessage.objects.get(effect_key=key)


def test_work_wechat_takes_a_message_and_a_token_that_ended_is_asked_for_anew(work: Wework) -> None:
    assert sent("wework", "li").sent_at
    work.token = "another"
    assert sent("wework", "li", "b", "等您办：两件").sent_at
    assert [one["text"]["content"] for one in work.account.taken] == [SAID, "等您办：两件"]


def test_what_work_wechat_refuses(work: Wework, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = sent("wework", "nobody")
    assert (unknown.last_error, bool(unknown.gave_up_at)) == ("number 81013", True)
    work.account.money = 0
    assert sent("wework", "li", "b").last_error == "busy 45009"
    tokens._held.clear()
    monkeypatch.setenv(wework.SECRET, "wrong")
    OutboxMessage.objects.all().delete()
    assert sent("wework", "li", "c").last_error == "key 40001"


def test_a_template_message_fills_the_fields_and_shortens_what_is_too_long(public: Wechat) -> None:
    message = sent("wechat", "openid-1")
    (taken,) = public.account.taken
    assert taken["data"]["character_string1"]["value"] == "3203-1"
    assert taken["data"]["thing2"]["value"] == "商家提出了方案，最晚 12 月 3 日…"
    assert message.reference == str(taken["msgid"])


@pytest.mark.parametrize(
    ("address", "text", "error"),
    [("gone-1", SAID, "blocked 43004"), ("openid", "别的话", "template")],
)
def test_what_the_official_account_refuses(public: Wechat, address: str, text: str, error: str) -> None:
    assert sent("wechat", address, text=text).last_error == error


def push(body: bytes, query: str, method: str = "post") -> int:
    url = f"/receipts/wechat/{pages.word_of('wechat')}/?{query}"
    client = Client()
    answer = client.get(url) if method == "get" else client.post(url, body, content_type="text/xml")
    return answer.status_code


@pytest.mark.both_databases
def test_a_push_counts_if_it_is_signed(public: Wechat) -> None:
    message = sent("wechat", "openid-1")
    number = int(message.reference)
    failed = wechat_double.event("openid-1", number, "failed:user block")
    assert push(failed, wechat_double.signed("wrong")) == 404
    assert push(failed, "") == 404
    assert push(b"<xml>", wechat_double.signed()) == 404
    assert push(b"<xml><Event>subscribe</Event></xml>", wechat_double.signed()) == 200
    message.refresh_from_db()
    assert message.arrival == ""
    assert push(failed, wechat_double.signed()) == 200
    message.refresh_from_db()
    assert (message.arrival, message.arrival_why) == ("failed", "user block")


def test_its_server_gets_its_word_back(public: Wechat) -> None:
    url = f"/receipts/wechat/{pages.word_of('wechat')}/?echostr=hello&{wechat_double.signed()}"
    assert Client().get(url).content == b"hello"
    assert push(b"", "echostr=hello", "get") == 404


def test_what_is_missing_is_named(public: Wechat, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(wechat.check()) == []
    monkeypatch.delenv(wechat.TOKEN)
    assert list(wechat.check()) == [f"settings {wechat.TOKEN}"]
    assert list(wework.check()) == [f"settings {wework.SECRET}"]
