"""A gym of 300 cards in three cities, 40 of them on paper, falls silent: walked through the pages of everybody."""

import io
import re
import zipfile
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case, TogetherCase
from huaihai.cases.tests.together_scene import press
from huaihai.kit import clock, spoken
from huaihai.prepaid.cards.verbs import holder_of
from huaihai.prepaid.closures import paying, speaking, telling
from huaihai.prepaid.issuers import verbs as issuers
from huaihai.prepaid.models import Closure, Creditor
from huaihai.prepaid.tests import gym as gyms
from huaihai.prepaid.tests.gym import Gym
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.effort import IS_LONG
from tests.posts import forget_tries, sign_in

pytestmark = pytest.mark.django_db
NOW = people.TUESDAY
SILENT = (NOW - timedelta(days=2)).date()
CARDS, PAPER, FILED, PAID_OUT = 300, 40, 60, 123_456_78


@pytest.fixture(autouse=True)
def tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def holder(gym: Gym, number: str) -> Client:
    """Somebody who scanned the square of this receipt."""
    browser = Client()
    answer = browser.get(reverse("card-code", args=[gym.codes[number]]))
    assert answer.status_code == 302
    return browser


def page(browser: Client, name: str, key: Any) -> str:
    answer = browser.get(reverse(name, args=[key]))
    assert answer.status_code == 200, answer
    return answer.content.decode()


def officer(gym: Gym) -> Client:
    browser = Client()
    sign_in(browser, gym.cast.accounts["zhao"])
    return browser


def state(browser: Client, gym: Gym) -> Closure:
    gym.issuer.refresh_from_db()
    said = {"seen": gym.issuer.version, "silent_on": SILENT.isoformat(), "how": "visit", "text": "门锁着。"}
    answer = browser.post(reverse("desk-prepaid-closed-new", args=[gym.issuer.pk]), said)
    assert answer.status_code == 302, answer.content.decode()
    return Closure.objects.get()


def clerk(gym: Gym) -> Client:
    """Whoever has the letter of the bank."""
    code = issuers.new_code(gym.issuer, by=gym.cast.zhao, at=NOW)
    browser = Client()
    assert browser.post(reverse("guarantor-open"), {"code": code}).status_code == 302
    return browser


def test_three_hundred_cards() -> None:
    gym = gyms.sold(CARDS, paper=PAPER)
    desk = officer(gym)

    closure = state(desk, gym)
    _everybody_is_a_creditor(gym, closure, desk)
    _who_has_a_telephone_is_told(closure)
    _everybody_reads_what_is_owed(gym, closure)
    _sixty_file_with_one_tap(gym, closure)
    _one_press_takes_those_of_a_body(closure, desk)
    _they_vote(gym, closure)
    _the_bank_pays(gym, closure)
    _the_mediator_settles_doubts(gym, closure, desk)


def _everybody_is_a_creditor(gym: Gym, closure: Closure, desk: Client) -> None:
    rows = closure.creditors.select_related("card")
    assert {one.card.number: (one.certain_fen, one.doubtful_fen) for one in rows} == {
        number: plan.owed(SILENT) for number, plan in gym.plans.items()
    }
    assert rows.count() == CARDS
    assert rows.values("card__region_code").distinct().count() == 3
    book = desk.get(reverse("desk-prepaid-cards", args=[gym.issuer.pk]) + "?as=xlsx").content
    sheet = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == CARDS + 1
    printed = desk.get(reverse("desk-prepaid-cards", args=[gym.issuer.pk]) + "?as=print").content.decode()
    assert all(number in printed for number in gym.plans)
    public = Client().get(reverse("prepaid-closed", args=[gym.issuer.pk])).content.decode()
    certain = sum(plan.owed(SILENT)[0] for plan in gym.plans.values())
    assert spoken.money(certain) in public
    assert spoken.money(sum(plan.owed(SILENT)[1] for plan in gym.plans.values())) in public


def _who_has_a_telephone_is_told(closure: Closure) -> None:
    rounds = 0
    while telling.tell_some(at=NOW):
        rounds += 1
    told = OutboxMessage.objects.filter(effect_key__contains=":closed:")
    assert (rounds, told.count()) == (3, CARDS - PAPER)
    assert closure.creditors.filter(told_at=None).count() == PAPER


def _everybody_reads_what_is_owed(gym: Gym, closure: Closure) -> None:
    for place, (number, plan) in enumerate(list(gym.plans.items())[:: 1 if IS_LONG else 5]):
        if place % 50 == 0:
            forget_tries()
        certain, doubtful = plan.owed(SILENT)
        shown = page(holder(gym, number), "card-closed", gym.card(number).pk)
        assert spoken.money(certain) in shown
        assert not doubtful or spoken.money(doubtful) in shown


def _sixty_file_with_one_tap(gym: Gym, closure: Closure) -> None:
    forget_tries()
    filing = [number for place, number in enumerate(gym.plans) if place % 5 == 0]
    assert len(filing) == FILED
    for place, number in enumerate(filing):
        if place % 40 == 0:
            forget_tries()
        browser, card = holder(gym, number), gym.card(number)
        contact = {"name": f"持卡人{place}"} | ({"phone": f"139{place:08}"} if card.is_paper else {})
        answer = browser.post(reverse("card-closed-complaint", args=[card.pk]), contact)
        assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("file-receipt"))
        receipt = browser.get(reverse("file-receipt")).content.decode()
        case = Case.objects.get(prepaid_creditor__card=card)
        assert str(case.number) in receipt
        assert reverse("card-closed", args=[card.pk]) in receipt
        assert "一起处理" in receipt or "合并处理" in receipt
        assert re.search(r'id="code">[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}<', receipt)
        assert browser.post(reverse("card-closed-complaint", args=[card.pk]), contact).status_code == 302
    assert Case.objects.count() == FILED
    joined = TogetherCase.objects.filter(stage="joined")
    assert joined.count() == FILED
    assert set(joined.values_list("together", flat=True)) == {closure.together_id}
    asked = Case.objects.values_list("prepaid_creditor__card__number", "asked_fen", "consumer_at")
    assert {number: (fen, at) for number, fen, at in asked} == {
        number: (sum(gym.plans[number].owed(SILENT)), gym.plans[number].region) for number in filing
    }


