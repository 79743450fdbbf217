"""Whose list a case stands on, by when, and what can be done about those that others have."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from huaihai.cases import elsewhere
from huaihai.cases.models import Absence, Appointment, Case
from huaihai.cases.search import finding
from huaihai.cases.verbs import urging
from huaihai.desk import waiting
from huaihai.desk.waiting import Lists, Waiting, Whose
from huaihai.kit import clock
from huaihai.kit.clock import local_moment
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Post, Role
from huaihai.record import events
from huaihai.record.models import Clock, OutboxMessage
from tests import reading
from tests.waiting.making import LONG_AGO, put, staff_at
from tests.waiting.test_lists import actor

pytestmark = pytest.mark.django_db
BODY = "city:320300"
FAR = date(2027, 6, 1)


@pytest.fixture
def officer() -> Actor:
    return actor("officer-320300")


def colleague() -> Actor:
    return staff_at(BODY, Role.MEDIATOR)


def account_of(one: Actor) -> Account:
    return Account.objects.get(pk=str(one.account_id))


def case_of(handler: Actor | None, *, due_on: date = LONG_AGO, stage: str = "mediating") -> Case:
    case: Case = Case.objects.filter(stage=stage, responsible__key=BODY).order_by("pk")[0]
    put(case, handler_id=handler.account_id if handler else None)
    Clock.objects.running().filter(subject=case.record_key).update(due_on=due_on)
    return case


def found(one: Actor, case: Case) -> list[Waiting]:
    with translation.override("en"):
        lists: Lists = waiting.of(one, clock.now())
    return [row for row in (*lists.to_do, *lists.others) if str(case.pk) in f"{row.key}{row.url}"]


def test_a_case_stands_on_the_list_of_who_has_it_and_of_nobody_else(officer: Actor) -> None:
    case = case_of(officer)
    assert [row.whose for row in found(officer, case)] == [Whose.MINE]
    assert found(colleague(), case) == []


def test_whoever_stands_in_has_it_too_for_as_long(officer: Actor) -> None:
    case, other, today = case_of(officer), colleague(), clock.today()
    assert other.account_id != officer.account_id
    days: dict[str, Any] = {"from_on": today, "until_on": today, "stands_in_id": other.account_id}
    Absence.objects.create(account=account_of(officer), organisation_id=str(case.responsible_id), **days)
    assert [row.whose for row in found(other, case)] == [Whose.MINE]


def test_what_nobody_has_is_taken_with_one_press(officer: Actor) -> None:
    case = case_of(None)
    (row,) = found(officer, case)
    assert row.whose == Whose.NOBODY
    client = reading.browser(account_of(officer), language="zh-hans")
    client.post(row.take, {"seen": row.seen})
    case.refresh_from_db()
    assert case.handler_id == officer.account_id
    assert [row.whose for row in found(officer, case)] == [Whose.MINE]


def test_the_case_of_somebody_whose_post_ended_is_nobodys(officer: Actor) -> None:
    case, other = case_of(colleague()), colleague()
    Post.objects.filter(account=other.account_id).update(until_on=clock.today() - timedelta(days=1))
    assert [row.whose for row in found(officer, case)] == [Whose.NOBODY]


def test_the_day_of_another_platform_counts_where_it_is_earlier(officer: Actor) -> None:
    case, today = case_of(officer, due_on=FAR, stage="negotiating"), clock.today()
    assert found(officer, case) == []
    numbers = [elsewhere.Number("12345", "SH-2026-4411", today), elsewhere.Number("12315", "A-1", FAR)]
    elsewhere.keep(case, numbers, by=officer, at=clock.now())
    (row,) = found(officer, case)
    assert row.on == today
    assert "12345 wants an answer" in row.note
    elsewhere.keep(case, [elsewhere.Number("12345", "SH-2026-4411")], by=officer, at=clock.now())
    assert found(officer, case) == []
    searched = finding.find(Case.objects.visible_to(officer), "sh-2026-4411", by=officer)
    assert list(searched) == [case]


@pytest.mark.parametrize(("days", "url"), [(1, "desk-case"), (-1, "desk-step"), (9, "")])
def test_a_mediation_of_the_next_days_waits_and_afterwards_its_minutes(
    officer: Actor, days: int, url: str
) -> None:
    case = case_of(officer, due_on=FAR)
    case.appointments.all().delete()
    starts_at = local_moment(clock.today() + timedelta(days=days), time(9, 30))
    Appointment.objects.create(
        case=case, kind="room", place="二楼", starts_at=starts_at, made_by=officer.key, made_at=clock.now()
    )
    rows = [row for row in found(officer, case) if row.key.startswith("appointment:")]
    wanted = {
        "desk-case": [reverse("desk-case", args=[case.pk])],
        "desk-step": [reverse("desk-step", args=[case.pk, "sessions"])],
    }
    assert [row.url for row in rows] == wanted.get(url, [])
    assert [row.at for row in rows] == [starts_at] * len(rows)


def test_who_has_to_be_called_stands_in_one_row(officer: Actor) -> None:
    case = case_of(officer)
    OutboxMessage.objects.filter(subject=case.record_key).delete()
    before = sum(
        row.count for row in waiting.of(officer, clock.now()).nobodys if row.key.startswith("calls:")
    )
    for name in ("a", "b"):
        OutboxMessage.objects.create(
            effect_key=f"{case.record_key}:consumer:{name}",
            subject=case.record_key,
            channel="call",
            address="051688880000",
            text="演示",
            created_at=clock.now(),
            next_try_at=clock.now(),
        )
    rows = [row for row in waiting.of(officer, clock.now()).nobodys if row.key.startswith("calls:")]
    assert [row.count for row in rows] == [before + 1]


def test_another_body_that_is_late_is_urged_once_a_working_day(officer: Actor) -> None:
    rows = [row for row in waiting.of(officer, clock.now()).others if row.url.endswith("/urging/")]
    case = Case.objects.get(pk=rows[0].url.split("/")[3])
    page = reading.browser(account_of(officer), language="zh-hans").get(rows[0].url)
    assert page.status_code == 200
    assert "<form" in page.text
    urging.urge(case, by=officer, at=clock.now())
    (row,) = [row for row in found(officer, case) if row.whose == Whose.OTHERS]
    assert row.url == reverse("desk-case", args=[case.pk])
    assert "urged" in row.note


def test_a_head_reads_how_many_are_late_in_the_hands_of_colleagues(officer: Actor) -> None:
    case_of(officer)
    (row,) = [
        row for row in waiting.of(actor("head-320300"), clock.now()).others if ":colleagues:" in row.key
    ]
    assert row.days[0] == LONG_AGO
    assert row.count == len(row.days)


def test_what_the_consumer_had_opened_again_stands_in_a_row_of_its_own(officer: Actor) -> None:
    case = case_of(officer, due_on=FAR)
    put(case, stage="breached", stage_since=clock.now())
    events.write(subject=case.record_key, verb="reopen", by="consumer:x", at=case.stage_since, facts={})
    (row,) = found(officer, case)
    assert "opened again" in row.note
