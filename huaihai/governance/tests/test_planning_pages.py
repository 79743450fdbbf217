"""The pages of plans, in the office and for everybody."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from huaihai.governance import duties
from huaihai.governance.models import Plan, PlanItem, Resolution, SecretariatTerm
from huaihai.governance.planning import verbs
from huaihai.governance.tests.deciding import Ten, assemble
from huaihai.governance.tests.planning_pages import (
    AT,
    address,
    adopted,
    answers,
    page_of,
    plan_of,
    reader,
    report_of,
)
from huaihai.kit import clock
from huaihai.members.models import Role
from tests.posts import body, post_at, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def ten() -> Ten:
    return assemble()


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
    page = page_of(office.get(address("office-plan", plan.pk)))
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
    assert "4 lines have nobody" in page_of(answer)
    assert "nobody yet" in page_of(office.get(address("office-plan", plan.pk), {"only": "unclear"}))


def test_a_line_typed_while_somebody_else_was_quicker_stays_and_is_sent_again(
    ten: Ten, office: Client
) -> None:
    plan = plan_of(ten)
    office.post(address("office-plan-line-new", plan.pk), answers(plan))
    late = office.post(address("office-plan-line-new", plan.pk), answers(plan, text="另一件事"))
    page = page_of(late)
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
        ("text", "x" * 301),
        ("job", "nonsense"),
        ("job", "\x00"),
        ("owner", "no-uuid"),
        ("owner", "\x00"),
        ("due_on", "2026-13-45"),
        ("due_on", "9999-12-31"),
        ("due_on", "\x00"),
        ("target", "-1"),
        ("target", "NaN"),
        ("target", "1e40"),
        ("target", "9" * 50),
        ("target", "\x00"),
        ("unit", "x" * 21),
        ("seen", ""),
        ("seen", "-1"),
        ("seen", "9" * 50),
        ("seen", "\x00"),
    ],
)
def test_nonsense_in_a_line_gives_a_message(ten: Ten, office: Client, field: str, said: str) -> None:
    plan = plan_of(ten)
    answer = office.post(address("office-plan-line-new", plan.pk), answers(plan, **{field: said}))
    assert answer.status_code == 200
    assert 'id="errors"' in page_of(answer)
    assert plan.items.count() == 4


def test_a_line_that_carries_a_duty_leads_to_it_and_says_how_it_stands(ten: Ten, office: Client) -> None:
    duty = duties.set_duty(
        text="通知", owner=body("city:341300"), due_on=date(2027, 2, 1), by=ten.office, at=AT
    )
    plan = plan_of(ten)
    page = page_of(office.get(address("office-plan", plan.pk)))
    assert address("office-duty", duty.pk) in page
    assert "follow-up duty: open" in page
    duties.do(duty, note="好了", by=ten.office, at=AT)
    assert "follow-up duty: done" in page_of(office.get(address("office-plan", plan.pk)))


def test_a_unit_needs_its_number(ten: Ten, office: Client) -> None:
    plan = plan_of(ten)
    page = page_of(office.post(address("office-plan-line-new", plan.pk), answers(plan, target="")))
    assert "A unit needs its number." in page


def test_whoever_does_a_line_notes_it_and_others_find_no_button(ten: Ten) -> None:
    plan = adopted(ten)
    item = plan.items.all()[0]
    owner, other = reader(ten, "city:411400"), reader(ten, "city:371300")
    assert "Note as done" in page_of(owner.get(address("office-plan", plan.pk)))
    assert "Note as done" not in page_of(other.get(address("office-plan", plan.pk)))
    assert other.get(address("office-plan-line-done", item.pk)).status_code == 404
    said = {"done_on": "2027-01-03", "note": "四城", "seen": "1"}
    assert owner.post(address("office-plan-line-done", item.pk), said).status_code == 302
    assert PlanItem.objects.get(pk=item.pk).done_on == date(2027, 1, 3)
    again = owner.post(address("office-plan-line-done", item.pk), {"note": "还差一城", "seen": "1"})
    assert again.status_code == 409
    assert "还差一城" in page_of(again)
    owner.post(address("office-plan-line-done", item.pk), {"note": "还差一城", "seen": "2"})
    assert PlanItem.objects.get(pk=item.pk).done_on is None


def test_the_page_says_which_resolution_adopted_the_plan(ten: Ten, office: Client) -> None:
    plan = adopted(ten)
    number = Resolution.objects.get().number
    assert f"Adopted by resolution {number}" in page_of(office.get(address("office-plan", plan.pk)))
    assert plan.content_hash in page_of(office.get(address("office-plan-print", plan.pk)))
    assert number in page_of(office.get(address("office-plans")))


@pytest.mark.parametrize(
    ("only", "lines"), [("", 4), ("open", 3), ("late", 1), ("done", 1), ("unclear", 0), ("nonsense", 4)]
)
def test_the_filters_show_their_lines(ten: Ten, office: Client, only: str, lines: int) -> None:
    plan = adopted(ten)
    rows = list(plan.items.all())
    PlanItem.objects.filter(pk=rows[0].pk).update(done_on=AT.date())
    PlanItem.objects.filter(pk=rows[1].pk).update(due_on=date(2027, 1, 1))
    page = page_of(office.get(address("office-plan", plan.pk), {"only": only}))
    assert page.count('<td data-label="Number to reach">') == lines


def test_others_read_but_do_not_write(ten: Ten) -> None:
    plan, report = plan_of(ten), report_of(ten)
    other = reader(ten, "city:411400")
    for name, args in (
        ("office-plans", ()),
        ("office-plan", (plan.pk,)),
        ("office-plan-print", (plan.pk,)),
        ("office-reports", ()),
        ("office-report", (report.pk,)),
        ("office-report-print", (report.pk,)),
    ):
        assert other.get(address(name, *args)).status_code == 200
        assert Client().get(address(name, *args)).status_code == 302
    for name, args in (
        ("office-plan-opening", ()),
        ("office-plan-line-new", (plan.pk,)),
        ("office-plan-line", (plan.items.all()[0].pk,)),
        ("office-plan-proposal", (plan.pk,)),
        ("office-report-opening", ()),
        ("office-report-words", (report.pk,)),
        ("office-report-counting", (report.pk,)),
    ):
        assert other.get(address(name, *args)).status_code == 404
    assert other.post(address("office-plan-line-new", plan.pk), answers(plan)).status_code == 409
    assert other.get(address("office-plan", uuid4())).status_code == 404


def test_what_was_typed_stays_when_the_office_has_moved_on(ten: Ten, office: Client) -> None:
    plan = plan_of(ten)
    SecretariatTerm.objects.update(until_on=date(2027, 1, 3))
    answer = office.post(address("office-plan-line-new", plan.pk), answers(plan, text="写了一半"))
    assert answer.status_code == 409
    assert "写了一半" in page_of(answer)


def test_an_administrator_sees_no_plans(ten: Ten) -> None:
    client = Client()
    sign_in(client, post_at("alliance", Role.SYSTEM_ADMIN).account)
    assert client.get(address("office-plans")).status_code == 404
    assert client.get(address("office-reports")).status_code == 404


def test_everybody_reads_the_plan_in_force_without_the_notes_of_officers(ten: Ten) -> None:
    everybody = Client()
    everybody.cookies["language"] = "en"
    assert everybody.get(address("alliance-plan", 2027)).status_code == 404
    plan = adopted(ten)
    item = plan.items.all()[0]
    verbs.note_done(item, done_on=AT.date(), note="内部的话", seen=1, by=ten.office, at=AT)
    page = page_of(everybody.get(address("alliance-plan", 2027)))
    assert plan.content_hash in page
    assert "done" in page
    assert "内部的话" not in page
    assert "Plan for 2027" in page_of(everybody.get(address("alliance-reports")))
    assert everybody.get("/alliance/plans/99999999999999999999/").status_code == 404
