"""Whatever claims to be from us: messages, letters, papers and calls are checked, and nothing forged is taken."""

import random
from base64 import urlsafe_b64decode
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client
from django.urls import reverse

from huaihai import alliance
from huaihai.cases.genuine import finding, pages
from huaihai.desk.papers import squares
from huaihai.kit import brakes, contact_codes
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.effort import examples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
NOW = people.TUESDAY
PAGE = "genuine"
WORDS = "[淮海] 案件 1234 商家已经答复。请登录查看。"


@pytest.fixture(autouse=True)
def unbraked() -> None:
    brakes.forget()


def sent(key: str = "case:1:replied:sms", **changed: Any) -> OutboxMessage:
    told: dict[str, Any] = {"channel": "sms", "address": "13800000001", "text": WORDS, "at": NOW} | changed
    outbox.queue(effect_key=key, subject="case:1", **told)
    found: OutboxMessage = OutboxMessage.objects.get(effect_key__endswith=key)
    return found


def code_of(message: OutboxMessage) -> str:
    return message.text[-contact_codes.LENGTH :]


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_a_message_is_known_by_its_code_and_as_a_whole(channel: str) -> None:
    address = "13800000001" if channel == "sms" else "li@example.org"
    message = sent(channel=channel, address=address)
    code = code_of(message)

    typed = (
        code,
        code.lower(),
        f"{code[:4]}-{code[4:]}",
        message.text,
        f"【{alliance.load().platform_name}】{message.text}\n",
    )
    for got in typed:
        found = finding.find(got, at=NOW + timedelta(days=400))
        assert found is not None, got
        assert found.day == NOW.date()
    shown = finding.find(code, at=NOW)
    assert shown is not None
    assert address not in f"{shown}"
    assert "案件 1234" not in f"{shown}"


@pytest.mark.parametrize("label", ["防伪码", "防伪码：", "防伪码: ", " 防伪码", "“防伪码", "Check code "])
def test_a_code_with_its_label_alone_is_the_code(label: str) -> None:
    code = code_of(sent())

    assert finding.find(f"{label}{code}。\n", at=NOW) is not None
    assert finding.find(f"{label}{code[:-1]}{'0' if code[-1] != '0' else '1'}", at=NOW) is None
    assert finding.find(f"请退费{label}{code}", at=NOW) is None


def test_of_a_part_the_whole_is_asked_for_and_what_was_added_is_not_ours(client: Client) -> None:
    message = sent()
    end = message.text.partition("。")[2]

    page = client.post(reverse(PAGE), {"got": end})
    assert b"data-part" in page.content
    assert b"data-ours" not in page.content
    assert b"data-not-ours" not in page.content
    for got in (
        f"请退费。{end}",  # other words before
        f"{end}请扫码。",  # … and after
        end.replace("登录", "扫码"),
        end[1:],  # no whole sentence: letters are not to be guessed one by one
        end.partition("防伪码")[0],  # no code: anybody can have written it
    ):
        page = client.post(reverse(PAGE), {"got": got})
        assert b"data-not-ours" in page.content, got
        assert b"data-ours" not in page.content
        assert b"data-part" not in page.content


def test_a_message_that_begins_with_our_name_is_known_with_and_without_it() -> None:
    front = f"【{alliance.load().platform_name}】"
    message = sent(text=f"{front}新查询码已经发出。")

    assert message.text.startswith(front)
    for got in (message.text, message.text.removeprefix(front)):
        assert finding.find(got, at=NOW) is not None
    assert finding.find(message.text.replace("发出", "发处"), at=NOW) is None


def test_the_code_is_short_and_calls_and_webhooks_have_none() -> None:
    assert len(sent().text) - len(WORDS) <= 12
    landline = sent("case:1:x:sms", address="051683712345")
    assert (landline.channel, landline.text) == ("call", WORDS)
    assert sent("w", channel="webhook", address="1", text="{}").text == "{}"


def test_a_message_whose_words_were_forgotten_is_still_known() -> None:
    message = sent(holds_secret=True)
    whole = message.text
    message.text = ""
    message.save()

    assert finding.find(whole, at=NOW) is not None


