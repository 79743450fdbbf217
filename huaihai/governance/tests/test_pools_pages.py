"""The pages of the pools, as officers of three bodies use them."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.governance.actions.pools import conflicts, hours
from huaihai.governance.models import PoolAbsence, PoolEntry, PoolHours, PoolRequest
from huaihai.governance.tests import pools_cast as people
from huaihai.governance.tests.pools_cast import LAWYER, MORNING, NOW, Pools
from huaihai.governance.tests.pools_pages import browser, typed_person, typed_request, url
from huaihai.kit import clock
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import post_at

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
