"""Providers of messages against doubles that check what they check: signature, templates, limits, receipts."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from huaihai.record import outbox
from huaihai.record.models import OutboxMessage
from huaihai.record.senders import aliyun, asking, pages
from huaihai.record.senders.doubles.aliyun import Aliyun
from huaihai.record.senders.doubles.serving import Account, Double
from tests.cast import TUESDAY

pytestmark = pytest.mark.django_db
TEXT = "【淮海消费维权】手机验证码 299023，5 分钟内有效。请不要告诉任何人。"
SETTINGS = """
[sms]
endpoint = "{url}"
signature = "淮海消费维权"
app_id = "1400000001"
price = "0.045"

[[sms.template]]
id = "1001"
text = "手机验证码 ${{code}}，${{minutes}} 分钟内有效。请不要告诉任何人。 防伪码${{check}}"

[[sms.template]]
id = "1002"
ours = "案件 ${{number}}（${{about}}）：${{what}}有疑问请打${{body}}电话 ${{phone}}。 防伪码${{check}}"
text = "您的投诉 ${{number}} 有新进展，请到平台查进度。有疑问请打 ${{phone}}。防伪码${{check}}"
"""


@pytest.fixture
def double(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Double]:
    monkeypatch.setattr(asking, "SECONDS", 0.5)
    with Aliyun(Account(hangs=1.0)) as running:
        running.account.templates = {
            "1001": "手机验证码 ${code}，${minutes} 分钟内有效。请不要告诉任何人。 防伪码${check}",
            "1002": "您的投诉 ${number} 有新进展，请到平台查进度。有疑问请打 ${phone}。防伪码${check}",
        }
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        (tmp_path / "senders.toml").write_text(SETTINGS.format(url=running.url), encoding="utf-8")
        monkeypatch.setenv("HUAIHAI_SENDERS", str(tmp_path / "senders.toml"))
        monkeypatch.setenv("HUAIHAI_SMS_SENDER", "huaihai.record.senders.aliyun.send")
        monkeypatch.setenv(aliyun.KEY, running.account.key)
        monkeypatch.setenv(aliyun.SECRET, running.account.secret)
        yield running
        running.shutdown()


def queue(key: str = "a", *, address: str = "13800000001", text: str = TEXT) -> None:
    outbox.queue(effect_key=key, subject="x", channel="sms", address=address, text=text, at=TUESDAY)


def sent(key: str = "a", *, address: str = "13800000001", text: str = TEXT) -> OutboxMessage:
    """It is queued and tried once."""
    queue(key, address=address, text=text)
    outbox.send_waiting(at=TUESDAY)
    return OutboxMessage.objects.get(effect_key=key)


def test_a_message_leaves_with_the_values_of_its_template(double: Double) -> None:
    message = sent()
    (taken,) = double.account.taken
    assert json.loads(taken["TemplateParam"])["code"] == "299023"
    assert (message.reference, message.parts, message.sent_at) == (taken["BizId"], 1, TUESDAY)


def test_what_is_too_long_for_a_template_is_shortened_and_the_words_that_left_are_kept(
    double: Double,
) -> None:
    said = "【淮海消费维权】案件 3203-2025-1（平板电脑）：商家提出了方案。有疑问请打徐州消协电话 12315。"
    message = sent(text=said)
    assert message.text.startswith("【淮海消费维权】您的投诉 3203-2025-1 有新进展")
    assert "平板电脑" not in str(double.account.taken)


@pytest.mark.parametrize(
    ("address", "error", "is_final"),
    [
        ("13800009001", "blocked isv.MOBILE_IN_BLACK", True),
        ("13800009002", "often isv.BUSINESS_LIMIT_CONTROL", False),
    ],
)
def test_a_refusal_has_its_reason(double: Double, address: str, error: str, is_final: bool) -> None:
    message = sent(address=address)
    assert (message.last_error, bool(message.gave_up_at), message.sent_at) == (error, is_final, None)


def test_words_without_a_template_do_not_leave_and_others_do(double: Double) -> None:
    queue("free", text="【淮海消费维权】任意内容")
    assert sent("a").sent_at
    assert OutboxMessage.objects.get(effect_key="free").last_error == "template"


def test_what_is_wrong_with_us_lets_the_others_wait(double: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(aliyun.SECRET, "another")
    queue("a")
    queue("b")
    assert outbox.send_waiting(at=TUESDAY) == 0
    errors = sorted(OutboxMessage.objects.values_list("attempts", "last_error"))
    assert errors == [(0, ""), (1, "key SignatureDoesNotMatch")]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"money": 0}, "money isv.AMOUNT_NOT_ENOUGH"),
        ({"signature": "别人"}, "signature isv.SMS_SIGNATURE_ILLEGAL"),
        ({"templates": {"9": ""}}, "template isv.SMS_TEMPLATE_ILLEGAL"),
        ({"key": "another"}, "key InvalidAccessKeyId.NotFound"),
    ],
)
def test_an_account_that_is_not_in_order(double: Double, change: dict[str, object], error: str) -> None:
    vars(double.account).update(change)
    assert sent().last_error == error


def test_what_was_taken_without_an_answer_is_found_and_not_sent_again(double: Double) -> None:
    message = sent(address="13800009003")
    assert (message.last_error, message.sent_at) == ("TimeoutError", None)
    later = TUESDAY + timedelta(minutes=2)
    double.account.taken[0]["SendDate"] = f"{TUESDAY:%Y-%m-%d} 10:00:00"
    assert outbox.send_waiting(at=later) == 1
    (taken,) = double.account.taken
    assert OutboxMessage.objects.get().reference == taken["BizId"]


def receipt(message: OutboxMessage, **more: object) -> bytes:
    row = {"biz_id": message.reference, "success": True, "err_code": "DELIVERED", "sms_size": "2"}
    return json.dumps([row | {"report_time": "2026-11-24 10:00:00"} | more]).encode()


def push(body: bytes, word: str = "", provider: str = "aliyun") -> int:
    url = f"/receipts/{provider}/{word or pages.word_of(provider)}/"
    return Client().post(url, body, content_type="application/json").status_code


@pytest.mark.both_databases
def test_a_receipt_is_noted_once_and_what_arrived_stays(double: Double) -> None:
    message = sent()
    assert push(receipt(message, success=False, err_code="MOBILE_NOT_ON_SERVICE")) == 200
    message.refresh_from_db()
    assert (message.arrival, message.arrival_why) == ("failed", "MOBILE_NOT_ON_SERVICE")
    assert push(receipt(message)) == 200
    assert push(receipt(message, success=False, err_code="LATE")) == 200
    assert push(receipt(message)) == 200
    message.refresh_from_db()
    assert (message.arrival, message.arrival_why, message.parts) == ("arrived", "", 2)
    assert message.arrival_at
    assert f"{message.arrival_at.astimezone(TUESDAY.tzinfo):%H:%M}" == "10:00"


def test_receipts_of_strangers_are_not_taken(double: Double) -> None:
    message = sent()
    assert push(receipt(message), "wrong") == 404
    assert push(receipt(message), provider="tencent") == 404
    for nonsense in (b"", b"{}", b"[1]", b'[{"success": true}]', b"\xff"):
        assert push(nonsense) in {200, 404}
    message.refresh_from_db()
    assert message.arrival == ""


def test_a_receipt_that_comes_before_its_message_is_asked_for_again(double: Double) -> None:
    message = sent()
    OutboxMessage.objects.update(reference="")
    assert push(receipt(message)) == 503
