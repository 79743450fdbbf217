"""Plans: opened filled in, changed, proposed."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai import alliance
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance import effects
from huaihai.governance.lives import PLAN
from huaihai.governance.models import Plan, PlanItem, Resolution
from huaihai.governance.planning import verbs
from huaihai.governance.tests.deciding import (
    HOUR,
    MONDAY,
    Ten,
    carried_in_writing,
    in_writing,
    owed,
    tabled,
)
from huaihai.governance.tests.planning_cast import JOBS, adopted, effect_of, filled, line, opened, proposed
from huaihai.members import directory
from huaihai.members.models import Role
from huaihai.record import events
from tests.effort import examples
from tests.posts import body, officer_of
from tests.reading import fresh

pytestmark = pytest.mark.django_db


THREE_RIVERS = Path(__file__).resolve().parents[3] / "tests" / "alliances" / "three_rivers"


def test_a_first_plan_opens_with_the_jobs_of_the_alliance(ten: Ten) -> None:
    plan = opened(ten)
    assert [item.job for item in plan.items.all()] == JOBS
    assert {item.origin for item in plan.items.all()} == {"job"}
    assert events.history(plan.record_key).get().facts["lines"] == len(JOBS)


def test_open_duties_come_into_the_plan_and_a_job_that_has_a_line_is_not_named_again(ten: Ten) -> None:
    duty = owed(ten, text="把通知发给服务站")
    plan = opened(ten)
    item = plan.items.get(origin="duty")
    assert (item.duty, item.owner, item.due_on) == (duty, duty.owner, duty.due_on)
    assert item.job == "mechanism"


def test_another_alliance_without_such_a_part_puts_duties_under_its_first_job(
    ten: Ten, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = alliance.load(THREE_RIVERS)
    owed(ten)
    monkeypatch.setattr(alliance, "load", lambda path=None: other)
    assert [item.job for item in opened(ten).items.all()] == ["disputes"]


def test_the_next_year_takes_what_is_left_over_and_what_comes_back(ten: Ten) -> None:
    first = adopted(ten)
    done, left = first.items.exclude(is_yearly=False)[:2]
    PlanItem.objects.filter(pk=left.pk).update(is_yearly=False)
    verbs.note_done(done, done_on=MONDAY.date(), note="", seen=1, by=ten.office, at=MONDAY)
    second = opened(ten, 2027)
    again = second.items.get(text=done.text)
    carried = second.items.get(text=left.text)
    assert (again.origin, again.due_on, again.done_on) == ("yearly", date(2027, 6, 30), None)
    assert (carried.origin, carried.due_on, carried.owner) == ("unfinished", None, left.owner)


def test_a_second_plan_of_a_year_begins_with_the_first_and_keeps_what_is_done(ten: Ten) -> None:
    first = adopted(ten)
    item = first.items.all()[0]
    verbs.note_done(item, done_on=MONDAY.date(), note="办完", seen=1, by=ten.office, at=MONDAY)
    second = opened(ten)
    assert (second.serial, second.items.count()) == (2, first.items.count())
    assert second.items.get(text=item.text).done_on == MONDAY.date()


def test_a_leap_day_comes_back_on_the_last_day_of_february(ten: Ten) -> None:
    plan = opened(ten, 2028)
    item = plan.items.all()[0]
    PlanItem.objects.filter(plan=plan).update(owner=body("city:371300"), due_on=date(2028, 2, 29))
    carried = verbs.propose(plan, seen=plan.version, by=ten.office, at=MONDAY)
    carried_in_writing(ten, tabled(ten, effects=[effect_of(carried)]))
    assert opened(ten, 2029).items.get(text=item.text).due_on == date(2029, 2, 28)


def test_one_plan_of_a_year_is_written_at_a_time(ten: Ten) -> None:
    opened(ten)
    with pytest.raises(NotPossible):
        opened(ten)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(year=2026, serial=9, stage="draft", opened_at=MONDAY)


@pytest.mark.parametrize("year", [0, 1900, 2101, 99999])
def test_a_year_that_cannot_be_right_is_refused(ten: Ten, year: int) -> None:
    with pytest.raises(Unfit):
        opened(ten, year)


def test_only_the_office_writes_a_plan(ten: Ten) -> None:
    plan, stranger = opened(ten), ten.voices["city:411400"]
    for act in (
        lambda: verbs.open_plan(year=2027, by=stranger, at=MONDAY),
        lambda: verbs.add_item(plan, line(), seen=1, by=stranger, at=MONDAY),
        lambda: verbs.propose(plan, seen=1, by=stranger, at=MONDAY),
        lambda: verbs.take_back(plan, seen=1, by=stranger, at=MONDAY),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_two_people_change_a_plan_and_the_second_is_told(ten: Ten) -> None:
    plan = opened(ten)
    item = verbs.add_item(plan, line(target=Decimal(4), unit="城"), seen=1, by=ten.office, at=MONDAY)
    assert item.shown_target == "4 城"
    with pytest.raises(Moved):
        verbs.change_item(item, line("别的"), seen=1, by=ten.office, at=MONDAY)
    verbs.change_item(item, line("别的"), seen=2, by=ten.office, at=MONDAY)
    verbs.remove_item(item, seen=3, by=ten.office, at=MONDAY)
    assert not PlanItem.objects.filter(pk=item.pk).exists()
    assert [event.verb for event in events.history(plan.record_key)] == [
        "plan opened",
        "plan line added",
        "plan line changed",
        "plan line removed",
    ]
    assert events.broken_at(plan.record_key) is None


def test_a_plan_has_no_end_of_lines_but_three_hundred(ten: Ten) -> None:
    plan = opened(ten)
    PlanItem.objects.bulk_create(
        PlanItem(plan=plan, position=n, job="brands", text="x") for n in range(10, verbs.MOST_ITEMS + 6)
    )
    with pytest.raises(Unfit):
        verbs.add_item(plan, line(), seen=1, by=ten.office, at=MONDAY)


def test_every_line_needs_somebody_and_a_day_before_the_plan_is_proposed(ten: Ten) -> None:
    plan = opened(ten)
    with pytest.raises(NotPossible, match="4"):
        verbs.propose(plan, seen=1, by=ten.office, at=MONDAY)
    PlanItem.objects.all().delete()
    with pytest.raises(NotPossible):
        verbs.propose(plan, seen=1, by=ten.office, at=MONDAY)


def test_a_proposed_plan_is_fixed_until_it_is_taken_back(ten: Ten) -> None:
    plan = proposed(ten)
    assert plan.content_hash == verbs.content_hash(plan, list(plan.items.all()))
    with pytest.raises(NotPossible):
        verbs.add_item(plan, line(), seen=plan.version, by=ten.office, at=MONDAY)
    back = verbs.take_back(plan, seen=plan.version, by=ten.office, at=MONDAY)
    assert (back.stage, back.content_hash) == ("draft", "")


@settings(max_examples=examples(25, long=200))
@given(day=st.dates(date(2020, 1, 1), date(2099, 12, 31)))
def test_a_yearly_line_comes_back_in_the_same_month(day: date) -> None:
    later = verbs._a_year_later(day)
    assert (later.year, later.month) == (day.year + 1, day.month)
    assert day.day - later.day in (0, 1)


def test_a_plan_that_is_voted_on_is_not_taken_back(ten: Ten) -> None:
    plan = proposed(ten)
    motion = tabled(ten, effects=[effect_of(plan)])
    in_writing(ten, motion)
    with pytest.raises(NotPossible, match=motion.number):
        verbs.take_back(plan, seen=plan.version, by=ten.office, at=MONDAY)


def test_a_resolution_adopts_the_plan_and_replaces_the_one_before(ten: Ten) -> None:
    first = adopted(ten)
    assert first.stage == "adopted"
    assert first.resolution == Resolution.objects.get()
    second = adopted(ten)
    assert (fresh(first).stage, second.stage, second.serial) == ("superseded", "adopted", 2)
    assert events.history(first.record_key).last().verb == "plan superseded"


def test_what_is_noted_while_a_second_plan_is_decided_is_not_lost(ten: Ten) -> None:
    first = adopted(ten)
    second = proposed(ten)
    item = first.items.all()[0]
    verbs.note_done(item, done_on=MONDAY.date(), note="办完", seen=1, by=ten.office, at=MONDAY)
    carried_in_writing(ten, tabled(ten, effects=[effect_of(second)]))
    kept = second.items.get(text=item.text)
    assert (kept.done_on, kept.note) == (MONDAY.date(), "办完")
    assert second.items.filter(done_on=None).count() == 3


def test_an_effect_about_another_text_is_refused(ten: Ten) -> None:
    plan = proposed(ten)
    held = effect_of(plan)
    effects.EFFECTS["plan"].check(held["facts"], MONDAY.date())
    assert "2026" in effects.in_words([held])[0]
    plan.items.update(text="偷偷改了")
    with pytest.raises(Unfit):
        effects.EFFECTS["plan"].check(held["facts"], MONDAY.date())
    verbs.take_back(plan, seen=plan.version, by=ten.office, at=MONDAY)
    with pytest.raises(Unfit):
        effects.EFFECTS["plan"].check(held["facts"], MONDAY.date())


def test_the_form_of_the_effect_offers_proposed_plans_only(ten: Ten) -> None:
    plan = proposed(ten)
    opened(ten, 2027)
    form = effects.EFFECTS["plan"].form({"plan": str(plan.pk)})
    assert form.is_valid()
    assert form.facts() == effect_of(plan)["facts"]
    assert [key for key, _label in form.fields["plan"].choices] == ["", str(plan.pk)]
    assert not effects.EFFECTS["plan"].form({"plan": "\x00"}).is_valid()


def test_the_database_knows_no_adopted_plan_without_resolution(ten: Ten) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(year=2026, serial=1, stage="adopted", content_hash="x", opened_at=MONDAY)


def test_a_line_is_noted_by_whoever_does_it_or_by_the_office(ten: Ten) -> None:
    plan = adopted(ten)
    item = plan.items.all()[0]
    at = MONDAY + HOUR
    done = verbs.note_done(item, done_on=at.date(), note="四城", seen=1, by=ten.voices["city:411400"], at=at)
    assert (done.done_on, done.is_late(at.date())) == (at.date(), True)
    with pytest.raises(NotAllowed):
        verbs.note_done(item, done_on=None, note="x", seen=2, by=ten.voices["city:371300"], at=at)
    with pytest.raises(NotAllowed):
        verbs.note_done(item, done_on=None, note="x", seen=2, by=officer_of("city:411400"), at=at)
    with pytest.raises(Moved):
        verbs.note_done(item, done_on=None, note="x", seen=1, by=ten.office, at=at)
    with pytest.raises(Unfit):
        verbs.note_done(item, done_on=at.date() + timedelta(days=1), note="", seen=2, by=ten.office, at=at)
    assert verbs.note_done(item, done_on=None, note="还差一城", seen=2, by=ten.office, at=at).done_on is None


def test_a_line_of_the_office_goes_with_the_office(ten: Ten) -> None:
    plan = adopted(ten)
    item = plan.items.all()[0]
    PlanItem.objects.filter(pk=item.pk).update(owner=directory.root())
    verbs.note_done(item, done_on=MONDAY.date(), note="", seen=1, by=ten.office, at=MONDAY)
    with pytest.raises(NotAllowed):
        verbs.note_done(
            item, done_on=None, note="", seen=2, by=officer_of("city:371300", Role.SECRETARIAT), at=MONDAY
        )


@pytest.mark.parametrize("stage", list(PLAN.stages))
@pytest.mark.parametrize("verb", ["change", "propose", "take back", "note done"])
def test_the_verbs_obey_the_table(ten: Ten, stage: str, verb: str) -> None:
    plan = adopted(ten) if stage in ("adopted", "superseded") else filled(ten)
    content_hash = verbs.content_hash(plan, list(plan.items.all()))
    Plan.objects.filter(pk=plan.pk).update(stage=stage, content_hash="" if stage == "draft" else content_hash)
    acts: dict[str, Callable[[], object]] = {
        "change": lambda: verbs.add_item(plan, line(), seen=plan.version, by=ten.office, at=MONDAY),
        "propose": lambda: verbs.propose(plan, seen=plan.version, by=ten.office, at=MONDAY),
        "take back": lambda: verbs.take_back(plan, seen=plan.version, by=ten.office, at=MONDAY),
        "note done": lambda: verbs.note_done(
            plan.items.all()[0], done_on=MONDAY.date(), note="", seen=1, by=ten.office, at=MONDAY
        ),
    }
    if PLAN.can(verb, stage):
        acts[verb]()
        assert fresh(plan).stage == PLAN.after(verb, stage)
    else:
        with pytest.raises(NotPossible):
            acts[verb]()
