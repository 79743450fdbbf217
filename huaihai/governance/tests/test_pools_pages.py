"""The pages of the pools, as officers of three bodies use them."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.governance.actions.pools import asking, conflicts, entries, granting, hours
from huaihai.governance.models import PoolAbsence, PoolEntry, PoolHours, PoolRequest
from huaihai.governance.office.pools import wording
from huaihai.governance.tests import pools_cast as people
from huaihai.governance.tests.pools_cast import LAWYER, MORNING, NOW, Pools, code
from huaihai.kit import clock
from huaihai.members.models import Account, Role
from huaihai.record import events
from tests.posts import post_at, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def pools() -> Pools:
    return people.assemble()


def browser(username: str) -> Client:
    client = Client()
    sign_in(client, Account.objects.get(username=username))
    return client


@pytest.fixture
def giver(pools: Pools) -> Client:
    return browser("officer-320300")


@pytest.fixture
def asker(pools: Pools) -> Client:
    return browser("officer-371300")


def url(name: str, *keys: Any) -> str:
    return reverse(f"office-pool{name}", args=keys)


def typed_person(**more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "shown_as": "家电维修专家",
        "name": "周某（测试）",
        "contact": "13900000000",
        "consented_on": "2026-11-20",
        "skills": ["G01"],
        "half_days": ["1am", "2am"],
        **more,
    }


def typed_request(**more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "from_on": "2026-11-30",
        "until_on": "2026-12-04",
        "half_days": "1",
        "purpose": "一起纠纷",
        **more,
    }


def test_from_entering_somebody_to_confirmed_hours_through_the_pages(
    giver: Client, asker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered = giver.post(url("-new", "expert"), typed_person())
    assert entered.status_code == 302
    entry = PoolEntry.objects.get(kind="expert")
    found = asker.get(reverse("office-pools"), {"kind": "expert", "skill": "G01", "day": "2026-12-01"})
    assert "家电维修专家" in found.text
    assert "周某" not in found.text

    asker.post(url("-ask", entry.pk), typed_request())
    asked = PoolRequest.objects.get()
    assert "家电维修专家" in giver.get(url("-requests")).text
    page = giver.get(url("-step", asked.pk, "grant"))
    assert page.status_code == 200
    granted = giver.post(
        url("-step", asked.pk, "grant"), {"seen": asked.version, "half_days": ["2026-12-01am"]}
    )
    assert granted.status_code == 302
    assert "周某" in asker.post(url("-contact", entry.pk)).text
    assert "周某" not in asker.get(url("", entry.pk)).text

    monkeypatch.setattr(clock, "now", lambda: people.WORKED_AT)
    asked.refresh_from_db()
    giver.post(
        url("-step", asked.pk, "hours"),
        {"seen": asked.version, "worked_on": "2026-12-01", "hours": "2", "minutes": "30"},
    )
    line = PoolHours.objects.get()
    assert line.minutes == 150
    assert "2026-12-01" not in asker.get(url("-requests")).text
    asked.refresh_from_db()
    asker.post(url("-answer", asked.pk, line.pk), {"seen": asked.version, "is_right": "yes"})
    asked.refresh_from_db()
    asker.post(url("-step", asked.pk, "finish"), {"seen": asked.version})
    asked.refresh_from_db()
    assert asked.stage == "done"

    balance = asker.get(url("-balance"))
    assert balance.context["given"] == balance.context["received"] == balance.context["rows"][0]["given"]
    lines = asker.get(url("-lines"), {"year": "2026", "city": "320300", "side": "given"})
    assert lines.context["sum"] == balance.context["rows"][0]["given"]
    assert url("-request", asked.pk) in lines.text
    assert url("-request", asked.pk) not in browser("officer-411400").get(url("-lines")).text


def test_a_call_to_all_is_answered_with_an_offer(giver: Client, asker: Client, pools: Pools) -> None:
    asker.post(url("-call"), typed_request(kind="lawyer", skill="G01"))
    call = PoolRequest.objects.get()
    assert url("-request", call.pk) in giver.get(url("-requests"), {"list": "calls"}).text
    assert "一起纠纷" not in giver.get(url("-request", call.pk)).text
    assert LAWYER.shown_as in giver.get(url("-offer", call.pk)).text

    offered = giver.post(
        url("-offer-of", call.pk, pools.lawyer.pk), {"seen": call.version, "half_days": [MORNING.key]}
    )
    assert offered.status_code == 302
    call.refresh_from_db()
    asker.post(url("-step", call.pk, "acceptance"), {"seen": call.version})

    call.refresh_from_db()
    assert call.stage == "granted"


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


@pytest.mark.parametrize(
    "query", [{"day": "x"}, {"kind": "x"}, {"city": "\x00"}, {"q": "\x00"}, {"page": "9" * 99}]
)
def test_a_search_that_does_not_fit_is_said_and_shows_the_rest(giver: Client, query: dict[str, str]) -> None:
    answer = giver.get(reverse("office-pools"), query)

    assert answer.status_code == 200
    assert LAWYER.shown_as in answer.text


def test_the_search_finds_words_in_either_script(giver: Client) -> None:
    assert LAWYER.shown_as in giver.get(reverse("office-pools"), {"q": "預付卡"}).text
    assert LAWYER.shown_as not in giver.get(reverse("office-pools"), {"q": "造船"}).text
    assert LAWYER.shown_as in giver.get(reverse("office-pools"), {"whose": "own"}).text
    assert (
        LAWYER.shown_as not in browser("officer-411400").get(reverse("office-pools"), {"whose": "own"}).text
    )


@pytest.mark.parametrize(
    "query", [{"year": "0"}, {"year": "99999"}, {"year": "²"}, {"city": "\x00"}, {"side": "x"}]
)
def test_nonsense_in_the_address_of_the_hours_is_left_out(giver: Client, query: dict[str, str]) -> None:
    assert giver.get(url("-balance"), query).status_code == 200
    assert giver.get(url("-lines"), query).status_code == 200


def test_what_is_not_yours_is_not_there(asker: Client, giver: Client, pools: Pools) -> None:
    conflict = conflicts.declare(
        pools.lawyer, trade="G01", ground="other", from_on=NOW.date(), by=pools.giver, at=NOW
    )
    asked = people.asked(pools)
    for path in (
        url("-change", pools.lawyer.pk),
        url("-keep", pools.lawyer.pk, "pause"),
        url("-conflict-end", pools.lawyer.pk, conflict.pk),
        url("-step", asked.pk, "grant"),
        url("-step", asked.pk, "nonsense"),
        url("-keep", pools.lawyer.pk, "nonsense"),
        url("-new", "wizard"),
    ):
        assert asker.get(path).status_code == 404, path
        assert asker.post(path).status_code == 404, path
    assert asker.get(url("", uuid4())).status_code == 404
    third = browser("officer-411400")
    assert third.get(url("-request", asked.pk)).status_code == 404
    assert giver.get(url("-step", asked.pk, "withdrawal")).status_code == 404


def test_an_auditor_reads_and_changes_nothing(pools: Pools) -> None:
    post_at("city:320300", Role.AUDITOR)
    post_at("city:320300", Role.SYSTEM_ADMIN)
    auditor = browser("auditor-320300")

    assert auditor.get(url("", pools.lawyer.pk)).status_code == 200
    assert auditor.get(url("-new", "expert")).status_code == 404
    refused = auditor.post(url("-contact", pools.lawyer.pk))
    assert refused.status_code == 409
    assert LAWYER.name not in refused.text
    assert browser("system-admin-320300").get(reverse("office-pools")).status_code == 404
    assert Client().get(reverse("office-pools")).status_code == 302


def test_an_interest_is_shown_in_full_to_the_own_body_alone(
    giver: Client, asker: Client, pools: Pools
) -> None:
    typed = {
        "seen": pools.lawyer.version,
        "business_name": "某店（测试）",
        "trade": "G01",
        "ground": "client",
        "note": "去年代理过",
        "from_on": "2026-01-01",
    }
    assert giver.post(url("-keep", pools.lawyer.pk, "conflict"), typed).status_code == 302

    own, other = (client.get(url("", pools.lawyer.pk)).text for client in (giver, asker))
    assert "某店" in own
    assert "去年代理过" in own
    assert "某店" not in other
    assert "去年代理过" not in other


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


def test_days_away_are_written_down_and_taken_off(giver: Client, pools: Pools) -> None:
    path = url("-keep", pools.lawyer.pk, "absence")
    backwards = giver.post(path, {"seen": 1, "from_on": "2026-12-02", "until_on": "2026-12-01"})
    assert "until_on" in backwards.context["form"].errors
    giver.post(path, {"seen": 1, "from_on": "2026-12-01", "until_on": "2026-12-02"})
    absence = PoolAbsence.objects.get()

    giver.post(url("-absence-end", pools.lawyer.pk, absence.pk), {"seen": 2})

    assert not PoolAbsence.objects.exists()


def test_consent_taken_back_through_the_page_erases_the_person(giver: Client, pools: Pools) -> None:
    asked = people.asked(pools)
    giver.post(url("-keep", pools.lawyer.pk, "withdrawal"), {"seen": 1, "text": "电话告知"})

    held = PoolEntry.objects.get()
    assert (held.name, held.contact) == ("", "")
    assert "撤回同意" in giver.get(url("-request", asked.pk)).text
    assert giver.get(url("", held.pk)).status_code == 200
    assert giver.get(url("-change", held.pk)).status_code == 200
    changed = giver.post(url("-change", held.pk), {"seen": held.version, **typed_person(words="又来")})
    assert changed.status_code == 409
    assert giver.post(url("-contact", held.pk)).status_code == 409
    assert held.shown_as not in giver.get(reverse("office-pools")).text
    assert "电话告知" not in str(list(events.history(held.record_key).values_list("facts")))


def test_the_change_form_shows_neither_name_nor_contact(giver: Client, pools: Pools) -> None:
    page = giver.get(url("-change", pools.lawyer.pk)).text

    assert LAWYER.name not in page
    assert LAWYER.contact not in page
    assert LAWYER.shown_as in page


def queries(client: Client, path: str) -> int:
    client.get(path)  # the session's own first write
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


@pytest.fixture
def lists(pools: Pools, giver: Client, asker: Client) -> list[tuple[Client, str]]:
    return [
        (asker, reverse("office-pools")),
        (giver, f"{url('-requests')}?list=to"),
        (asker, f"{url('-requests')}?list=waiting"),
        (asker, url("-balance")),
        (asker, url("-lines")),
    ]


def test_lists_need_as_many_queries_for_many_rows_as_for_few(
    lists: list[tuple[Client, str]], pools: Pools
) -> None:
    people.confirmed(pools, people.granted(pools))
    few = [queries(client, path) for client, path in lists]

    for number in range(5):
        entry = entries.enrol(
            replace(LAWYER, shown_as=f"律师 {number}", skills=("G02", "G03")),
            body=pools.gives,
            by=pools.giver,
            at=NOW,
        )
        request = people.asked(pools, entry=entry)
        granting.grant(request, half_days=[MORNING], by=pools.giver, at=NOW)
        people.confirmed(pools, request)
        people.asked(pools, entry=entry)
        call = people.asked(pools, entry=None)
        granting.offer(call, entry=entry, half_days=[people.AFTERNOON], by=pools.giver, at=NOW)

    assert [queries(client, path) for client, path in lists] == few


def test_a_page_of_one_request_needs_as_many_queries_for_many_lines(giver: Client, pools: Pools) -> None:
    request = people.granted(pools)
    people.confirmed(pools, request)
    few = queries(giver, url("-request", request.pk))
    for _ in range(6):
        people.confirmed(pools, request)

    assert queries(giver, url("-request", request.pk)) == few


def test_a_long_list_is_paged(asker: Client, pools: Pools) -> None:
    for _ in range(27):
        asking.ask(
            body=pools.asks,
            entry=pools.lawyer,
            from_on=date(2026, 12, 1),
            until_on=date(2026, 12, 1),
            half_days=1,
            purpose="x",
            by=pools.asker,
            at=NOW,
        )

    page = asker.get(url("-requests"), {"list": "from"})

    assert len(page.context["rows"]) == 25
    assert "page=2" in page.text


def test_the_own_body_reads_who_looked_and_the_others_do_not(
    giver: Client, asker: Client, pools: Pools
) -> None:
    request = people.granted(pools)
    asker.post(url("-contact", pools.lawyer.pk))

    record = giver.get(url("-record", pools.lawyer.pk)).context["entries"]

    assert record[0]["text"] == pools.asks.short_name
    assert asker.get(url("-record", pools.lawyer.pk)).status_code == 404
    assert len(asker.get(url("-request-record", request.pk)).context["entries"]) == 2
    assert browser("officer-411400").get(url("-request-record", request.pk)).status_code == 404


def test_a_step_that_would_be_refused_is_not_offered(asker: Client, pools: Pools) -> None:
    request = people.granted(pools)

    def offered() -> list[str]:
        return [step.verb for step in asker.get(url("-request", request.pk)).context["steps"]]

    assert offered() == ["withdraw"]
    line = people.worked(pools, request)
    assert offered() == []
    hours.answer(request, line=line, is_right=True, by=pools.asker, at=people.WORKED_AT)
    assert offered() == ["finish"]


def test_half_days_are_said_in_as_few_words_as_they_need(pools: Pools) -> None:
    entry = PoolEntry.objects.get()
    assert wording.week_words(entry) == "星期一到星期五全天"
    entries.change(
        entry,
        replace(LAWYER, half_days=((1, "am"), (2, "am"), (4, "am"), (4, "pm"), (6, "pm"))),
        by=pools.giver,
        at=NOW,
    )

    assert wording.week_words(entry) == "星期一到星期二上午、星期四全天、星期六下午"
    assert wording.free_words([MORNING, people.AFTERNOON]) == ["12 月 1 日 星期二 全天"]
