"""The pages of plans, in the office and for everybody."""

from datetime import date

import pytest
from django.test import Client

from huaihai.governance import duties
from huaihai.governance.models import Plan, PlanItem, Resolution
from huaihai.governance.planning import verbs
from huaihai.governance.tests.deciding import Ten
from huaihai.governance.tests.planning_pages import (
    AT,
    address,
    adopted,
    answers,
    plan_of,
    reader,
)
from huaihai.kit import clock
from tests.posts import body

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
    plan.refresh_from_db()
    assert (plan.stage, plan.items.count()) == ("proposed", 5)
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
    duty = duties.set_duty(
        text="通知", owner=body("city:341300"), due_on=date(2027, 2, 1), by=ten.office, at=AT
    )
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
