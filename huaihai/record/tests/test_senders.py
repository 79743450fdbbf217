"""Providers of messages against doubles that check what they check: signature, templates, limits, receipts."""

import json
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from huaihai.record import outbox
from huaihai.record.models import OutboxMessage
from huaihai.record.senders import aliyun, asking, pages, tencent
from huaihai.record.senders.doubles.aliyun import Aliyun
from huaihai.record.senders.doubles.serving import Account, Double
from huaihai.record.senders.doubles.tencent import Tencent
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


@dataclass(frozen=True)
class Provider:
    """What is particular to one: its double, how its templates spell names, its own words for refusals."""

    name: str
    double: type[Double]
    hole: str  # pattern of a name in its templates
    receipt: Callable[[str, bool, str], dict[str, object]]
    words: dict[str, str]


def of_aliyun(reference: str, has_arrived: bool, why: str) -> dict[str, object]:
    more = {"sms_size": "2", "report_time": "2026-11-24 10:00:00"}
    return {"biz_id": reference, "success": has_arrived, "err_code": why or "DELIVERED", **more}


def of_tencent(reference: str, has_arrived: bool, why: str) -> dict[str, object]:
    state = {"report_status": "SUCCESS" if has_arrived else "FAIL", "errmsg": why or "DELIVRD"}
    return {"sid": reference, "user_receive_time": "2026-11-24 10:00:00", **state}


PROVIDERS = (
    Provider(
        "aliyun",
        Aliyun,
        "${}",
        of_aliyun,
        {
            "blocked": "isv.MOBILE_IN_BLACK",
            "often": "isv.BUSINESS_LIMIT_CONTROL",
            "money": "isv.AMOUNT_NOT_ENOUGH",
            "signature": "isv.SMS_SIGNATURE_ILLEGAL",
            "template": "isv.SMS_TEMPLATE_ILLEGAL",
            "secret": "SignatureDoesNotMatch",
            "key": "InvalidAccessKeyId.NotFound",
        },
    ),
    Provider(
        "tencent",
        Tencent,
        "{}",
        of_tencent,
        {
            "blocked": "FailedOperation.PhoneNumberInBlacklist",
            "often": "LimitExceeded.PhoneNumberDailyLimit",
            "money": "FailedOperation.InsufficientBalanceInSmsPackage",
            "signature": "FailedOperation.SignatureIncorrectOrUnapproved",
            "template": "FailedOperation.TemplateIncorrectOrUnapproved",
            "secret": "AuthFailure.SignatureFailure",
            "key": "AuthFailure.SecretIdNotFound",
        },
    ),
)


@pytest.fixture(params=PROVIDERS, ids=lambda one: one.name)
def provider(request: pytest.FixtureRequest) -> Provider:
    found: Provider = request.param
    return found


@pytest.fixture
def double(provider: Provider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Double]:
    monkeypatch.setattr(asking, "SECONDS", 0.5)
    with provider.double(Account(hangs=1.0)) as running:
        texts = SETTINGS.format(url=running.url)
        for row in tomllib.loads(texts)["sms"]["template"]:
            names = dict.fromkeys(re.findall(r"\$\{(\w+)\}", row["text"]))
            spelt = row["text"]
            for number, name in enumerate(names, 1):
                spelt = spelt.replace(
                    f"${{{name}}}", f"{{{number}}}" if provider.hole == "{}" else f"${{{name}}}"
                )
            running.account.templates[row["id"]] = spelt
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        (tmp_path / "senders.toml").write_text(texts, encoding="utf-8")
        monkeypatch.setenv("HUAIHAI_SENDERS", str(tmp_path / "senders.toml"))
        monkeypatch.setenv("HUAIHAI_SMS_SENDER", f"huaihai.record.senders.{provider.name}.send")
        monkeypatch.setenv(aliyun.KEY, running.account.key)
        monkeypatch.setenv(aliyun.SECRET, running.account.secret)
        yield running
        running.shutdown()


def reference_of(taken: dict[str, object]) -> object:
    return taken.get("BizId") or taken.get("SerialNo")


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
    values = taken.get("TemplateParamSet") or list(json.loads(taken.get("TemplateParam", "{}")).values())
    assert values[:2] == ["299023", "5"]
    assert (message.reference, message.parts, message.sent_at) == (reference_of(taken), 1, TUESDAY)


def test_what_is_too_long_for_a_template_is_shortened_and_the_words_that_left_are_kept(
    double: Double,
) -> None:
    said = "【淮海消费维权】案件 3203-2025-1（平板电脑）：商家提出了方案。有疑问请打徐州消协电话 12315。"
    message = sent(text=said)
    assert message.text.startswith("【淮海消费维权】您的投诉 3203-2025-1 有新进展")
    assert "平板电脑" not in str(double.account.taken)


@pytest.mark.parametrize(
    ("address", "reason", "is_final"), [("13800009001", "blocked", True), ("13800009002", "often", False)]
)
def test_a_refusal_has_its_reason(
    provider: Provider, double: Double, address: str, reason: str, is_final: bool
) -> None:
    message = sent(address=address)
    error = f"{reason} {provider.words[reason]}"
    assert (message.last_error, bool(message.gave_up_at), message.sent_at) == (error, is_final, None)


def test_words_without_a_template_do_not_leave_and_others_do(double: Double) -> None:
    queue("free", text="【淮海消费维权】任意内容")
    assert sent("a").sent_at
    assert OutboxMessage.objects.get(effect_key="free").last_error == "template"


