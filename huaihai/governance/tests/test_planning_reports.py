"""Reports: opened with their figures, written, finished, published."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance import duties
from huaihai.governance.lives import REPORT
from huaihai.governance.models import Duty, Membership, PlanItem, Report, Shift
from huaihai.governance.planning import facts, reports, verbs
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
from huaihai.record import events
from huaihai.record.figures import Figure
from tests.posts import body, post_at

pytestmark = pytest.mark.django_db


JANUARY = datetime(2027, 1, 4, 9, 0, tzinfo=ZONE)
QUARTER = (date(2026, 10, 1), date(2026, 12, 31))
TEXTS = {"done_text": "开了一次会。", "stuck_text": "", "next_text": "明年再看。"}


def opened(ten: Ten, quarter: int = 4, at: datetime = JANUARY) -> Report:
    return reports.open_report(year=2026, quarter=quarter, by=ten.office, at=at)


def finished(ten: Ten) -> Report:
    report = reports.write(opened(ten), texts=TEXTS, seen=1, by=ten.office, at=JANUARY)
    return reports.finish(report, seen=report.version, by=ten.office, at=JANUARY)


def duty(ten: Ten, due_on: date) -> Duty:
    return duties.set_duty(text="发通知", owner=body("city:341300"), due_on=due_on, by=ten.office, at=MONDAY)


def test_a_report_opens_with_the_figures_of_all_rooms_in_two_languages(ten: Ten) -> None:
    rows = {row["key"]: row for row in opened(ten).figures}
    assert set(rows) > {f"governance.{kind.key}" for kind in reports.KINDS}
    assert any(key.startswith("cases.") for key in rows)
    assert rows["governance.meetings"]["label_en"] == "Meetings held"
    assert all(row["url"].startswith("/office/figures/") for key, row in rows.items() if "governance" in key)


def test_a_report_is_opened_once_for_a_time_that_has_begun_by_the_office(ten: Ten) -> None:
    opened(ten)
    with pytest.raises(NotPossible):
        opened(ten)
    with pytest.raises(Unfit):
        reports.open_report(year=2027, quarter=2, by=ten.office, at=JANUARY)
    with pytest.raises(Unfit):
        reports.open_report(year=2026, quarter=5, by=ten.office, at=JANUARY)
    with pytest.raises(NotAllowed):
        reports.open_report(year=2026, quarter=0, by=ten.voices["city:411400"], at=JANUARY)


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (1, date(2026, 1, 1), date(2026, 3, 31)),
        (2, date(2026, 4, 1), date(2026, 6, 30)),
        (3, date(2026, 7, 1), date(2026, 9, 30)),
        (4, date(2026, 10, 1), date(2026, 12, 31)),
        (0, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_has_its_days(quarter: int, first: date, last: date) -> None:
    report = Report(year=2026, quarter=quarter, kind="quarter" if quarter else "year")
    assert (report.since, report.until) == (first, last)


def test_a_draft_counts_again_and_two_people_do_not_overwrite_each_other(ten: Ten) -> None:
    report = opened(ten)
    duty(ten, date(2026, 12, 1))
    assert reports.changed_since(report, at=JANUARY) == {"governance.duties-late": 1}
    fresh = reports.refresh(report, seen=1, by=ten.office, at=JANUARY)
    assert reports.changed_since(fresh, at=JANUARY) == {}
    with pytest.raises(Moved):
        reports.write(report, texts=TEXTS, seen=1, by=ten.office, at=JANUARY)


def test_a_report_is_finished_after_its_last_day_with_words_and_fresh_figures(ten: Ten) -> None:
    december = datetime(2026, 12, 31, 12, 0, tzinfo=ZONE)
    report = opened(ten, at=december)
    report = reports.write(report, texts=TEXTS, seen=1, by=ten.office, at=december)
    for at in (december, JANUARY):  # not over yet; then: figures of before the end
        with pytest.raises(NotPossible):
            reports.finish(report, seen=2, by=ten.office, at=at)
    report = reports.refresh(report, seen=2, by=ten.office, at=JANUARY)
    assert reports.finish(report, seen=3, by=ten.office, at=JANUARY).content_hash
    other = opened(ten, quarter=3)
    with pytest.raises(NotPossible):
        reports.finish(other, seen=1, by=ten.office, at=JANUARY)


def test_a_finished_report_keeps_its_numbers_and_says_what_would_be_others(ten: Ten) -> None:
    report = finished(ten)
    duty(ten, date(2026, 12, 1))
    assert reports.changed_since(report, at=JANUARY) == {"governance.duties-late": 1}
    report.refresh_from_db()
    assert report.content_hash == reports.content_hash(report)
    with pytest.raises(NotPossible):
        reports.refresh(report, seen=report.version, by=ten.office, at=JANUARY)
    again = reports.reopen(report, seen=report.version, by=ten.office, at=JANUARY)
    assert (again.stage, again.content_hash) == ("draft", "")


def test_a_published_report_does_not_change_any_more(ten: Ten) -> None:
    report = finished(ten)
    report = reports.publish(report, seen=report.version, by=ten.office, at=JANUARY)
    assert Report.objects.published().get() == report
    assert events.history(report.record_key).last().facts["hash"] == report.content_hash
    for act in (reports.reopen, reports.refresh, reports.finish, reports.publish):
        with pytest.raises(NotPossible):
            act(report, seen=report.version, by=ten.office, at=JANUARY)


@pytest.mark.parametrize("stage", list(REPORT.stages))
@pytest.mark.parametrize("verb", ["write", "refresh", "finish", "reopen", "publish"])
def test_the_verbs_of_a_report_obey_the_table(ten: Ten, stage: str, verb: str) -> None:
    report = reports.write(opened(ten), texts=TEXTS, seen=1, by=ten.office, at=JANUARY)
    Report.objects.filter(pk=report.pk).update(stage=stage, content_hash="" if stage == "draft" else "x")
    more = {"texts": TEXTS} if verb == "write" else {}
    act = getattr(reports, verb)
    if REPORT.can(verb, stage):
        assert act(report, **more, seen=2, by=ten.office, at=JANUARY).stage == REPORT.after(verb, stage)
    else:
        with pytest.raises(NotPossible):
            act(report, **more, seen=2, by=ten.office, at=JANUARY)


def test_the_database_keeps_a_finished_report_fixed(ten: Ten) -> None:
    report = opened(ten)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(stage="finished")


def figure(key: str, number: int) -> facts.FigureRow:
    return facts.FigureRow(key, key, str(number), number, "/desk/")


def test_small_numbers_of_single_places_are_left_out_in_public() -> None:
    kept = facts.hide_small(
        [
            figure("cases.received", 3),
            figure("cases.received.city:320300", 4),
            figure("cases.received.city:411400", 9),
            figure("cases.received.city:341300", 7),
            figure("cases.received.city:371300", 0),
        ]
    )
    # a total is no place; the one small number could be had from the total, so the next one goes with it
    assert [one.words for one in kept] == ["3", "<5", "9", "–", "0"]


@given(numbers=st.lists(st.integers(0, 12), min_size=2, max_size=10))
def test_no_hidden_number_can_be_had_from_the_total(numbers: list[int]) -> None:
    rows = [figure(f"a.city:{320300 + place}", number) for place, number in enumerate(numbers)]
    kept = facts.hide_small(rows)
    hidden = [one for one in kept if one.words != str(one.value)]
    small = [one for one in rows if 0 < one.value < facts.SMALL]
    assert {one.key for one in small} <= {one.key for one in hidden}
    others = [one for one in rows if one.value >= facts.SMALL]
    assert len(hidden) != 1 or not others


def test_two_small_numbers_hide_each_other() -> None:
    kept = facts.hide_small([figure(f"a.city:32030{n}", n) for n in (1, 2, 8)])
    assert [one.words for one in kept] == ["<5", "<5", "8"]


def test_numbers_are_shown_without_links_in_public_and_in_the_reader_s_language(ten: Ten) -> None:
    report = opened(ten)
    with translation.override("en"):
        groups = facts.public_groups(report)
        assert "Deciding" in [group.title for group in groups]
    assert not [one for group in groups for one in group.figures if one.url]


def test_a_room_that_counts_is_asked_by_its_name(ten: Ten, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huaihai.reactions.REPORT_FIGURES", (f"{__name__}.only_one",))
    rows = opened(ten).figures
    assert (rows[0]["key"], rows[0]["value"]) == ("test.days", 92)


def only_one(since: date, until: date) -> list[Figure]:
    return [Figure("test.days", "Days", (until - since + timedelta(days=1)).days, "/desk/", "Test")]


def value(key: str, since: date = QUARTER[0], until: date = QUARTER[1]) -> int:
    found = {figure.key: figure.value for figure in reports.figures_between(since, until)}
    return found[f"governance.{key}"]


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
