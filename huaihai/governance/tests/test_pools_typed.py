"""What is typed into the pages of the pools: what does not fit is said, and nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client

from huaihai.governance.actions.pools import conflicts, granting
from huaihai.governance.models import PoolEntry, PoolRequest
from huaihai.governance.tests import pools_cast as people
from huaihai.governance.tests.pools_cast import MORNING, NOW, Pools, code
from huaihai.governance.tests.pools_pages import browser, typed_person, typed_request, url
from huaihai.kit import clock
from huaihai.members.models import Account
from tests.posts import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def pools() -> Pools:
    return people.assemble()


@pytest.fixture
def giver(pools: Pools) -> Client:
    return browser("officer-320300")


@pytest.fixture
def asker(pools: Pools) -> Client:
    return browser("officer-371300")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"shown_as": ""}, "shown_as"),
        ({"shown_as": "周某（测试）专家"}, "shown_as"),
        ({"shown_as": "好\x00人"}, "shown_as"),
        ({"name": "字" * 61}, "name"),
        ({"consented_on": "2026-13-45"}, "consented_on"),
        ({"consented_on": "2027-01-01"}, "consented_on"),
        ({"skills": ["Z99"]}, "skills"),
        ({"half_days": []}, "half_days"),
        ({"half_days": ["9xx"]}, "half_days"),
        ({"serves": ["city:999999"]}, "serves"),
        ({"key": "no-key"}, "key"),
    ],
)
def test_what_does_not_fit_an_entry_is_said_and_the_rest_stays(
    giver: Client, wrong: dict[str, Any], said: str
) -> None:
    answer = giver.post(url("-new", "expert"), typed_person(words="空调与冰箱", **wrong))

    assert answer.status_code == 200
    assert said in answer.context["form"].errors
    assert "空调与冰箱" in answer.text
    assert not PoolEntry.objects.filter(kind="expert").exists()


def test_a_laboratory_is_entered_with_its_code_and_accreditation(giver: Client) -> None:
    typed = typed_person(
        shown_as="检测所（测试）", name="", contact="", cma_number="CMA-1", cma_until_on="2027-01-01"
    )
    refused = giver.post(url("-new", "laboratory"), {**typed, "credit_code": code()[:-1] + "I"})
    assert "credit_code" in refused.context["form"].errors

    giver.post(url("-new", "laboratory"), {**typed, "credit_code": code().lower()})

    assert PoolEntry.objects.get(kind="laboratory").credit_code == code()


@pytest.mark.parametrize(
    "wrong",
    [
        {"half_days": "9" * 5000},
        {"half_days": "-1"},
        {"from_on": "yesterday"},
        {"from_on": "2026-11-01"},
        {"until_on": "9999-99-99"},
        {"purpose": "\x00"},
        {"purpose": "字" * 1001},
        {"trade": "X"},
        {"business_name": "某店"},
        {"credit_code": "O" * 40, "trade": "G01"},
    ],
)
def test_what_does_not_fit_a_request_is_said_and_nothing_is_sent(
    asker: Client, pools: Pools, wrong: dict[str, Any]
) -> None:
    answer = asker.post(url("-ask", pools.lawyer.pk), typed_request(**wrong))

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not PoolRequest.objects.exists()


def test_a_button_pressed_twice_sends_one_request(asker: Client, pools: Pools) -> None:
    typed = typed_request()

    first, second = (asker.post(url("-ask", pools.lawyer.pk), typed) for _ in range(2))

    assert first.url == second.url
    assert PoolRequest.objects.count() == 1


def test_a_conflict_with_the_business_is_shown_before_granting(giver: Client, pools: Pools) -> None:
    conflicts.declare(
        pools.lawyer, business_name="某店", ground="owns", from_on=NOW.date(), by=pools.giver, at=NOW
    )
    asked = people.asked(pools, business_name="某 店", trade="S05")

    assert giver.get(url("-request", asked.pk)).context["is_same_business"]
    assert giver.get(url("-step", asked.pk, "grant")).status_code == 409
    answer = giver.post(url("-step", asked.pk, "grant"), {"seen": asked.version, "half_days": [MORNING.key]})
    assert answer.status_code == 409
    asked.refresh_from_db()
    assert asked.stage == "asked"


def test_in_the_same_trade_the_page_asks_for_a_reason(giver: Client, pools: Pools) -> None:
    conflicts.declare(pools.lawyer, trade="G01", ground="other", from_on=NOW.date(), by=pools.giver, at=NOW)
    asked = people.asked(pools, trade="G01")
    typed = {"seen": asked.version, "half_days": [MORNING.key]}

    refused = giver.post(url("-step", asked.pk, "grant"), typed)
    assert "despite" in refused.context["form"].errors
    assert f'value="{MORNING.key}" id="id_half_days_2" checked' in refused.text
    granted = giver.post(url("-step", asked.pk, "grant"), {**typed, "despite": "不是同一家"})

    assert granted.status_code == 302


def test_somebody_quicker_is_told_with_the_text_kept(giver: Client, asker: Client, pools: Pools) -> None:
    asked = people.asked(pools)
    seen = asked.version
    granting.grant(asked, half_days=[MORNING], by=pools.giver, at=NOW)

    overtaken = asker.post(url("-step", asked.pk, "withdrawal"), {"seen": seen, "reason": "已经和解"})
    assert overtaken.status_code == 409
    assert "已经和解" in overtaken.text
    again = giver.post(url("-step", asked.pk, "decline"), {"seen": seen, "reason": "没有时间"})
    assert again.status_code == 409
    assert "没有时间" in again.text
    stale = giver.post(url("-change", pools.lawyer.pk), {"seen": 99, **typed_person(words="新写的")})
    assert stale.status_code == 409
    assert "新写的" in stale.text
    asked.refresh_from_db()
    assert asked.stage == "granted"


def test_a_half_day_taken_meanwhile_is_said(giver: Client, pools: Pools) -> None:
    first, second = people.asked(pools), people.asked(pools)
    granting.grant(first, half_days=[MORNING], by=pools.giver, at=NOW)

    answer = giver.post(
        url("-step", second.pk, "grant"), {"seen": second.version, "half_days": [MORNING.key]}
    )

    assert answer.status_code == 200
    assert "half_days" in answer.context["form"].errors


def test_what_was_typed_before_the_session_ended_comes_back(pools: Pools, giver: Client) -> None:
    stranger = Client()
    path = url("-keep", pools.lawyer.pk, "pause")
    stranger.post(path, {"seen": pools.lawyer.version, "reason": "外出培训"})
    sign_in(stranger, Account.objects.get(username="officer-320300"))

    assert "外出培训" in stranger.get(path).text


def test_a_request_sent_again_with_other_words_keeps_them_and_says_why(pools: Pools, asker: Client) -> None:
    typed = typed_request()
    address = url("-ask", pools.lawyer.pk)
    assert asker.post(address, typed).status_code == 302

    again = asker.post(address, typed | {"purpose": "另一起纠纷"})

    assert again.status_code == 409
    assert "另一起纠纷" in again.text
    assert PoolRequest.objects.count() == 1
