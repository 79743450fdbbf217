"""What is wrong with an item, a rule or the grades is said at the form that asks for it; what people type is read."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.supervision.models import Project
from huaihai.supervision.testing.planning.tests.test_plan_pages import (
    ITEM,
    fresh,
    leader,
    scene,
    seen,
    text,
    url,
)
from huaihai.supervision.testing.tests.kettles import PLANNED, Kettles
from huaihai.supervision.tests.people import opened
from tests.reading import without_chance

__all__ = ["leader", "scene"]  # fixtures
pytestmark = pytest.mark.django_db
STEPS = ITEM | {"scale": "steps", "otherwise": "0"}


def items_of(scene: Kettles) -> list[dict[str, Any]]:
    return list(fresh(scene).plan["items"])


def test_steps_and_an_uncertainty_are_read_as_people_type_them(scene: Kettles, leader: Client) -> None:
    def added(**typed: str) -> dict[str, Any]:
        leader.post(url(scene, "-row-new", "items"), seen(scene, **typed))
        return items_of(scene)[-1]

    for steps in ("70，100\n80、60", "70\t100\n80\t60", "70, 100; 80：60", "７０　１００；８０ 60"):
        assert added(**STEPS | {"steps": steps})["scale"]["steps"] == [["70", "100"], ["80", "60"]]
    for kind in ("", "relative"):  # two percent are a share of the value
        made = added(**ITEM | {"error_kind": kind, "error_u": "２％"})
        assert made["error"] == {"kind": "relative", "u": "0.02"}


def test_what_is_wrong_with_an_item_is_said_beside_its_field(scene: Kettles, leader: Client) -> None:
    before = items_of(scene)
    wrong: list[tuple[dict[str, str], str, str]] = [
        ({"weight": "-5"}, "weight", "0"),
        ({"weight": "101"}, "weight", "100"),
        ({"steps": "70 100\n75 viel"}, "steps", "75 viel"),
        ({"steps": "70 100\n75"}, "steps", "75"),
        ({"steps": "70 100\n75 101"}, "steps", "75 101"),
        ({"steps": "80 100\n70 60"}, "steps", ""),
        ({"detection": "0"}, "detection", ""),
        ({"scale": "linear", "best": "75", "worst": "40"}, "best", ""),
        ({"error_u": "0.1"}, "error_kind", ""),
        ({"error_kind": "absolute", "error_u": "2%"}, "error_u", ""),
    ]
    for changed, field, said in wrong:
        typed = seen(scene, **STEPS | {"steps": "70 100"} | changed)
        answer = leader.post(url(scene, "-row-new", "items"), typed)
        assert answer.status_code == 200, changed
        assert said in str(answer.context["form"].errors[field]), changed
    assert items_of(scene) == before


def test_a_new_rule_begins_with_the_worst_grade_and_never_offers_the_best(
    scene: Kettles, leader: Client
) -> None:
    form = leader.get(url(scene, "-row-new", "downgrades")).context["form"]
    assert form["at_best"].value() == "E"
    assert [key for key, _name in form.fields["at_best"].choices] == ["B", "C", "D", "E"]


def test_grades_that_do_not_fall_are_said_at_their_form(scene: Kettles, leader: Client) -> None:
    form = leader.get(url(scene, "-grades")).context["form"]
    typed = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "")}
    wrong = {"from_2": "95", "from_5": "10", "from_1": "101", "name_3": "", "key_1": "优"}
    for field, value in wrong.items():
        answer = leader.post(url(scene, "-grades"), typed | {field: value})
        assert answer.status_code == 200, field
        assert field in answer.context["form"].errors


def test_the_page_of_a_plan_nobody_began_leads_to_each_thing_that_is_to_be_done(
    scene: Kettles, leader: Client
) -> None:
    project = opened(scene.people, Project.Kind.TEST, at=PLANNED)
    page = text(leader, reverse("office-test-plan", args=[project.pk])).partition("<section")[0]
    for name, args in (("-basics", ()), ("-row-new", ("groups",)), ("-row-new", ("products",))):
        assert f'href="{reverse(f"office-test-plan{name}", args=[project.pk, *args])}"' in page
    assert "None" not in without_chance(page)
