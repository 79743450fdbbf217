"""The pages of the pools, as officers of three bodies use them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.governance.models import PoolEntry, PoolRequest
from huaihai.governance.pools import verbs
from huaihai.governance.tests import pools_cast as people
from huaihai.governance.tests.pools_cast import LAWYER, NOW, Pools
from huaihai.kit import clock
from huaihai.members.models import Account, Role
from huaihai.record import events
from tests import reading
from tests.posts import post_at
from tests.reading import fresh

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


def browser(username: str) -> Client:
    return reading.browser(Account.objects.get(username=username))


def url(name: str, *keys: Any) -> str:
    return reverse(f"office-pool{name}", args=keys)


def typed(**more: Any) -> dict[str, Any]:
    return {
        "seen": "0",
        "kind": "expert",
        "shown_as": "家电维修专家",
        "name": "周某（测试）",
        "contact": "13900000000",
        "has_agreed": "on",
        **more,
    }


def asking(**more: Any) -> dict[str, Any]:
    return {"from_on": "2026-11-30", "until_on": "2026-12-04", "purpose": "一起纠纷", **more}


def test_from_entering_somebody_to_the_telephone_through_the_pages(giver: Client, asker: Client) -> None:
    assert giver.post(url("-new"), typed()).status_code == 302
    entry = PoolEntry.objects.get(kind="expert")
    found = asker.get(reverse("office-pools"), {"kind": "expert", "q": "维修"}).text
    assert "家电维修专家" in found
    assert "周某" not in found

    assert asker.post(url("-ask", entry.pk), asking()).status_code == 302
    request = PoolRequest.objects.get()
    assert url("-answer", request.pk) in giver.get(reverse("office-pools")).text
    assert url("-answer", request.pk) not in asker.get(reverse("office-pools")).text
    assert giver.get(url("-answer", request.pk)).status_code == 200
    sent = giver.post(url("-answer", request.pk), {"seen": request.version, "is_granted": "yes"})
    assert sent.status_code == 302
    shown = asker.post(url("-contact", entry.pk)).text
    assert "周某" in shown
    assert "13900000000" in shown
    assert "周某" not in asker.get(url("", entry.pk)).text
    assert "临沂" in giver.get(url("", entry.pk)).text  # who looked

    request.refresh_from_db()
    asker.post(url("-withdrawal", request.pk), {"seen": request.version})
    assert fresh(request).stage == "withdrawn"
    assert asker.post(url("-contact", entry.pk)).status_code == 409


def test_what_was_typed_stays_when_it_does_not_fit(giver: Client) -> None:
    for wrong in (
        {"has_agreed": ""},
        {"kind": "x"},
        {"until_on": "2020-01-01"},
        {"shown_as": "周某（测试）"},
    ):
        answer = giver.post(url("-new"), typed(words="空调、冰箱", **wrong))
        assert answer.status_code == 200
        assert "空调、冰箱" in answer.text
    assert not PoolEntry.objects.filter(kind="expert").exists()


def test_a_request_that_was_answered_meanwhile_is_refused_and_says_so(
    pools: Pools, giver: Client, asker: Client
) -> None:
    request = people.asked(pools)
    verbs.withdraw(request, by=pools.asker, at=NOW)
    answer = giver.post(url("-answer", request.pk), {"seen": 1, "is_granted": "no", "answer": "那几天没空"})
    assert answer.status_code == 409
    assert "那几天没空" in answer.text
    assert asker.post(url("-withdrawal", request.pk), {"seen": "x"}).status_code == 409


def test_changing_keeps_the_closed_name_and_taking_the_consent_back_erases_it(
    pools: Pools, giver: Client
) -> None:
    page = giver.get(url("-change", pools.lawyer.pk)).text
    assert LAWYER.shown_as in page
    assert LAWYER.name not in page
    giver.post(url("-change", pools.lawyer.pk), {"seen": 1, "shown_as": "律师", "until_on": "2027-06-30"})
    row = PoolEntry.objects.get()
    assert (row.shown_as, row.name, str(row.until_on)) == ("律师", LAWYER.name, "2027-06-30")
    assert giver.get(url("-consent", row.pk)).status_code == 200
    assert giver.post(url("-consent", row.pk), {"seen": row.version}).status_code == 302
    assert PoolEntry.objects.get().contact == ""
    assert giver.get(url("", row.pk)).status_code == 200


def test_others_see_no_purpose(pools: Pools) -> None:
    request = people.asked(pools)
    third = browser("officer-411400")
    assert third.get(url("-request", request.pk)).status_code == 404
    assert third.get(url("", pools.lawyer.pk)).status_code == 200
    post_at("alliance", Role.AUDITOR, username="pruefer")
    auditor = browser("pruefer")
    assert "法律意见" not in auditor.get(url("-request", request.pk)).text
    for address in (url("-ask", pools.lawyer.pk), url("-new"), url("-answer", request.pk)):
        assert auditor.get(address).status_code == 404


def test_events_of_earlier_versions_are_still_read(pools: Pools, giver: Client) -> None:
    events.write(subject=pools.lawyer.record_key, verb="declare conflict", by=pools.giver.key, at=NOW)
    assert "申报了利害关系" in giver.get(url("", pools.lawyer.pk)).text


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"kind": "x' OR 1"}, {"page": "-1"}, {"q": "x" * 500}])
def test_a_search_for_nonsense_finds_nothing_and_breaks_nothing(giver: Client, query: dict[str, str]) -> None:
    assert giver.get(reverse("office-pools"), query).status_code == 200


@pytest.mark.both_databases
def test_the_number_of_queries_does_not_grow_with_the_entries(pools: Pools, giver: Client) -> None:
    people.asked(pools)
    address = reverse("office-pools")
    giver.get(address)
    few = reading.queries_of(giver, address)
    for number in range(5):
        stated = verbs.Stated(f"专家{number}", contact="x")
        entry = verbs.enrol("expert", stated, body=pools.gives, by=pools.giver, at=NOW)
        people.asked(pools.__class__(**{**vars(pools), "lawyer": entry}))
    assert "专家4" in giver.get(address).text
    assert reading.queries_of(giver, address) == few
