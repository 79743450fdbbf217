"""Pages of a closed shop: who reads them, what they cost, what they say to odd input."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case
from huaihai.desk import waiting
from huaihai.kit import clock, country
from huaihai.members.actors import Actor
from huaihai.prepaid.closures import guarantee, speaking, verbs
from huaihai.prepaid.issuers import verbs as issuers
from huaihai.prepaid.models import Closure, Creditor, Issuer
from huaihai.prepaid.tests import gym as gyms
from huaihai.prepaid.tests.gym import Gym
from tests import cast as people
from tests.posts import sign_in
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
NOW = people.TUESDAY
SILENT = (NOW - timedelta(days=2)).date()


@pytest.fixture(autouse=True)
def tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def closed(count: int = 6, *, shared: int = 0) -> tuple[Gym, Closure]:
    gym = gyms.sold(count, paper=1)
    closure = verbs.state(gym.issuer, silent_on=SILENT, how="visit", by=gym.cast.zhao, at=NOW)
    if shared:
        guarantee.hand_out(closure, total_fen=shared, by=gym.bank, at=NOW)
    return gym, closure


def holder(gym: Gym, number: str) -> Client:
    browser = Client()
    browser.get(reverse("card-code", args=[gym.codes[number]]))
    return browser


def signed_in(gym: Gym, name: str) -> Client:
    browser = Client()
    sign_in(browser, gym.cast.accounts[name])
    return browser


def clerk(gym: Gym) -> Client:
    code = issuers.new_code(gym.issuer, by=gym.cast.zhao, at=NOW)
    browser = Client()
    browser.post(reverse("guarantor-open"), {"code": code})
    return browser


def first(gym: Gym, browser: Client, name: str) -> Callable[[], Any]:
    return lambda: browser.get(reverse(name, args=[gym.card(next(iter(gym.plans))).pk]))


def pages_of(gym: Gym) -> dict[str, Callable[[], Any]]:
    desk, bank, own = signed_in(gym, "zhao"), clerk(gym), holder(gym, next(iter(gym.plans)))
    key = gym.issuer.pk
    return {
        "desk": lambda: desk.get(reverse("desk-prepaid-closed", args=[key])),
        "cards": lambda: desk.get(reverse("desk-prepaid-cards", args=[key])),
        "public": lambda: Client().get(reverse("prepaid-closed", args=[key])),
        "shares": lambda: bank.get(reverse("guarantor-shares", args=[key])),
        "closed": first(gym, own, "card-closed"),
        "complaint": first(gym, own, "card-closed-complaint"),
        "vote": first(gym, own, "card-closed-vote"),
    }


def test_pages_cost_the_same_for_many_cards_as_for_few() -> None:
    counted: list[dict[str, int]] = []
    for count in (6, 24):
        with transaction.atomic():
            gym, closure = closed(count, shared=1_000_00)
            for one in closure.creditors.select_related("card").reachable()[: count // 3]:
                speaking.stand(one, name="王女士", by=Actor.public(), at=NOW)
            pages = pages_of(gym)
            for page in pages.values():
                assert page().status_code == 200
            counted.append({name: queries_of(page) for name, page in pages.items()})
            transaction.set_rollback(True)
    assert counted[0] == counted[1]


def test_the_number_is_rung_with_one_tap_and_whoever_left_a_telephone_is_not_asked_for_it_again() -> None:
    gym, closure = closed()
    number = next(number for number, plan in gym.plans.items() if not plan.is_paper)
    own = holder(gym, number)
    tel = f'href="tel:{closure.body.phone_to_call or country.word("hotline")}"'

    assert tel in own.get(reverse("card-closed", args=[gym.card(number).pk])).content.decode()
    assert tel in Client().get(reverse("prepaid-closed", args=[gym.issuer.pk])).content.decode()

    page = own.get(reverse("card", args=[gym.card(number).pk])).content.decode()
    assert "改手机号" in page
    assert "留手机号，" not in page


def test_nobody_else_reads_them() -> None:
    gym, closure = closed(shared=1_000_00)
    one, other = list(gym.plans)[:2]
    key, card = gym.issuer.pk, gym.card(one).pk
    wang = signed_in(gym, "wang")

    assert wang.get(reverse("desk-prepaid-closed", args=[key])).status_code == 404
    assert wang.get(reverse("desk-prepaid-cards", args=[key])).status_code == 404
    assert wang.post(reverse("desk-prepaid-closed-guarantee", args=[key]), {"seen": 0}).status_code == 404
    for browser in (Client(), holder(gym, other)):
        for name in ("card-closed", "card-closed-complaint", "card-closed-vote", "card-closed-payee"):
            answer = (
                browser.post(reverse(name, args=[card]))
                if name != "card-closed"
                else browser.get(reverse(name, args=[card]))
            )
            assert answer.headers.get("Location") == reverse("card-open")
    assert Client().get(reverse("guarantor-shares", args=[key])).headers["Location"] == reverse(
        "guarantor-open"
    )
    assert Case.objects.count() == 0
    assert closure.creditors.filter(vote=None).count() == closure.creditors.count()


def test_what_was_typed_stays_and_what_is_wrong_is_said() -> None:
    gym, closure = closed(shared=1_000_00)
    number = next(number for number, plan in gym.plans.items() if plan.is_paper)
    browser, card = holder(gym, number), gym.card(number)

    answer = browser.post(reverse("card-closed-complaint", args=[card.pk]), {"name": "王持卡", "phone": "12"})
    assert answer.status_code == 200
    assert "王持卡" in answer.content.decode()
    assert Case.objects.count() == 0
    payee = {"name": "王持卡", "bank": "示例银行", "account": "１２"}
    answer = browser.post(reverse("card-closed-payee", args=[card.pk]), payee)
    assert "示例银行" in answer.content.decode()
    assert Creditor.objects.get(card=card).payee == {}
    for wanted in ("", "x", str(card.pk)):
        answer = browser.post(reverse("card-closed-vote", args=[card.pk]), {"wanted": wanted})
        assert answer.status_code == 200
    answer = browser.post(reverse("card-closed-stand", args=[card.pk]), {"name": "13800000001"})
    assert answer.status_code == 200
    assert not closure.creditors.standing().exists()


@pytest.mark.parametrize("typed", ["", "abc", "0", "1000", "-5", "9" * 40])
def test_a_sum_that_cannot_be_is_refused(typed: str) -> None:
    gym, closure = closed(shared=1_000_00)

    answer = clerk(gym).post(reverse("guarantor-shares-sum", args=[gym.issuer.pk]), {"total_fen": typed})

    assert answer.status_code == 200
    closure.refresh_from_db()
    assert closure.guarantee_fen == 1_000_00


def test_shares_of_another_shop_are_not_marked() -> None:
    gym, _closure = closed(shared=1_000_00)
    bank = clerk(gym)
    url = reverse("guarantor-shares", args=[gym.issuer.pk])

    answer = bank.post(url, {"creditors": [str(gym.issuer.pk), "x"], "paid_on": NOW.date().isoformat()})

    assert answer.status_code == 200
    assert not Creditor.objects.exclude(paid_on=None).exists()


def test_one_holder_who_says_so_makes_a_row_that_waits_until_it_is_taken_back() -> None:
    gym = gyms.sold(2)
    number = next(iter(gym.plans))
    browser, url = holder(gym, number), reverse("card-closed-said", args=[gym.card(number).pk])

    browser.post(url)
    [row] = [one for one in waiting.of(gym.cast.zhao, NOW).to_do if one.key.startswith("prepaid-said:")]
    assert str(gym.issuer.pk) in row.url

    browser.post(url, {"back": "1"})
    assert not [one for one in waiting.of(gym.cast.zhao, NOW).to_do if one.key.startswith("prepaid-said:")]


def test_whoever_looked_and_found_it_open_says_so_on_the_same_page() -> None:
    gym = gyms.sold(2)
    number = next(iter(gym.plans))
    holder(gym, number).post(reverse("card-closed-said", args=[gym.card(number).pk]))
    url = reverse("desk-prepaid-closed-new", args=[gym.issuer.pk])
    said = {"seen": gym.issuer.version, "silent_on": SILENT.isoformat(), "how": "open"}

    assert signed_in(gym, "zhao").post(url, said).status_code == 302

    assert gym.card(number).closed_said_at is None
    assert not Closure.objects.exists()


def test_a_day_before_what_the_shop_noted_is_asked_twice() -> None:
    gym = gyms.sold(2)
    desk, url = signed_in(gym, "zhao"), reverse("desk-prepaid-closed-new", args=[gym.issuer.pk])
    day = (gyms.SOLD - timedelta(days=1)).date().isoformat()
    said = {"seen": Issuer.objects.get().version, "silent_on": day, "how": "visit"}

    answer = desk.post(url, said)
    assert answer.status_code == 200
    assert f'value="{day}"' in answer.content.decode()
    assert not Closure.objects.exists()

    assert desk.post(url, {**said, "sure": day}).status_code == 302


def test_what_is_paid_out_is_asked_twice_and_nothing_is_filled_in() -> None:
    gym, closure = closed()
    bank, url = clerk(gym), reverse("guarantor-shares-sum", args=[gym.issuer.pk])
    assert 'value="200' not in bank.get(url).content.decode()

    answer = bank.post(url, {"total_fen": "500"})
    assert answer.status_code == 200
    closure.refresh_from_db()
    assert closure.guarantee_fen == 0
    answer = bank.post(url, {"total_fen": "600", "sure": "50000"})  # changed meanwhile: asked anew
    assert answer.status_code == 200

    assert bank.post(url, {"total_fen": "600", "sure": "60000"}).status_code == 302
    closure.refresh_from_db()
    assert closure.guarantee_fen == 600_00


def test_a_wrong_tick_is_taken_back_and_full_width_digits_are_read() -> None:
    gym, closure = closed(shared=1_000_00)
    row = closure.creditors.select_related("card").filter(share_fen__gt=0)[0]
    account = {"name": "王持卡", "bank": "示例银行", "account": "６２２２ ０００１"}
    holder(gym, row.card.number).post(reverse("card-closed-payee", args=[row.card.pk]), account)
    assert Creditor.objects.get(pk=row.pk).payee["account"] == "62220001"
    bank, url = clerk(gym), reverse("guarantor-shares", args=[gym.issuer.pk])
    bank.post(url, {"creditors": [str(row.pk)], "paid_on": NOW.date().isoformat()})
    assert Creditor.objects.get(pk=row.pk).paid_fen == row.share_fen

    for key in ("x", str(row.pk), str(row.pk)):
        assert bank.post(url, {"unpay": key}).status_code == 302

    assert Creditor.objects.get(pk=row.pk).paid_fen == 0


def test_where_the_shop_is_open_there_is_nothing() -> None:
    gym = gyms.sold(1)
    number = next(iter(gym.plans))
    browser, card = holder(gym, number), gym.card(number)

    assert browser.get(reverse("card-closed", args=[card.pk])).status_code == 404
    assert Client().get(reverse("prepaid-closed", args=[gym.issuer.pk])).status_code == 404
    assert clerk(gym).get(reverse("guarantor-shares", args=[gym.issuer.pk])).status_code == 404
    assert signed_in(gym, "zhao").get(reverse("desk-prepaid-closed", args=[gym.issuer.pk])).status_code == 404


def test_it_is_public_at_once() -> None:
    gym, _closure = closed()

    for name in ("prepaid-issuer", "prepaid-closed"):
        assert "停业" in Client().get(reverse(name, args=[gym.issuer.pk])).content.decode()


def test_a_lifted_closure_is_nowhere_any_more() -> None:
    gym, closure = closed()
    verbs.lift(closure, text="It moved.", by=gym.cast.zhao, at=NOW)
    number = next(iter(gym.plans))

    assert Client().get(reverse("prepaid-closed", args=[gym.issuer.pk])).status_code == 404
    assert holder(gym, number).get(reverse("card-closed", args=[gym.card(number).pk])).status_code == 404


def test_a_holder_at_the_counter_gets_a_new_receipt_and_the_old_one_opens_nothing() -> None:
    gym, closure = closed()
    number = next(iter(gym.plans))
    one = closure.creditors.get(card__number=number)
    desk = signed_in(gym, "zhao")
    url = reverse("desk-prepaid-new-receipt", args=[gym.issuer.pk])
    assert desk.post(url, {"number": number, "text": ""}).status_code == 200
    assert desk.post(url, {"number": "00000000", "text": "seen"}).status_code == 200
    old = holder(gym, number)

    answer = desk.post(url, {"number": number, "text": "身份证看过。"}, follow=True)

    [code] = re.findall(r'<b class="code">([0-9A-Z-]+)</b>', answer.content.decode())
    assert old.get(reverse("card", args=[one.card_id])).status_code == 302
    gym.codes[number] = code.replace("-", "")
    assert holder(gym, number).get(reverse("card-closed", args=[one.card_id])).status_code == 200
    assert code not in desk.get(reverse("desk-prepaid-receipt", args=[gym.issuer.pk])).content.decode()
    assert signed_in(gym, "wang").post(url, {"number": number, "text": "x"}).status_code == 404


def test_one_tap_says_that_nothing_arrived_and_the_clerk_is_asked_for_the_number() -> None:
    gym, closure = closed(shared=1_000_00)
    row = closure.creditors.select_related("card").filter(share_fen__gt=0)[0]
    account = {"name": "王持卡", "bank": "示例银行", "account": "62220001"}
    own = holder(gym, row.card.number)
    own.post(reverse("card-closed-payee", args=[row.card.pk]), account)
    bank, url = clerk(gym), reverse("guarantor-shares", args=[gym.issuer.pk])
    day = NOW.date().isoformat()
    bank.post(url, {"creditors": [str(row.pk)], "paid_on": day})
    said, page = (reverse(f"card-closed{end}", args=[row.card.pk]) for end in ("-denied", ""))
    assert said in own.get(page).content.decode()

    assert own.post(said).status_code == 302

    proof = f"proof-{row.pk}"
    assert proof in bank.get(url).content.decode()
    assert bank.post(url, {"creditors": [str(row.pk)], "paid_on": day}).status_code == 200
    assert bank.post(url, {proof: "N-7", "paid_on": day}).status_code == 302
    assert "N-7" in own.get(page).content.decode()
    own.post(said)  # nothing happens: the payment has a number
    assert Creditor.objects.get(pk=row.pk).denied_on is None
