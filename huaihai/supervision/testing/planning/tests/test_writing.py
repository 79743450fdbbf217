"""A plan written part by part, by whoever leads the test, until buying begins."""

from typing import Any

import pytest

from huaihai.desk.lives import Moved, NotAllowed, NotPossible
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.models import Project
from huaihai.supervision.testing.planning import verbs as planning_verbs
from huaihai.supervision.testing.planning.checking import lacks
from huaihai.supervision.testing.planning.verbs import in_work
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import PLAN, PLANNED, REGISTERED, STARTED, Kettles
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


def test_who_leads_writes_what_it_saw_until_buying_begins(scene: Kettles) -> None:
    project, leader, seen = scene.project, scene.people.leader, scene.project.version
    water: dict[str, Any] = {"parts": {"what": "水壶"}, "at": PLANNED}
    with pytest.raises(NotAllowed):
        planning_verbs.set_parts(project, **water, seen=None, by=scene.people.partner)
    planning_verbs.set_parts(project, **water, seen=seen, by=leader)
    with pytest.raises(Moved):
        planning_verbs.set_parts(project, **water, seen=seen, by=leader)
    planning_verbs.remove_row(project, "items", "leakage", seen=None, by=leader, at=PLANNED)
    with pytest.raises(NotPossible, match="80"):  # of a hundred
        supervision_verbs.register(project, by=leader, at=PLANNED)
    supervision_verbs.write_plan(project, PLAN, by=leader, at=PLANNED)
    supervision_verbs.register(project, by=leader, at=REGISTERED)
    supervision_verbs.start(project, by=leader, at=STARTED)
    with pytest.raises(NotPossible):
        planning_verbs.set_parts(project, **water, seen=None, by=leader)


def test_of_a_test_just_opened_only_what_has_to_be_done_is_lacking_in_working_order() -> None:
    found = lacks({})
    assert [lack.part for lack in found] == ["basics", "basics", "basics", "groups", "items", "products"]
    assert not [lack for lack in found if "None" in lack.sentence or ":" in lack.sentence]
