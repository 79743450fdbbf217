"""What steps cost, what they really took, and what people declare."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.governance.errors import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from huaihai.record import events
from huaihai.supervision import powers
from huaihai.supervision.actions import planning
from huaihai.supervision.models import Declaration, PlanVersion, Project, ProjectRole, Release, StepMinutes
from huaihai.supervision.procedures import STEPS
from huaihai.supervision.staffing import shown
from huaihai.supervision.staffing.actions import give_role
from huaihai.supervision.staffing.estimating import by_body, estimate
from huaihai.supervision.staffing.noting import declare, note_minutes
from huaihai.supervision.tests.people import MONDAY, People, assemble, opened

pytestmark = pytest.mark.django_db


def account(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id or "")


def given_part(people: People) -> tuple[Project, ProjectRole]:
    project = opened(people, Project.Kind.TEST)
    return project, give_role(project, "buyer", account(people.partner), by=people.leader, at=MONDAY)


def test_what_is_done_once_falls_to_the_leader_and_the_rest_goes_by_share() -> None:
    lines = {line.step.key: line.by_body for line in estimate("test", {"a": 10, "b": 0}, lead="lead")}

    assert lines["plan"] == {"lead": 960}
    assert lines["brief"] == {"a": 60, "b": 60}
    assert lines["buy"] == {"a": 400}
    assert lines["object"] == {"a": 240}  # 120 minutes for a fifth of ten products
    assert lines["review"] == {"lead": 540}


@given(
    st.sampled_from(Project.Kind.values),
    st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 100_000), max_size=10),
)
def test_bodies_and_steps_add_up_to_the_same_minutes(kind: str, shares: dict[str, int]) -> None:
    lines = estimate(kind, shares, lead="lead")

    assert sum(line.minutes for line in lines) == sum(by_body(lines).values())
    assert all(minutes >= 0 for line in lines for minutes in line.by_body.values())


def test_minutes_are_noted_by_each_city_for_itself() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)

    note_minutes(project, people.partner_body, {"buy": 300}, by=people.partner, at=MONDAY)

    with pytest.raises(NotAllowed):
        note_minutes(project, people.lead_body, {"buy": 300}, by=people.partner, at=MONDAY)
    assert StepMinutes.objects.get().minutes == 300


def test_what_was_noted_is_put_right_and_both_stand_in_the_record() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)

    for minutes in (300, 320, 320):
        note_minutes(project, people.partner_body, {"buy": minutes}, by=people.partner, at=MONDAY)

    told = [event for event in events.history(project.record_key) if event.verb == "supervision_note_minutes"]
    assert [event.facts["minutes"] for event in told] == [{"buy": 300}, {"buy": 320}]
    assert told[1].facts["before"] == {"buy": 300}


@pytest.mark.parametrize("wrong", [{"buy": -1}, {"buy": 10**9}, {"emperor": 5}])
def test_minutes_that_cannot_be_are_refused(wrong: dict[str, int]) -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)

    with pytest.raises(Unfit):
        note_minutes(project, people.partner_body, wrong, by=people.leader, at=MONDAY)


def test_who_is_free_declares_it_once() -> None:
    people = assemble()
    _project, row = given_part(people)

    declare(row, is_free=True, by=people.partner, at=MONDAY)

    with pytest.raises(NotPossible):
        declare(row, is_free=False, interest="后来", by=people.partner, at=MONDAY)


def test_an_interest_ends_the_part_at_once_and_stays_out_of_the_record() -> None:
    people = assemble()
    project, row = given_part(people)

    declare(row, is_free=False, interest="家人在厂里上班", by=people.partner, at=MONDAY)

    assert not powers.holds(people.partner, project, "buyer")
    assert Declaration.objects.get().interest == "家人在厂里上班"
    assert "家人" not in str([event.facts for event in events.history(project.record_key)])


def test_nobody_declares_for_another() -> None:
    people = assemble()
    _project, row = given_part(people)

    with pytest.raises(NotAllowed):
        declare(row, is_free=True, by=people.leader, at=MONDAY)


def test_an_interest_is_named() -> None:
    people = assemble()
    _project, row = given_part(people)

    with pytest.raises(Unfit):
        declare(row, is_free=False, interest=" ", by=people.partner, at=MONDAY)


def test_no_minutes_come_from_a_city_that_left() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)
    planning.change_cities(project, [], by=people.leader, at=MONDAY)
    facts: dict[str, Any] = {STEPS["test"][0].key: 1}

    with pytest.raises(NotAllowed):
        note_minutes(project, people.partner_body, facts, by=people.partner, at=MONDAY)


def test_what_finished_projects_noted_stands_beside_the_estimate() -> None:
    people = assemble()
    earlier, now = opened(people, Project.Kind.TEST), opened(people, Project.Kind.TEST)
    for body, minutes in ((people.lead_body, 600), (people.partner_body, 360)):
        note_minutes(earlier, body, {"buy": minutes, "plan": minutes}, by=people.leader, at=MONDAY)
    before = {one.line.step.key: one.earlier for one in shown.steps(now, shown.lines_of(now))}
    registered = PlanVersion.objects.create(
        project=earlier, number=1, plan={}, plan_hash="0" * 64, at=MONDAY, by="x"
    )
    release = Release.objects.create(project=earlier, number=1, file="{}", sha256="0" * 64, at=MONDAY, by="x")
    Project.objects.filter(pk=earlier.pk).update(stage="published", registered=registered, release=release)

    after = {one.line.step.key: one.earlier for one in shown.steps(now, shown.lines_of(now))}

    assert before["buy"] is None
    assert after["buy"] == Decimal(40)  # 960 minutes for 24 products
    assert after["plan"] == Decimal(480)  # noted twice
    assert after["keep"] is None
