"""Who plays which part in a project."""

from datetime import date, timedelta

import pytest

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Role
from huaihai.record import events
from huaihai.supervision import cities, powers, verbs
from huaihai.supervision.models import Project
from huaihai.supervision.staffing.verbs import ROLES, end_role, give_role, roles_of
from huaihai.supervision.tests.people import MONDAY, assemble, opened
from tests.posts import post_at

pytestmark = pytest.mark.django_db


def account(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id or "")


def test_who_was_given_a_part_holds_it_until_it_ends() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)

    row = give_role(project, "buyer", account(people.partner), by=people.leader, at=MONDAY)
    held = powers.holds(people.partner, project, "buyer")
    end_role(row, by=people.leader, at=MONDAY + timedelta(hours=1))

    assert held
    assert row.body == people.partner_body
    assert not powers.holds(people.partner, project, "buyer")


def test_a_city_gives_parts_to_its_own_people_only() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)

    give_role(project, "buyer", account(people.partner2), by=people.partner, at=MONDAY)

    with pytest.raises(NotAllowed):
        give_role(project, "buyer", account(people.helper), by=people.partner, at=MONDAY)


def test_a_city_that_takes_no_part_gives_none() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)
    cities.change_cities(project, [], by=people.leader, at=MONDAY)

    with pytest.raises(NotAllowed):
        give_role(project, "buyer", account(people.partner2), by=people.partner, at=MONDAY)


def test_an_auditor_can_play_no_part() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)

    with pytest.raises(Unfit) as error:
        give_role(project, "buyer", account(people.auditor), by=people.leader, at=MONDAY)

    assert error.value.field == "account"


def test_somebody_whose_post_has_ended_can_play_no_part() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)
    post = post_at("city:411400", Role.OFFICER, username="gone")
    post.until_on = date(2026, 10, 1)
    post.save()

    with pytest.raises(Unfit):
        give_role(project, "buyer", post.account, by=people.leader, at=MONDAY)


@pytest.mark.parametrize(
    ("first", "second"),
    [("visitor", "coder"), ("coder", "visitor")],
)
def test_who_collects_does_not_code(first: str, second: str) -> None:
    people = assemble()
    project = opened(people, Project.Kind.VISIT)
    give_role(project, first, account(people.partner), by=people.leader, at=MONDAY)

    with pytest.raises(Unfit):
        give_role(project, second, account(people.partner), by=people.leader, at=MONDAY)


def test_a_part_is_given_once() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)
    give_role(project, "buyer", account(people.partner), by=people.leader, at=MONDAY)

    with pytest.raises(NotPossible):
        give_role(project, "buyer", account(people.partner), by=people.leader, at=MONDAY)


def test_a_part_that_does_not_exist_is_refused() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)

    with pytest.raises(Unfit):
        give_role(project, "emperor", account(people.partner), by=people.leader, at=MONDAY)


def test_a_person_may_lay_a_part_down() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)
    row = give_role(project, "buyer", account(people.helper), by=people.leader, at=MONDAY)

    end_role(row, by=people.helper, at=MONDAY)

    with pytest.raises(NotPossible):
        end_role(row, by=people.helper, at=MONDAY)


def test_nobody_gets_a_part_in_a_project_that_was_dropped() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)
    verbs.drop(project, reason="改在明年做", by=people.leader, at=MONDAY)

    with pytest.raises(NotPossible):
        give_role(project, "buyer", account(people.partner), by=people.leader, at=MONDAY)


def test_the_record_names_part_and_body_but_no_person() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)
    row = give_role(project, "buyer", account(people.partner), by=people.leader, at=MONDAY)

    last = events.history(project.record_key).last()

    assert last.verb == "supervision_give_role"
    assert last.facts == {"role": "buyer", "body": "city:411400", "row": row.pk, "is_free": True}


def test_a_kind_knows_its_own_parts_only() -> None:
    people = assemble()
    project = opened(people, Project.Kind.SWEEP)

    with pytest.raises(Unfit):
        give_role(project, "coder", account(people.partner), by=people.leader, at=MONDAY)

    assert roles_of(Project.Kind.SWEEP) == ["leader"]
    assert {"leader", "buyer", "witness"} <= set(roles_of(Project.Kind.TEST))


@pytest.mark.parametrize("role", ROLES)
def test_what_one_part_excludes_excludes_it_too(role: str) -> None:
    assert all(role in ROLES[other].apart for other in ROLES[role].apart)