def test_what_is_wrong_with_us_lets_the_others_wait(
    provider: Provider, double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(aliyun.SECRET, "another")
    queue("a")
    queue("b")
    assert outbox.send_waiting(at=TUESDAY) == 0
    errors = sorted(OutboxMessage.objects.values_list("attempts", "last_error"))
    assert errors == [(0, ""), (1, f"key {provider.words['secret']}")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"money": 0}, "money"),
        ({"signature": "别人"}, "signature"),
        ({"templates": {"9": ""}}, "template"),
        ({"key": "another"}, "key"),
    ],
)
def test_an_account_that_is_not_in_order(
    provider: Provider, double: Double, change: dict[str, object], reason: str
) -> None:
    vars(double.account).update(change)
    assert sent().last_error == f"{reason} {provider.words[reason]}"


def test_what_was_taken_without_an_answer_is_found_and_not_sent_again(double: Double) -> None:
    message = sent(address="13800009003")
    assert (message.last_error, message.sent_at) == ("TimeoutError", None)
    later = TUESDAY + timedelta(minutes=2)
    double.account.taken[0] |= {"SendDate": f"{TUESDAY:%Y-%m-%d} 10:00:00", "at": int(TUESDAY.timestamp())}
    assert outbox.send_waiting(at=later) == 1
    (taken,) = double.account.taken
    found = OutboxMessage.objects.get()
    assert (found.reference, found.parts, found.last_error) == (reference_of(taken), 1, "")
    assert "299023" in found.text


def push(provider: Provider, body: bytes, word: str = "") -> int:
    url = f"/receipts/{provider.name}/{word or pages.word_of(provider.name)}/"
    return Client().post(url, body, content_type="application/json").status_code


def receipt(provider: Provider, message: OutboxMessage, why: str = "") -> bytes:
    return json.dumps([provider.receipt(message.reference, not why, why)]).encode()


@pytest.mark.both_databases
def test_a_receipt_is_noted_once_and_what_arrived_stays(provider: Provider, double: Double) -> None:
    message = sent()
    assert push(provider, receipt(provider, message, "GONE")) == 200
    message.refresh_from_db()
    assert (message.arrival, message.arrival_why) == ("failed", "GONE")
    assert push(provider, receipt(provider, message)) == 200
    assert push(provider, receipt(provider, message, "LATE")) == 200
    assert push(provider, receipt(provider, message)) == 200
    message.refresh_from_db()
    assert (message.arrival, message.arrival_why) == ("arrived", "")
    assert message.arrival_at
    assert f"{message.arrival_at.astimezone(TUESDAY.tzinfo):%H:%M}" == "10:00"


def test_receipts_of_strangers_are_not_taken(provider: Provider, double: Double) -> None:
    message = sent()
    (other,) = (one for one in PROVIDERS if one is not provider)
    assert push(provider, receipt(provider, message), "wrong") == 404
    assert push(other, receipt(other, message)) == 404
    for nonsense in (b"", b"[1]", b'[{"success": true}]', b"\xff", b"3"):
        assert push(provider, nonsense) == 404
    message.refresh_from_db()
    assert message.arrival == ""


def test_a_receipt_that_comes_before_its_message_is_asked_for_again(
    provider: Provider, double: Double
) -> None:
    message = sent()
    OutboxMessage.objects.update(reference="")
    assert push(provider, receipt(provider, message)) == 503


@pytest.mark.django_db(transaction=True)
def test_a_double_pushes_to_a_server_that_runs(
    provider: Provider, double: Double, live_server: LiveServer
) -> None:
    double.account.receipts_to = f"{live_server.url}/receipts/{provider.name}/{pages.word_of(provider.name)}/"
    message = sent(address="13800009004")
    assert double.account.pushed.wait(20)
    message.refresh_from_db()
    assert message.arrival == "failed"


@pytest.mark.parametrize("provider", [PROVIDERS[0]], ids=["aliyun"])
def test_a_double_of_the_command_line_takes_a_message(double: Double, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "huaihai.cli", "record", "double", "aliyun", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        next(running.stdout)
        url = next(running.stdout).split()[0]
        (tmp_path / "senders.toml").write_text(SETTINGS.format(url=url), encoding="utf-8")
        message = sent()
        assert message.reference in next(running.stdout)
        running.terminate()


def test_signatures_are_those_of_the_documentation() -> None:
    """Made by the providers' own libraries from the same request (alibabacloud-tea-openapi 0.4.6, tencentcloud 3.1)."""
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    named = {
        "host": "dysmsapi.aliyuncs.com",
        "x-acs-action": "SendSms",
        "x-acs-content-sha256": nothing,
        "x-acs-date": "2026-11-24T02:00:00Z",
        "x-acs-signature-nonce": "n0",
        "x-acs-version": "2017-05-25",
    }
    query = aliyun.canonical({"PhoneNumbers": "13800000001", "SignName": "淮海 *~/+", "OutId": "x"})
    signed = aliyun.authorization(named, query, ("key", "secret"))
    assert signed.endswith("6d6f52352b69a808272589fc10a000498fe633ecc2098b54401bbc0a0f661689")
    named = {"content-type": "application/json", "host": "sms.tencentcloudapi.com"}
    body = '{"A": "淮海"}'.encode()
    signed = tencent.authorization(named, body, ("key", "secret"), 1_795_485_600)
    assert signed.endswith("eaaff32d5614af026cd5dc76c00b5661833f499dbe4fb426f85433a0670a5919")
