"""The pages of plans, in the office and for everybody."""

from datetime import date

import pytest
from django.test import Client

from huaihai.governance import duties
from huaihai.governance.models import Plan, PlanItem, Report, Resolution
from huaihai.governance.planning import reports, verbs
from huaihai.governance.tests.deciding import Ten, carried_in_writing, owed, tabled
from huaihai.governance.tests.planning_pages import (
    AT,
    address,
    adopted,
    answers,
    plan_of,
    reader,
    report_of,
)
from huaihai.kit import clock
from tests.posts import body
from tests.reading import fresh, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def office(ten: Ten) -> Client:
    return reader(ten, "city:320300")


def test_a_plan_is_opened_written_and_proposed_through_its_pages(ten: Ten, office: Client) -> None:
    answer = office.post(address("office-plan-opening"), {"year": "2027"})
    plan = Plan.objects.get()
    assert answer.url == address("office-plan", plan.pk)
    office.post(address("office-plan-line-new", plan.pk), answers(plan))
    item = plan.items.get(unit="城")
    assert (item.owner, item.shown_target) == (body("city:371300"), "4 城")
    for version, row in enumerate(plan.items.exclude(pk=item.pk), start=2):
        text = {"text": row.text, "job": row.job, "target": "", "unit": "", "seen": str(version)}
        assert office.post(address("office-plan-line", row.pk), answers(plan, **text)).status_code == 302
    plan.refresh_from_db()
    page = office.get(address("office-plan", plan.pk)).text
    assert "Propose this plan" in page
    office.post(address("office-plan-proposal", plan.pk), {"seen": str(plan.version)})
    assert (fresh(plan).stage, plan.items.count()) == ("proposed", 5)
    office.post(address("office-plan-taking-back", plan.pk), {"seen": str(plan.version)})
    item = plan.items.all()[0]
    office.post(address("office-plan-line-removal", item.pk), {"seen": str(plan.version + 1)})
    assert plan.items.count() == 4


def test_a_plan_with_holes_is_not_proposed_and_says_so(ten: Ten, office: Client) -> None:
    plan = plan_of(ten)
    answer = office.post(address("office-plan-proposal", plan.pk), {"seen": "1"})
    assert answer.status_code == 409
    assert "4 lines have nobody" in answer.text
    assert "nobody yet" in office.get(address("office-plan", plan.pk), {"only": "unclear"}).text


def test_a_line_typed_while_somebody_else_was_quicker_stays_and_is_sent_again(
    ten: Ten, office: Client
) -> None:
    plan = plan_of(ten)
    office.post(address("office-plan-line-new", plan.pk), answers(plan))
    late = office.post(address("office-plan-line-new", plan.pk), answers(plan, text="另一件事"))
    page = late.text
    assert late.status_code == 409
    assert "The plan has 5 lines now" in page
    assert 'value="另一件事"' in page
    assert 'name="seen" value="2"' in page
    office.post(address("office-plan-line-new", plan.pk), answers(plan, text="另一件事", seen="2"))
    assert plan.items.filter(text="另一件事").exists()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("text", ""),
        ("text", "\x00"),
        ("job", "nonsense"),
        ("owner", "no-uuid"),
        ("due_on", "2026-13-45"),
        ("due_on", "9999-12-31"),
        ("target", "NaN"),
        ("target", "1e40"),
        ("unit", "x" * 21),
        ("target", ""),  # a unit needs its number
        ("seen", ""),
    ],
)
def test_nonsense_in_a_line_gives_a_message(ten: Ten, office: Client, field: str, said: str) -> None:
    plan = plan_of(ten)
    answer = office.post(address("office-plan-line-new", plan.pk), answers(plan, **{field: said}))
    assert answer.status_code == 200
    assert 'id="errors"' in answer.text
    assert plan.items.count() == 4


def test_a_line_that_carries_a_duty_leads_to_it_and_says_how_it_stands(ten: Ten, office: Client) -> None:
    duty = owed(ten, due_on=date(2027, 2, 1), at=AT)
    plan = plan_of(ten)
    page = office.get(address("office-plan", plan.pk)).text
    assert address("office-duty", duty.pk) in page
    assert "follow-up duty: open" in page
    duties.do(duty, note="好了", by=ten.office, at=AT)
    assert "follow-up duty: done" in office.get(address("office-plan", plan.pk)).text


