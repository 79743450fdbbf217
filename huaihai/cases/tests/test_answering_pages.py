"""Answering through the pages: one question a page for the business, name and receipt code for the consumer."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.businesses.models import Representative
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.cases.models import Answer, Case, Evidence, Offer
from huaihai.cases.tests.consumers import opened, receipt_code_of
from huaihai.cases.verbs import negotiation
from huaihai.kit import clock
from huaihai.law.credit_code import check_character
from huaihai.record import events
from tests import cast
from tests.cast import Cast
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
NOTE = "常客，请从宽处理。"


@pytest.fixture
def people(cast: Cast, files: Path) -> Cast:
    return cast


@pytest.fixture
def li() -> Client:
    return Client()


def url(case: Case, noun: str) -> str:
    return reverse("business-step", args=[case.pk, noun])


def page(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, answer.status_code
    return answer.text


def hidden(shown: str) -> dict[str, list[str]]:
    """What a page carries hidden, as a browser sends it."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', shown):
        name, value = re.search(r'name="(\w+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            found.setdefault(name[1], []).append(unescape(value[1]))
    return found


def next_page(client: Client, where: str, shown: str, **typed: Any) -> Any:
    return client.post(where, hidden(shown) | typed)


def offered(case: Case, people: Cast) -> Offer:
    return cast.offer(case, note_to_body=NOTE, by=people.sun)


@pytest.mark.both_databases
def test_an_offer_is_asked_one_question_a_page_and_nothing_is_done_before_the_last(
    sun: Client, people: Cast
) -> None:
    case = cast.negotiating(people, clock.now())
    where, day = url(case, "offer"), clock.today()
    shown = page(sun, where)
    assert 'name="remedies"' in shown
    assert 'id="id_text"' not in shown or 'type="hidden" name="text"' in shown
    shown = next_page(sun, where, shown, remedies=["refund"]).text
    assert re.search(r'inputmode="decimal"[^>]*|name="sum_fen"', shown)
    wrong = next_page(sun, where, shown, sum_fen="many").text
    assert 'id="errors"' in wrong
    assert "请填写" not in wrong  # the pages to come are not complained of
    shown = next_page(sun, where, wrong, sum_fen="260").text
    days = {"perform_by_on": str(day + timedelta(days=7)), "valid_until_on": str(day + timedelta(days=3))}
    shown = next_page(sun, where, shown, **days).text
    back = next_page(sun, where, shown, text="退 260 元。", back="1").text
    assert str(day + timedelta(days=7)) in back
    shown = next_page(sun, where, back, **days).text
    shown = next_page(sun, where, shown, text="退 260 元。").text
    assert "退 260 元。" in shown
    assert not Offer.objects.exists()
    assert next_page(sun, where, shown, note_to_body=NOTE).status_code == 302
    made = Offer.objects.get()
    assert (made.sum_fen, made.text, made.note_to_body) == (26_000, "退 260 元。", NOTE)


def test_no_sum_is_asked_for_where_no_money_is_offered(sun: Client, people: Cast) -> None:
    case = cast.negotiating(people, clock.now())
    shown = page(sun, url(case, "offer"))
    assert hidden(shown)["sum_fen"] == ["268.00"]
    shown = next_page(sun, url(case, "offer"), shown, remedies=["repair"], sum_fen="").text
    assert "perform_by_on" in shown
    assert "sum_fen" not in hidden(shown)


def test_a_refusal_with_evidence_keeps_its_note_from_the_consumer(
    sun: Client, people: Cast, li: Client
) -> None:
    case = cast.negotiating(people, clock.now())
    opened(li, case)
    where = url(case, "refusal")
    shown = page(sun, where)
    assert url(case, "denial") in shown
    shown = next_page(sun, where, shown, reason="facts-disputed").text
    again = next_page(sun, where, shown, text="").text
    assert 'id="errors"' in again
    shown = next_page(sun, where, again, text="水壶是摔坏的。").text
    report = SimpleUploadedFile("report.txt", "检测报告".encode())
    assert next_page(sun, where, shown, note_to_body=NOTE, uploads=report).status_code == 302

    assert (fresh(case).stage, Answer.objects.get().note_to_body) == ("deciding", NOTE)
    assert Evidence.objects.get().party == "business"
    consumers = page(li, reverse("my-case", args=[case.pk]))
    assert "水壶是摔坏的。" in consumers
    assert "事情不是这样的" in consumers
    assert NOTE not in consumers
    assert NOTE in page(sun, reverse("business-case", args=[case.pk]))
    officer = Client()
    cast.sign_in(officer, people.accounts["zhao"])
    assert NOTE in page(officer, reverse("desk-case", args=[case.pk]))


def test_a_first_reply_asks_the_consumer_who_answers_in_words(sun: Client, people: Cast, li: Client) -> None:
    case = cast.negotiating(people, clock.now())
    opened(li, case)
    day = clock.today() + timedelta(days=2)
    said = {"seen": case.version, "until_on": str(day), "needs": ["order"]}
    assert sun.post(url(case, "reply"), said).status_code == 302
    shown = page(li, reverse("my-case", args=[case.pk]))
    assert "订单号" in shown
    assert reverse("my-supply", args=[case.pk]) in shown
    case.refresh_from_db()
    where = reverse("my-supply", args=[case.pk])
    assert li.post(where, {"seen": case.version, "text": "8841"}).status_code == 302
    assert "8841" in page(sun, reverse("business-case", args=[case.pk]))


def test_what_the_business_asked_for_may_be_a_photo_alone(sun: Client, people: Cast, li: Client) -> None:
    case = cast.negotiating(people, clock.now())
    opened(li, case)
    said = {"seen": case.version, "until_on": str(clock.today() + timedelta(days=2)), "needs": ["order"]}
    assert sun.post(url(case, "reply"), said).status_code == 302
    where, seen = reverse("my-supply", args=[case.pk]), fresh(case).version
    assert li.post(where, {"seen": seen, "text": ""}).context["form"].errors["text"]
    for _twice in range(2):
        order = SimpleUploadedFile("order.txt", b"8841")
        assert li.post(where, {"seen": seen, "text": "", "upload": order}).status_code == 302
    assert case.evidence.get(party="consumer").name == "order.txt"
    assert events.history(case.record_key).filter(verb="supply").count() == 1


@pytest.mark.parametrize("role", Representative.Role)
def test_only_who_may_answer_answers(sun: Client, people: Cast, role: Representative.Role) -> None:
    case = cast.negotiating(people, clock.now())
    Representative.objects.filter(account=people.accounts["sun"]).update(role=role)
    may = role != Representative.Role.CASHIER
    shown = page(sun, reverse("business-case", args=[case.pk]))
    assert (url(case, "offer") in shown) is may
    assert ("这件投诉您可以看" in shown) is not may
    said = {"seen": case.version, "text": "我们不卖水壶。"}
    assert sun.get(url(case, "denial")).status_code == (200 if may else 403)
    answer = sun.post(url(case, "denial"), said)
    assert answer.status_code == (302 if may else 403)
    assert may or "我们不卖水壶。" in answer.text
    assert Answer.objects.exists() is may


def test_a_counter_offer_goes_to_the_business_which_accepts_it(sun: Client, people: Cast, li: Client) -> None:
    case = cast.negotiating(people, clock.now())
    offer = offered(case, people)
    opened(li, case)
    where = reverse("my-counter-offer", args=[case.pk])
    terms = {"remedies": ["refund"], "perform_by_on": str(clock.today() + timedelta(days=9))}
    form = hidden(page(li, where)) | terms | {"text": "电话 13800000001，请加运费。"}
    assert li.post(where, form | {"sum_fen": ""}).status_code == 200
    assert li.post(where, form | {"sum_fen": "300"}).status_code == 302
    assert fresh(offer).state == "countered"
    assert reverse("my-acceptance", args=[case.pk]) not in page(li, reverse("my-case", args=[case.pk]))
    assert li.get(reverse("my-acceptance", args=[case.pk])).status_code == 409

    shown = page(sun, reverse("business-case", args=[case.pk]))
    assert "300.00" in shown
    assert cast.PHONE not in shown
    case.refresh_from_db()
    assert sun.post(url(case, "acceptance"), {"seen": case.version - 1}).status_code == 409
    assert sun.post(url(case, "acceptance"), {"seen": case.version}).status_code == 302
    assert (fresh(case).stage, case.settled_fen) == ("fulfilling", 30_000)
    assert sun.get(url(case, "acceptance")).status_code == 409


def test_accepting_asks_for_name_and_receipt_code_and_brakes_guessing(people: Cast, li: Client) -> None:
    case = cast.negotiating(people, clock.now())
    offered(case, people)
    code = receipt_code_of(case)
    opened(li, case)
    where = reverse("my-acceptance", args=[case.pk])
    shown = page(li, where)
    assert NOTE not in shown
    assert "268.00" in shown
    form = hidden(shown)
    wrong: list[dict[str, str]] = [
        {"name": "", "code": code},
        {"name": "Wang (test)", "code": code},
        {"name": "Li (test)", "code": "AAAA-AAAA-AA"},
    ]
    for typed in wrong:
        answer = li.post(where, form | typed)
        assert answer.status_code == 200
        assert 'id="errors"' in answer.text
    assert fresh(case).stage == "negotiating"
    right = {"name": "ｌｉ（ＴＥＳＴ）", "code": code.replace("-", "").lower()}
    assert li.post(where, form | right).status_code == 302
    assert fresh(case).stage == "fulfilling"
    assert not events.history(case.record_key).filter(verb="accept").get().facts["on_word"]

    second = cast.negotiating(people, clock.now())
    offered(second, people)
    code = receipt_code_of(second)
    opened(li, second)
    where = reverse("my-acceptance", args=[second.pk])
    form = hidden(page(li, where)) | {"name": ["Li (test)"]}
    for _try in range(5):
        li.post(where, form | {"code": ["AAAA-AAAA-AA"]})
    braked = li.post(where, form | {"code": [code]})
    assert braked.status_code == 200
    assert "一刻钟" in braked.text
    assert fresh(second).stage == "negotiating"


def test_after_not_us_the_consumer_chooses_among_those_known_by_what_was_said(
    people: Cast, li: Client, sun: Client
) -> None:
    body = "91" + cast.LEAD + "MA1NABCE5"
    code = body + check_character(body)
    stated = Stated(
        name="Kettle shop (test) two", code=code, sign="Kettle shop (test)", region_code=cast.LEAD
    )
    other, _place = find_or_write_down(stated, by=people.zhao, at=clock.now())
    case = cast.negotiating(people, clock.now())
    opened(li, case)
    where = reverse("my-business", args=[case.pk])
    negotiation.deny(case, text="不是我们。", by=people.sun, at=clock.now())
    shown = page(li, where)
    assert f'value="{other.pk}"' in shown
    assert str(people.shop.pk) not in shown
    assert li.post(where, {"seen": fresh(case).version, "known": str(people.shop.pk)}).status_code == 200
    assert li.post(where, {"seen": case.version, "known": str(other.pk)}).status_code == 302
    assert fresh(case).business == other
    assert case.denied_at is None
    assert sun.get(reverse("business-case", args=[case.pk])).status_code == 404
    assert str(case.number) not in page(sun, reverse("business-desk") + "?list=open")
