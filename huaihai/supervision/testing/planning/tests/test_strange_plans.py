"""Pages of a plan that is hostile, strange or very long."""

import io
from typing import Any

import pytest
from django.test import Client

from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.testing.planning import files
from huaihai.supervision.testing.planning.tests.test_plan_pages import ITEM, leader, scene, seen, text, url
from huaihai.supervision.testing.tests.kettles import PLAN, PLANNED, Kettles

__all__ = ["leader", "scene"]  # fixtures
pytestmark = pytest.mark.django_db


def test_hostile_numbers_are_a_message_and_never_a_crash(scene: Kettles, leader: Client) -> None:
    for typed in ("9" * 400, "-1", "1e999", "\x00", "0x10", "١٢"):
        said = dict.fromkeys(
            ("replicates", "weight", "best", "worst", "detection", "error_u", "limit"), typed
        )
        answer = leader.post(url(scene, "-row-new", "items"), seen(scene, **ITEM | said))
        assert answer.status_code in (200, 302), typed
        assert leader.get(url(scene)).status_code == 200, typed


def test_a_plan_full_of_strange_things_is_shown_all_the_same(scene: Kettles, leader: Client) -> None:
    rows = [1, None, {"key": "a/b", "when": 3, "scale": [], "limit": "x"}]
    values: tuple[Any, ...] = (None, 7, "x", [], rows, {"a": []})
    for value in values:
        supervision_verbs.write_plan(
            scene.project, dict.fromkeys(PLAN, value), by=scene.people.leader, at=PLANNED
        )
        for name in ("", "-print", "-basics", "-counting", "-grades", "-xlsx", "-json"):
            assert leader.get(url(scene, name)).status_code == 200
        assert leader.get(scene.project.office_url).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_plan(
    scene: Kettles, leader: Client, django_assert_max_num_queries: Any
) -> None:
    products = [{**PLAN["products"][0], "key": f"p{n}", "model": str(n)} for n in range(500)]
    supervision_verbs.write_plan(
        scene.project, PLAN | {"products": products}, by=scene.people.leader, at=PLANNED
    )
    with django_assert_max_num_queries(14):
        page = text(leader, url(scene))
    assert page.count("<tr>") < 60


def test_the_spreadsheet_runs_no_formula(scene: Kettles, leader: Client) -> None:
    supervision_verbs.write_plan(scene.project, PLAN | {"what": "=1+1"}, by=scene.people.leader, at=PLANNED)
    assert files.read(io.BytesIO(leader.get(url(scene, "-xlsx")).content).getvalue())["what"] == "=1+1"
