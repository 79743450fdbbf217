"""A plan written part by part, by whoever leads the test, until buying begins."""

import pytest

from huaihai.desk.lives import Moved, NotAllowed, NotPossible
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.models import Project
from huaihai.supervision.testing.planning import verbs as planning_verbs
from huaihai.supervision.testing.planning.checking import lacks
from huaihai.supervision.testing.planning.verbs import in_work
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import PLAN, PLANNED, Kettles
from huaihai.supervision.tests.people import assemble, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Kettles:
    return kettles.planned()


def test_a_new_test_begins_with_usual_rules_and_lacks_the_rest() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST, at=PLANNED)
    assert [row["key"] for row in in_work(project)["grades"]] == ["A", "B", "C", "D", "E"]

    planning_verbs.set_parts(
        project, {"what": "电热水壶"}, seen=project.version, by=people.leader, at=PLANNED
    )

    parts = {lack.part for lack in lacks(project.plan)}
    assert {"products", "items", "groups"} <= parts
    assert not parts & {"counting", "grades"}


def test_rows_are_added_changed_and_taken_out(scene: Kettles) -> None:
    project, by = scene.project, scene.people.leader
    row = {**PLAN["products"][0], "brand": "新牌"}
    planning_verbs.put_row(project, "products", row, seen=None, by=by, at=PLANNED)
    assert project.plan["products"][-1]["key"] == "p25"

    planning_verbs.put_row(
        project, "products", row | {"brand": "改牌"}, key="p25", seen=None, by=by, at=PLANNED
    )
    assert project.plan["products"][-1]["brand"] == "改牌"

    planning_verbs.remove_row(project, "products", "p25", seen=None, by=by, at=PLANNED)
    assert project.plan["products"] == PLAN["products"]
    with pytest.raises(NotPossible):
        planning_verbs.put_row(project, "products", row, key="p25", seen=None, by=by, at=PLANNED)


def test_two_who_write_at_once_do_not_undo_each_other(scene: Kettles) -> None:
    seen = scene.project.version
    planning_verbs.set_parts(scene.project, {"what": "水壶"}, seen=seen, by=scene.people.leader, at=PLANNED)
    with pytest.raises(Moved):
        planning_verbs.set_parts(
            scene.project, {"what": "茶壶"}, seen=seen, by=scene.people.leader, at=PLANNED
        )


def test_a_city_that_only_takes_part_does_not_write_the_plan(scene: Kettles) -> None:
    with pytest.raises(NotAllowed):
        planning_verbs.set_parts(
            scene.project, {"what": "水壶"}, seen=None, by=scene.people.partner, at=PLANNED
        )


def test_a_plan_that_lacks_something_is_not_registered(scene: Kettles) -> None:
    planning_verbs.remove_row(
        scene.project, "items", "leakage", seen=None, by=scene.people.leader, at=PLANNED
    )
    with pytest.raises(NotPossible, match="80"):
        supervision_verbs.register(scene.project, by=scene.people.leader, at=PLANNED)


def test_while_it_is_bought_the_plan_is_fixed() -> None:
    scene = kettles.registered()
    with pytest.raises(NotPossible):
        planning_verbs.set_parts(
            scene.project, {"what": "水壶"}, seen=None, by=scene.people.leader, at=PLANNED
        )


def test_of_a_test_just_opened_only_what_has_to_be_done_is_lacking_in_working_order() -> None:
    found = lacks({})
    assert [lack.part for lack in found] == ["basics", "basics", "basics", "groups", "items", "products"]
    assert not [lack for lack in found if "None" in lack.sentence or ":" in lack.sentence]
