"""Forty alike complaints over three cities become one joint handling with the consent of each; two leave; thirty-eight
agreements."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Agreement, Case, Together, TogetherCase
from huaihai.cases.tests.together_scene import (
    NOW,
    THIRD,
    binder_url,
    complain,
    consumer,
    own,
    press,
    row,
    to_lead,
)
from huaihai.cases.together import life
from huaihai.cases.verbs.intake import Receipt
from huaihai.kit import clock, spoken
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests import cast as people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("tuesday")]
CITIES = [people.HOME] * 16 + [THIRD] * 14 + [people.LEAD] * 10


@pytest.fixture
def receipts(cast: people.Cast) -> list[Receipt]:
    """Forty, of three cities, with the body of the shop's city; and one about something else."""
    made = [complain(number, at=city) for number, city in enumerate(CITIES)]
    for one in made:
        to_lead(cast, one.case)
    return made


def test_forty_of_three_cities_two_leave_thirty_eight_agreements(
    cast: people.Cast, zhao: Client, receipts: list[Receipt], monkeypatch: pytest.MonkeyPatch
) -> None:
    binder = opened(cast, zhao, receipts)
    stages = {one.case.pk: Case.objects.get(pk=one.case.pk).stage for one in receipts}
    phones = [consumer(one) for one in receipts]
    all_join(phones, receipts, binder)
    assert {one.case.pk: Case.objects.get(pk=one.case.pk).stage for one in receipts} == stages

    first, second = 3, 20
    leaves(phones[first], receipts[first].case)  # before anything was done together
    press(zhao, binder, "admit")
    assert Case.objects.get(pk=receipts[first].case.pk).stage == "deciding"
    assert Case.objects.filter(stage="mediating").count() == 39

    later = NOW + timedelta(days=3)
    session = {"kind": "room", "day": later.date().isoformat(), "time": "14:00", "place": "三楼调解室"}
    press(zhao, binder, "session", **session, invited=["consumer", "business"])
    assert messages_of("session_planned") == {"consumer": 39, "business": 1}
    assert "三楼调解室" in zhao.get(binder_url(binder)).text

    monkeypatch.setattr(clock, "now", lambda: later + timedelta(hours=6))
    press(zhao, binder, "minutes", held_on=later.date().isoformat(), minutes="双方都到了。")
    assert held_sessions(receipts) == {one.case.pk for one in receipts} - {receipts[first].case.pk}
    leaves(phones[second], receipts[second].case)  # after the session
    left = {receipts[first].case.pk, receipts[second].case.pk}

    sums = agree(zhao, binder, receipts, left)

    found = dict(Agreement.objects.values_list("case", "sum_fen"))
    assert found == sums
    assert len(found) == 38
    assert {one.kind for one in Agreement.objects.all()} == {Agreement.Kind.MEDIATION}
    assert Case.objects.get(pk=receipts[first].case.pk).stage == "deciding"
    assert Case.objects.get(pk=receipts[second].case.pk).stage == "mediating"
    page = zhao.get(binder_url(binder)).text
    assert spoken.figures(sum(sums.values())) in page
    assert Case.objects.filter(stage="fulfilling", promises__isnull=False).count() == 38
    assert messages_of("agreed") == {"consumer": 38, "business": 1}
    for one in receipts:
        assert events.broken_at(one.case.record_key) is None
    assert events.broken_at(binder.record_key) is None


def opened(cast: people.Cast, zhao: Client, receipts: list[Receipt]) -> Together:
    """Found from the page of one case, with why; one button asks all of them."""
    start = receipts[0].case
    assert reverse("desk-alike", args=[start.pk]) in zhao.get(reverse("desk-case", args=[start.pk])).text
    url = reverse("desk-alike", args=[start.pk])
    page = zhao.get(url).text
    keys = re.findall(r'name="cases" value="([^"]+)"', page)
    assert set(keys) == {str(one.case.pk) for one in receipts[1:]}
    zhao.post(url, {"title": "年卡 13800000001 不退", "cases": keys})
    binder = Together.objects.get()
    assert binder.body == cast.lead
    assert "13800000001" not in binder.title
    assert binder.cases.filter(stage=life.ASKED).count() == 40
    assert messages_of("together_asked") == {"consumer": 40}
    return binder


def all_join(phones: list[Client], receipts: list[Receipt], binder: Together) -> None:
    """Each reads what it is and says yes; who has said nothing has not joined."""
    for place, (phone, one) in enumerate(zip(phones, receipts, strict=True)):
        assert row(binder, one.case).stage == life.ASKED
        assert own(one.case) in phone.get(reverse("my-case", args=[one.case.pk])).text
        page = phone.get(own(one.case)).text
        assert not any(other.number in page for other in receipts if other is not one)
        typed = {"answer": "yes", "is_spoken_for": "on"} | ({"is_willing": "on"} if place < 3 else {})
        assert phone.post(own(one.case), typed).status_code == 302
        held = row(binder, one.case)
        assert (held.stage, held.is_spoken_for, held.is_willing) == (life.JOINED, True, place < 3)
        last = events.history(one.case.record_key).last()
        assert last is not None
        assert (last.verb, last.by) == ("together_join", f"consumer:{one.case.pk}")


def leaves(phone: Client, case: Case) -> None:
    phone.post(own(case), {"answer": "leave"})
    assert TogetherCase.objects.get(case=case).stage == life.LEFT


def agree(zhao: Client, binder: Together, receipts: list[Receipt], left: set[Any]) -> dict[Any, int]:
    """Sums stand there as each asked; one is put right, and without the own yes of each nothing is written."""
    joined = [one.case for one in receipts if one.case.pk not in left]
    rows = {case.pk: row(binder, case) for case in joined}
    ticked = [f"{one.pk}:{one.version}" for one in rows.values()]
    page = zhao.post(binder_url(binder), {"do": "agree", "row": ticked}).text
    for one in rows.values():
        field = re.search(rf'<input[^>]*name="sum_{one.pk}"[^>]*>', page)
        assert field is not None
        assert f'value="{spoken.figures(one.case.asked_fen or 0)}"' in field.group()
    sums = {pk: one.case.asked_fen or 0 for pk, one in rows.items()} | {joined[5].pk: 9_999}
    typed = {f"sum_{rows[pk].pk}": f"{fen // 100}.{fen % 100:02}" for pk, fen in sums.items()}
    typed |= {"terms": "十日内原路退款。", "perform_by_on": (NOW + timedelta(days=13)).date().isoformat()}
    sent = {"do": "agree", "sure": "1", "row": ticked, **typed}
    refused = zhao.post(binder_url(binder), sent)
    assert refused.status_code == 200
    assert not Agreement.objects.exists()
    assert 'value="99.99"' in refused.text  # what was typed is there
    zhao.post(binder_url(binder), {**sent, "is_own_yes": "on"})
    return sums


def messages_of(event: str) -> dict[str, int]:
    """How many of this kind went out, to whom."""
    keys = OutboxMessage.objects.filter(effect_key__contains=f":{event}").values_list("effect_key", flat=True)
    found = {"business": sum(":business:" in key for key in keys)}
    found["consumer"] = len(keys) - found["business"]
    return {whom: number for whom, number in found.items() if number}


def held_sessions(receipts: list[Receipt]) -> set[Any]:
    return {
        one.case.pk
        for one in receipts
        if events.history(one.case.record_key).filter(verb="hold_session").exists()
    }