def test_forged_codes_and_altered_messages_are_not_ours() -> None:
    rest = random.Random(17)
    messages = [sent(f"case:{n}:replied:sms", at=NOW + timedelta(minutes=n)) for n in range(40)]
    codes = {code_of(message) for message in messages}
    tried = 0
    for n in range(examples(100, long=500)):  # the hour is right, the rest is drawn or changed in one place
        code = code_of(messages[n % len(messages)])
        place = rest.randrange(contact_codes.LENGTH)
        forged = rest.choice(
            [
                code[:3] + "".join(rest.choices(contact_codes.ALPHABET, k=5)),
                code[:place] + rest.choice(contact_codes.ALPHABET) + code[place + 1 :],
                "".join(rest.choices(contact_codes.ALPHABET, k=8)),
            ]
        )
        if forged not in codes:
            tried += 1
            assert finding.find(forged, at=NOW + timedelta(days=1)) is None, forged
    for n in range(examples(120, long=600)):  # a right code under other words
        text = messages[n % len(messages)].text
        place = rest.randrange(len(WORDS))
        changed = text[:place] + rest.choice("退费扫码 http://a.cn/5") + text[place + rest.randrange(2) :]
        if "".join(changed.split()) != "".join(text.split()):
            tried += 1
            assert finding.find(changed, at=NOW + timedelta(days=1)) is None, changed
    assert tried >= examples(200, long=1000)


def test_codes_do_not_move_to_another_message_or_hour() -> None:
    code = contact_codes.code_of("a", at=NOW)
    assert contact_codes.fits(code, "a", at=NOW)
    assert not contact_codes.fits(code, "b", at=NOW)
    assert not contact_codes.fits(code, "a", at=NOW + timedelta(hours=1))


@pytest.mark.parametrize("hours", [0, 1, 32_767, 32_768, 40_000, 70_000])
def test_the_hour_is_found_after_years(hours: int) -> None:
    code = contact_codes.code_of("a", at=NOW)
    later = NOW + timedelta(hours=hours)
    spans = list(contact_codes.hours_of(code, until=later, since=NOW))
    assert any(start <= NOW < end for start, end in spans)
    assert len(spans) <= hours // 32_768 + 1


def test_the_page_answers_alike_to_what_is_unknown_and_what_is_wrong(client: Client) -> None:
    message = sent()
    ours = client.post(reverse(PAGE), {"got": code_of(message)})
    assert b"data-ours" in ours.content
    assert b"13800000001" not in ours.content

    wrong = message.text.replace("答复", "退费")
    pages_seen = [client.post(reverse(PAGE), {"got": got}).content for got in (wrong, "00000000", "你好")]
    assert all(b"data-not-ours" in one and b"data-ours" not in one for one in pages_seen)
    bare = {
        one.replace(got.encode(), b"")
        for one, got in zip(pages_seen, (wrong, "00000000", "你好"), strict=True)
    }
    assert len({len(one.split(b"data-not-ours")[1].split(b"<form")[0]) for one in bare}) == 1


def test_tries_have_an_end_and_what_was_typed_stays(client: Client) -> None:
    answers = [client.post(reverse(PAGE), {"got": f"0000{n:04d}"}) for n in range(pages.ASKED.most + 1)]
    assert [one.status_code for one in answers] == [200] * pages.ASKED.most + [429]
    assert f"0000{pages.ASKED.most:04d}" in answers[-1].content.decode()


@pytest.mark.parametrize("got", ["", "\x00", "防伪码", "a" * 3000, "防伪码 ABCD-12", "\u202e%s{x}"])
def test_whatever_is_typed_is_answered(client: Client, got: str) -> None:
    assert client.post(reverse(PAGE), {"got": got}).status_code == 200


@pytest.mark.parametrize("got", ["0516-83712345", "+86 138 0000 0001", "3203-2026-418207-5", "１２３１５"])
def test_a_number_alone_is_neither_ours_nor_forged(client: Client, got: str) -> None:
    page = client.post(reverse(PAGE), {"got": got}).content
    assert got.encode() in page
    assert b"data-ours" not in page
    assert b"data-not-ours" not in page


def test_what_phones_keep_belongs_to_nobody_and_verifies(client: Client) -> None:
    text = squares.make(squares.Content("1", "协议书", "消协", "2026-11-24", "0" * 8))
    held = client.get(reverse("genuine-keys")).json()
    body, key_id, signature = text.split(".")[1:]
    assert key_id not in held["revoked"]
    raw = [urlsafe_b64decode(part + "==") for part in (held["keys"][key_id], body, signature)]
    Ed25519PublicKey.from_public_bytes(raw[0]).verify(raw[2], squares.CONTEXT + raw[1])

    shell = client.get(reverse("genuine-offline"))
    assert b"csrfmiddlewaretoken" not in shell.content
    assert not shell.cookies
    worker = client.get(reverse("genuine-worker"))
    assert worker["Content-Type"].startswith("text/javascript")
    assert reverse("genuine-paper", args=["x"]).removesuffix("x/") in worker.content.decode()
