"""The alliance's own numbers: each equals its rows, and late things count once."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huaihai.governance import duties
from huaihai.governance.models import Duty, Membership, PlanItem, Shift
from huaihai.governance.planning import reports, verbs
from huaihai.governance.tests.deciding import (
    DAY,
    MONDAY,
    Ten,
    carried_in_writing,
    in_session,
    tabled,
)
from huaihai.kit.clock import ZONE
from huaihai.members.models import Role
from tests.posts import body, post_at

pytestmark = pytest.mark.django_db
JANUARY = datetime(2027, 1, 4, 9, 0, tzinfo=ZONE)
QUARTER = (date(2026, 10, 1), date(2026, 12, 31))
TEXTS = {"done_text": "开了一次会。", "stuck_text": "", "next_text": "明年再看。"}


def value(key: str, since: date = QUARTER[0], until: date = QUARTER[1]) -> int:
    found = {figure.key: figure.value for figure in reports.figures_between(since, until)}
    return found[f"governance.{key}"]


def duty(ten: Ten, due_on: date) -> Duty:
    return duties.set_duty(text="发通知", owner=body("city:341300"), due_on=due_on, by=ten.office, at=MONDAY)


def test_meetings_resolutions_and_short_votes_are_counted_on_their_day(ten: Ten) -> None:
    carried_in_writing(ten, tabled(ten))
    meeting = in_session(ten)
    assert (value("meetings"), value("resolutions")) == (0, 1)
    type(meeting).objects.filter(pk=meeting.pk).update(stage="closed")
    assert value("meetings") == 1
    assert value("meetings", date(2026, 1, 1), meeting.begins_at.date() - DAY) == 0
    assert value("resolutions", date(2027, 1, 1), date(2027, 3, 31)) == 0


def test_a_duty_becomes_late_once_on_the_day_after_its_last(ten: Ten) -> None:
    duty(ten, date(2026, 12, 31))
    late = duty(ten, date(2026, 12, 30))
    in_time = duty(ten, date(2026, 12, 1))
    duties.do(in_time, note="好了", by=ten.office, at=datetime(2026, 12, 1, 23, 59, tzinfo=ZONE))
    duties.do(late, note="晚了", by=ten.office, at=JANUARY)
    assert (value("duties-late"), value("duties-done")) == (1, 1)
    first_quarter = (date(2027, 1, 1), date(2027, 3, 31))
    assert (value("duties-late", *first_quarter), value("duties-done", *first_quarter)) == (1, 1)


def test_a_duty_done_in_the_first_hour_after_its_last_day_is_late(ten: Ten) -> None:
    late = duty(ten, date(2026, 12, 1))
    duties.do(late, note="晚了", by=ten.office, at=datetime(2026, 12, 2, 0, 30, tzinfo=ZONE))
    assert value("duties-late") == 1


def test_days_without_anybody_on_duty_are_counted_for_members_only(ten: Ten) -> None:
    assert value("roster-gaps") == 0
    account = post_at("city:320300", Role.MEDIATOR).account
    for day in (1, 2):
        Shift.objects.create(organisation=body("city:320300"), account=account, on=date(2026, 12, day))
    span = (date(2026, 12, 1), date(2026, 12, 3))
    assert value("roster-gaps", *span) == 9 + 9 + 10
    Membership.objects.filter(organisation=body("city:341300")).update(until_on=date(2026, 12, 1))
    assert value("roster-gaps", *span) == 9 + 8 + 9
    assert len(reports.gaps(*span)) == 26


def test_lines_of_the_plan_in_force_are_counted(ten: Ten) -> None:
    plan = verbs.open_plan(year=2026, by=ten.office, at=MONDAY)
    plan.items.update(owner=body("city:411400"), due_on=date(2026, 11, 30))
    verbs.propose(plan, seen=1, by=ten.office, at=MONDAY)
    assert value("plan-late") == 0
    plan.refresh_from_db()
    facts = {"plan": str(plan.pk), "year": 2026, "serial": 1, "hash": plan.content_hash}
    carried_in_writing(ten, tabled(ten, effects=[{"kind": "plan", "facts": facts}]))
    item = PlanItem.objects.all()[0]
    verbs.note_done(item, done_on=MONDAY.date(), note="", seen=1, by=ten.office, at=MONDAY)
    assert (value("plan-done"), value("plan-late")) == (1, 3)


def test_every_number_is_that_of_its_rows(ten: Ten) -> None:
    carried_in_writing(ten, tabled(ten))
    duty(ten, date(2026, 12, 1))
    for kind in reports.KINDS:
        rows = kind.rows(*QUARTER)
        assert reports.value_of(rows) == value(kind.key)
        assert len(list(rows)) == value(kind.key)


def test_counting_costs_the_same_however_much_there_is(ten: Ten) -> None:
    def queries(since: date = QUARTER[0]) -> int:
        with CaptureQueriesContext(connection) as caught:
            reports.figures_between(since, QUARTER[1])
        return len(caught)

    account = post_at("city:320300", Role.MEDIATOR).account
    Shift.objects.create(organisation=body("city:320300"), account=account, on=date(2026, 10, 1))
    duty(ten, date(2026, 12, 1))
    few = queries()
    for day in range(2, 20):
        duty(ten, date(2026, 12, day))
        Shift.objects.create(organisation=body("city:320300"), account=account, on=date(2026, 10, day))
    assert queries() == few
    assert queries(date(2026, 1, 1)) == few