def test_whoever_does_a_line_notes_it_and_others_find_no_button(ten: Ten) -> None:
    plan = adopted(ten)
    item = plan.items.all()[0]
    owner, other = reader(ten, "city:411400"), reader(ten, "city:371300")
    assert "Note as done" in owner.get(address("office-plan", plan.pk)).text
    assert "Note as done" not in other.get(address("office-plan", plan.pk)).text
    assert other.get(address("office-plan-line-done", item.pk)).status_code == 404
    said = {"done_on": "2027-01-03", "note": "四城", "seen": "1"}
    assert owner.post(address("office-plan-line-done", item.pk), said).status_code == 302
    assert PlanItem.objects.get(pk=item.pk).done_on == date(2027, 1, 3)
    again = owner.post(address("office-plan-line-done", item.pk), {"note": "还差一城", "seen": "1"})
    assert again.status_code == 409
    assert "还差一城" in again.text
    owner.post(address("office-plan-line-done", item.pk), {"note": "还差一城", "seen": "2"})
    assert PlanItem.objects.get(pk=item.pk).done_on is None


def test_the_page_says_which_resolution_adopted_the_plan(ten: Ten, office: Client) -> None:
    plan = adopted(ten)
    number = Resolution.objects.get().number
    assert f"Adopted by resolution {number}" in office.get(address("office-plan", plan.pk)).text
    assert plan.content_hash in office.get(address("office-plan-print", plan.pk)).text
    assert number in office.get(address("office-plans")).text


@pytest.mark.parametrize(
    ("only", "lines"), [("", 4), ("open", 3), ("late", 1), ("done", 1), ("unclear", 0), ("nonsense", 4)]
)
def test_the_filters_show_their_lines(ten: Ten, office: Client, only: str, lines: int) -> None:
    plan = adopted(ten)
    rows = list(plan.items.all())
    PlanItem.objects.filter(pk=rows[0].pk).update(done_on=AT.date())
    PlanItem.objects.filter(pk=rows[1].pk).update(due_on=date(2027, 1, 1))
    page = office.get(address("office-plan", plan.pk), {"only": only}).text
    assert page.count('<td data-label="Number to reach">') == lines


def test_everybody_reads_the_plan_in_force_without_the_notes_of_officers(ten: Ten) -> None:
    everybody = Client()
    everybody.cookies["language"] = "en"
    assert everybody.get(address("alliance-plan", 2027)).status_code == 404
    plan = adopted(ten)
    item = plan.items.all()[0]
    verbs.note_done(item, done_on=AT.date(), note="内部的话", seen=1, by=ten.office, at=AT)
    page = everybody.get(address("alliance-plan", 2027)).text
    assert plan.content_hash in page
    assert "done" in page
    assert "内部的话" not in page
    assert "Plan for 2027" in everybody.get(address("alliance-reports")).text
    assert everybody.get("/alliance/plans/99999999999999999999/").status_code == 404


@pytest.mark.parametrize("said", ["", "\x00", "9" * 50, "2026-13-45", "1999", "2101"])
def test_nonsense_for_a_year_or_a_quarter_gives_a_message(office: Client, said: str) -> None:
    for name, answer in (
        ("office-plan-opening", {"year": said}),
        ("office-report-opening", {"year": said, "quarter": "1"}),
        ("office-report-opening", {"year": "2026", "quarter": said}),
    ):
        assert 'id="errors"' in office.post(address(name), answer).text
    assert not Plan.objects.exists()
    assert not Report.objects.exists()