def _one_press_takes_those_of_a_body(closure: Closure, desk: Client) -> None:
    """Filed in three cities: each body takes its own."""
    binder = closure.together
    assert binder is not None
    press(desk, binder, "take")
    assert (
        Case.objects.filter(stage="deciding").count()
        == Case.objects.filter(responsible=closure.body).count()
        > 10
    )


def _they_vote(gym: Gym, closure: Closure) -> None:
    forget_tries()
    numbers = list(gym.plans)
    first, second, *others = numbers[::5]
    for number, name in ((first, "王女士"), (second, "老李")):
        key = gym.card(number).pk
        assert (
            holder(gym, number).post(reverse("card-closed-stand", args=[key]), {"name": name}).status_code
            == 302
        )
    wanted = {number: Creditor.objects.get(card__number=number) for number in (first, second)}
    for place, number in enumerate(others[:45]):
        browser, key = holder(gym, number), gym.card(number).pk
        assert "王女士" in page(browser, "card-closed-vote", key)
        chosen = wanted[first if place % 3 else second]
        browser.post(reverse("card-closed-vote", args=[key]), {"wanted": str(chosen.pk)})
    later = NOW + timedelta(days=8)
    for act in speaking.due_acts(later):
        act()
    closure.refresh_from_db()
    assert (closure.representative_id, closure.voted) == (wanted[first].pk, 45)
    assert TogetherCase.objects.get(speaks=True).case.prepaid_creditor.pk == wanted[first].pk
    assert not closure.creditors.exclude(vote=None).exists()
    forget_tries()
    assert "王女士" in page(holder(gym, numbers[7]), "card-closed", gym.card(numbers[7]).pk)


def _the_bank_pays(gym: Gym, closure: Closure) -> None:
    bank = clerk(gym)
    url = reverse("guarantor-shares", args=[gym.issuer.pk])
    total = reverse("guarantor-shares-sum", args=[gym.issuer.pk])
    assert bank.post(total, {"total_fen": spoken.figures(PAID_OUT)}).status_code == 200  # asked once more
    said = {"total_fen": spoken.figures(PAID_OUT), "sure": str(PAID_OUT)}
    assert bank.post(total, said).status_code == 302
    rows = list(closure.creditors.select_related("card").order_by("card__number"))
    owed = [gym.plans[row.card.number].owed(SILENT) for row in rows]
    ratio = Fraction(PAID_OUT, sum(map(sum, owed)))
    for row, (certain, doubtful) in zip(rows, owed, strict=True):
        assert abs(row.share_fen - certain * ratio) < 1
        assert abs(row.reserved_fen - doubtful * ratio) < 1
    assert sum(row.share_fen + row.reserved_fen for row in rows) == PAID_OUT
    one = rows[0]
    browser = holder(gym, one.card.number)
    account = {"name": "持卡人", "bank": "示例银行", "account": "6222 0000 0000 0000"}
    answer = browser.post(reverse("card-closed-payee", args=[one.card.pk]), account)
    assert answer.status_code == 302, answer.content.decode()
    assert "6222000000000000" in bank.get(url).content.decode()
    account["account"] = account["account"].replace(" ", "")
    for row in rows[:40]:
        paying.name_payee(row, **account, by=holder_of(row.card), at=NOW)
    ticked = {"creditors": [str(row.pk) for row in rows[:40]], "paid_on": NOW.date().isoformat()}
    assert bank.post(url, ticked).status_code == 302
    assert closure.creditors.filter(paid_on=NOW.date()).count() == 40
    assert spoken.money(one.share_fen) in page(browser, "card-closed", one.card.pk)
    assert bank.get(url + "?page=3").status_code == 200


def _the_mediator_settles_doubts(gym: Gym, closure: Closure, desk: Client) -> None:
    doubted = closure.creditors.filter(doubtful_fen__gt=0)
    count = doubted.count()
    assert count == sum(plan.owed(SILENT)[1] > 0 for plan in gym.plans.values()) > 20
    for place, row in enumerate(list(doubted.select_related("card"))):
        [entry] = row.card.entries.filter(followed_by__kind="doubt")
        word = "counts" if place % 2 else "not"
        decide = reverse("desk-prepaid-decide", args=[gym.issuer.pk, entry.pk, word])
        answer = desk.post(decide, {"reason": "both were heard"})
        assert answer.status_code == 302
        now = Creditor.objects.get(pk=row.pk)
        expected = row.certain_fen + (0 if place % 2 else row.doubtful_fen)
        assert (now.certain_fen, now.doubtful_fen, now.reserved_fen) == (expected, 0, 0)
    rows = list(closure.creditors.all())
    assert sum(row.share_fen for row in rows) == PAID_OUT
    shown = page(desk, "desk-prepaid-closed", gym.issuer.pk)
    filed = [row for row in rows if row.case_id]
    rest = sum(row.certain_fen - row.share_fen for row in filed)
    assert spoken.money(rest) in shown
