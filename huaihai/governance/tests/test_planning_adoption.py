"""Plans: adopted by a resolution, then noted as done; and the table of their life."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

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
    tabled,
)
from huaihai.governance.tests.planning_cast import adopted, effect_of, filled, line, opened, proposed
from huaihai.members import directory
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import officer_of

pytestmark = pytest.mark.django_db


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
    first.refresh_from_db()
    assert (first.stage, second.stage, second.serial) == ("superseded", "adopted", 2)
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
        plan.refresh_from_db()
        assert plan.stage == PLAN.after(verb, stage)
    else:
        with pytest.raises(NotPossible):
            acts[verb]()