def test_a_report_is_opened_written_finished_and_published_through_its_pages(
    ten: Ten, office: Client
) -> None:
    page = office.get(address("office-report-opening")).text
    assert 'value="4" id="id_quarter_3" checked' in page
    office.post(address("office-report-opening"), {"year": "2026", "quarter": "4"})
    report = Report.objects.get()
    words = {"done_text": "开了一次会。", "stuck_text": "", "next_text": "明年再看。"}
    assert office.get(address("alliance-report", "2026-4")).status_code == 404
    for version, (name, said) in enumerate(
        [
            ("office-report-words", words),
            ("office-report-counting", {}),
            ("office-report-finish", {}),
            ("office-report-reopening", {}),
            ("office-report-finish", {}),
            ("office-report-publication", {}),
        ],
        start=1,
    ):
        assert office.get(address(name, report.pk)).status_code == 200
        answer = office.post(address(name, report.pk), {**said, "seen": str(version)})
        assert answer.status_code == 302, name
    everybody = Client()
    everybody.cookies["language"] = "en"
    assert "Report on quarter 4 of 2026" in everybody.get(address("alliance-reports")).text
    page = everybody.get(address("alliance-report", "2026-4")).text
    assert "开了一次会。" in page
    assert "Meetings held" in page
    assert "/office/" not in page


@pytest.mark.parametrize("name", ["2026", "2026-5", "nonsense", "2026-4-1", "٢٠٢٦"])
def test_there_is_no_public_page_of_what_is_not_published(ten: Ten, name: str) -> None:
    report_of(ten)
    assert Client().get(address("alliance-report", name)).status_code == 404


def test_every_number_of_a_report_leads_to_exactly_its_rows(ten: Ten, office: Client) -> None:
    owed(ten, text="发通知给各服务站", due_on=date(2026, 11, 20))
    carried_in_writing(ten, tabled(ten))
    report = report_of(ten)
    own = [row for row in report.figures if row["key"].startswith("governance.")]
    assert len(own) == len(reports.KINDS)
    for row in own:
        page = office.get(row["url"]).text
        assert f'{row["label_en"]}: <span class="num">{row["value"]}</span>' in page
        assert page.count("<li><span>") == row["value"]
    page = office.get(address("office-report", report.pk)).text
    assert all(row["url"].replace("&", "&amp;") in page for row in report.figures)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"since": "2026-10-01"},
        {"since": "\x00", "until": "2026-12-31"},
        {"since": "2026-12-31", "until": "2026-10-01"},
        {"since": "0001-01-01", "until": "9999-12-31"},
    ],
)
def test_days_that_are_none_find_no_rows(office: Client, asked: dict[str, str]) -> None:
    assert office.get(address("office-figure", "meetings"), asked).status_code == 404
    whole = {"since": "2026-10-01", "until": "2026-12-31"}
    assert office.get(address("office-figure", "nonsense"), whole).status_code == 404


def test_what_has_changed_since_is_shown(ten: Ten, office: Client) -> None:
    report = report_of(ten)
    owed(ten, text="发通知", due_on=date(2026, 11, 20))
    page = office.get(address("office-report", report.pk)).text
    assert "now 1" in page
    assert "Some numbers have changed since" in page


@pytest.mark.both_databases
def test_the_lists_ask_the_database_the_same_however_long_they_are(ten: Ten, office: Client) -> None:
    plan, report = plan_of(ten), report_of(ten)
    places = [
        address("office-plans"),
        address("office-reports"),
        address("office-plan", plan.pk),
        address("office-plan-print", plan.pk),
        address("office-report", report.pk),
    ]
    office.get(places[0])  # the first page of a visit reads the session's account once more
    few = [queries_of(office, place) for place in places]
    for year in range(2028, 2040):
        plan_of(ten, year)
    report_of(ten, 3)
    report_of(ten, 2)
    for n in range(10, 60):
        PlanItem.objects.create(
            plan=plan, position=n, job="brands", text=f"第 {n} 件", owner=ten.bodies[n % 10]
        )
    assert [queries_of(office, place) for place in places] == few
    assert "Page 1 of 2" in office.get(address("office-plan", plan.pk)).text


def test_empty_lists_say_what_comes_next(office: Client) -> None:
    assert "There is no plan yet" in office.get(address("office-plans")).text
    assert "There is no report yet" in office.get(address("office-reports")).text
    everybody = Client()
    everybody.cookies["language"] = "en"
    assert "No report is published yet" in everybody.get(address("alliance-reports")).text
