"""Who plays which part in a project."""

from datetime import date, timedelta

import pytest

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Role
from huaihai.record import events
from huaihai.supervision import cities, powers, verbs
from huaihai.supervision.models import Project, ProjectRole
from huaihai.supervision.staffing.verbs import ROLES, end_role, give_role, roles_of
from huaihai.supervision.tests.people import MONDAY, People, assemble, opened
from tests.posts import post_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return assemble()


@pytest.fixture
def project(people: People) -> Project:
    return opened(people, Project.Kind.TEST)


def give(project: Project, who: Actor, *, by: Actor, role: str = "buyer") -> ProjectRole:
    return give_role(project, role, Account.objects.get(pk=who.account_id or ""), by=by, at=MONDAY)


def test_who_was_given_a_part_holds_it_until_it_ends_and_the_record_names_no_person(
    people: People, project: Project
) -> None:
    row = give(project, people.partner, by=people.leader)
    assert row.body == people.partner_body
    assert powers.holds(people.partner, project, "buyer")
    last = events.history(project.record_key).last()
    assert last.verb == "supervision_give_role"
    assert last.facts == {"role": "buyer", "body": "city:411400", "row": row.pk, "is_free": True}
    with pytest.raises(NotPossible):  # twice
        give(project, people.partner, by=people.leader)
    end_role(row, by=people.partner, at=MONDAY + timedelta(hours=1))  # one may lay it down oneself
    assert not powers.holds(people.partner, project, "buyer")
    with pytest.raises(NotPossible):
        end_role(row, by=people.leader, at=MONDAY + timedelta(hours=1))


def test_a_city_that_takes_part_gives_parts_to_its_own_people_only(people: People, project: Project) -> None:
    give(project, people.partner2, by=people.partner)
    with pytest.raises(NotAllowed):
        give(project, people.helper, by=people.partner)
    cities.change_cities(project, [], by=people.leader, at=MONDAY)
    with pytest.raises(NotAllowed):
        give(project, people.partner, by=people.partner)


def test_no_auditor_nobody_gone_and_no_part_that_does_not_exist(people: People, project: Project) -> None:
    post = post_at("city:411400", Role.OFFICER, username="gone")
    post.until_on = date(2026, 10, 1)
    post.save()
    for who in (people.auditor, Actor.officer(post)):
        with pytest.raises(Unfit) as error:
            give(project, who, by=people.leader)
        assert error.value.field == "account"
    with pytest.raises(Unfit):
        give(project, people.partner, by=people.leader, role="emperor")
    verbs.drop(project, reason="改在明年做", by=people.leader, at=MONDAY)
    with pytest.raises(NotPossible):
        give(project, people.partner, by=people.leader)


@pytest.mark.parametrize(("first", "second"), [("visitor", "coder"), ("coder", "visitor")])
def test_who_collects_does_not_code(people: People, first: str, second: str) -> None:
    project = opened(people, Project.Kind.VISIT)
    give(project, people.partner, by=people.leader, role=first)
    with pytest.raises(Unfit):
        give(project, people.partner, by=people.leader, role=second)


def test_a_kind_knows_its_own_parts_only_and_what_one_part_excludes_excludes_it_too(people: People) -> None:
    with pytest.raises(Unfit):
        give(opened(people, Project.Kind.SWEEP), people.partner, by=people.leader, role="coder")
    assert roles_of(Project.Kind.SWEEP) == ["leader"]
    assert {"leader", "buyer", "witness"} <= set(roles_of(Project.Kind.TEST))
    assert all(role in ROLES[other].apart for role in ROLES for other in ROLES[role].apart)
