"""Administrators send a test message to themselves; officers see whether messages of a case arrived."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases import calls
from huaihai.cases.genuine import finding
from huaihai.cases.verbs import care
from huaihai.front.health import facts
from huaihai.kit import clock
from huaihai.members import directory
from huaihai.members.models import Role
from huaihai.record import costs, outbox
from huaihai.record.models import OutboxMessage
from huaihai.record.senders import aliyun, asking, pages
from huaihai.record.senders.answers import Receipt
from huaihai.record.senders.doubles import serving
from huaihai.record.senders.doubles.aliyun import Aliyun
from huaihai.record.senders.doubles.serving import Account
from tests import cast as people
from tests.posts import load_alliance, post_at, sign_in

pytestmark = pytest.mark.django_db
OFFERED = Path(__file__).resolve().parents[3] / "deploy" / "senders.toml"


@pytest.fixture
def double(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Aliyun]:
    monkeypatch.setattr(asking, "SECONDS", 0.5)
    with Aliyun(Account(hangs=1.0)) as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        words = OFFERED.read_text(encoding="utf-8").replace('id = ""', 'id = "1"')
        words = words.replace("[sms]", f'[sms]\nendpoint = "{running.url}"', 1)
        path = tmp_path / "senders.toml"
        path.write_text(words, encoding="utf-8")
        monkeypatch.setenv("HUAIHAI_SENDERS", str(path))
        monkeypatch.setenv("HUAIHAI_SMS_SENDER", "huaihai.record.senders.aliyun.send")
        monkeypatch.setenv(aliyun.KEY, running.account.key)
        monkeypatch.setenv(aliyun.SECRET, running.account.secret)
        yield running
        running.shutdown()


@pytest.fixture
def admin() -> Client:
    load_alliance()
    client = Client()
    sign_in(client, post_at("alliance", Role.SYSTEM_ADMIN).account)
    return client


def send(client: Client, address: str = "13800000001", way: str = "sms") -> str:
    url = reverse("system-test-message")
    return client.post(url, {"way": way, "address": address}, follow=True).text


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_test_message_leaves_and_its_receipt_stands_on_the_page(admin: Client, double: Aliyun) -> None:
    assert "已发出" in send(admin)
    (taken,) = double.account.taken
    assert "123456" in taken["TemplateParam"]
    message = OutboxMessage.objects.get()
    body = [{"biz_id": message.reference, "success": True}]
    Client().post(f"/receipts/aliyun/{pages.word_of('aliyun')}/", body, content_type="application/json")
    page = admin.get(reverse("system-test-message")).text
    assert "已送达" in page
    assert f"http://testserver/receipts/aliyun/{pages.word_of('aliyun')}/" in page
    assert "13800000001" not in page
    (row,) = admin.get(reverse("system")).context["costs"]
    assert row[0] == directory.root().short_name


@pytest.mark.parametrize(
    ("address", "words"),
    [("13800009001", "对方不接收"), ("13800009002", "太多"), ("13800009003", "没有回应")],
)
def test_a_test_message_that_is_refused_says_why_and_what_to_do(
    admin: Client, double: Aliyun, address: str, words: str
) -> None:
    page = send(admin, address)
    assert words in page
    assert 'class="banner success"' not in page
    assert 'class="banner warning"' in page


def test_only_ways_that_are_set_up_are_offered(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    url = reverse("system-test-message")
    assert 'value="wechat"' not in admin.get(url).text
    monkeypatch.setenv("HUAIHAI_WECHAT_SENDER", "huaihai.record.senders.wechat.send")
    assert 'value="wechat"' in admin.get(url).text


def test_without_a_sender_the_page_says_so(admin: Client) -> None:
    assert "HUAIHAI_SMS_SENDER" in send(admin)


def test_what_is_no_number_is_asked_for_again_and_ten_an_hour_are_enough(admin: Client) -> None:
    assert "不是手机号" in send(admin, "0516-83123456")
    assert not OutboxMessage.objects.exists()
    for _number in range(11):
        page = send(admin)
    assert OutboxMessage.objects.count() == 10
    assert "13800000001" in page  # what was typed stays


def test_the_doctor_knows_what_is_missing_and_what_failed_last(
    admin: Client, double: Aliyun, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert facts.of_machine().sender_faults == {"sms": ()}
    double.account.money = 0
    send(admin)
    assert facts.of_database().failures["sms"][0] == "money isv.AMOUNT_NOT_ENOUGH"
    double.account.money = 9
    send(admin, "13800009001")
    OutboxMessage.objects.filter(last_error__startswith="money").delete()
    assert facts.of_database().failures == {}, "a number that is blocked is no failure of the way"
    monkeypatch.delenv(aliyun.KEY)
    assert facts.of_machine().sender_faults == {"sms": (f"settings {aliyun.KEY}",)}


@pytest.mark.both_databases
def test_an_officer_sees_what_arrived_and_calls_where_nothing_did(
    double: Aliyun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
    cast = people.assemble()
    case, at = people.filed().case, people.TUESDAY
    care.send_code(case, at=at)
    outbox.send_waiting(at=at)
    message = OutboxMessage.objects.get(effect_key__contains=":filed:")
    code = OutboxMessage.objects.get(effect_key__contains=":code:")
    assert message.body == cast.home.key
    (cost,) = costs.of_month(at)
    assert (cost.body, cost.parts, str(cost.budget)) == (message.body, message.parts + code.parts, "500")
    assert finding.find(message.text, at=at), "what left in other words is known, too"
    client, url = Client(), reverse("desk-messages", args=[case.pk])
    sign_in(client, cast.accounts["wang"])
    assert "已发出" in client.get(url).text
    for failed in (message, code):
        lost = [Receipt(failed.reference, has_arrived=False, why="MOBILE_NOT_ON_SERVICE")]
        assert outbox.receive(lost * 2, at=at) == 0
    page = client.get(url).text
    assert "未送达" in page
    assert "空号（MOBILE_NOT_ON_SERVICE）" in page
    assert page.count(message.text) == 1, "the call stands with the message that it replaces"
    assert "待打电话" in page
    assert code.text not in page
    (call,) = calls.of_case(case)
    assert call.text == message.text
    assert "给消费者的短信没有送到" in client.get(reverse("desk-case", args=[case.pk])).text
    outbox.receive([Receipt(message.reference, has_arrived=True)], at=at)
    assert calls.of_case(case) == []


def test_a_double_hands_receipts_to_the_service_of_its_machine() -> None:
    word = pages.word_of("aliyun")
    address = serving.HERE.format(provider="aliyun", word=word)
    assert address == f"http://127.0.0.1:8000{reverse('receipts', args=['aliyun', word])}"
