"""The file tells of what was bought last, why something is missing, and what was said of these very results."""

from datetime import timedelta
from uuid import UUID

import pytest

from huaihai.members.actors import Actor
from huaihai.supervision.models import Sample
from huaihai.supervision.testing.buying.verbs import confirm_purchase, correct_purchase, leave_out, set_aside
from huaihai.supervision.testing.publishing import building, facts
from huaihai.supervision.testing.publishing.building import bought_of, found
from huaihai.supervision.testing.tests import kettles, measured
from huaihai.supervision.testing.tests.kettles import BOUGHT
from huaihai.supervision.testing.tests.measured import READ, SILENT
from huaihai.supervision.tests.people import LEAD
from tests.posts import post_at

LATER = BOUGHT + timedelta(hours=2)
pytestmark = pytest.mark.django_db


def test_bought_again_the_last_purchase_counts_and_why_one_was_left_out_is_told() -> None:
    scene = kettles.registered()
    first = kettles.buy(scene, 1)
    buyer, second = kettles.buyers(scene, 1)
    broken = Sample.objects.select_related("project").get(purchase=first, kind="main")
    set_aside(broken, reason="摔坏了", by=scene.people.leader, at=LATER)
    again = kettles.record_only(scene, 1, seals=51, reason="第一件摔坏了", at=LATER)
    confirm_purchase(again, agrees=True, by=second, at=LATER)
    later = LATER + timedelta(hours=1)
    corrected = correct_purchase(
        first, kettles.as_bought(1), reason="补记", key=UUID(int=2), by=buyer, at=later
    )
    confirm_purchase(corrected, agrees=True, by=second, at=later)
    assert bought_of(scene.project)["p01"] == again
    told = {one["code"] for one in found(scene.project)["samples"]}
    assert told == set(again.samples.values_list("code", flat=True))
    leave_out(scene.project, "p02", reason="已停产。", by=scene.people.leader, at=BOUGHT)
    reasons = {one["product"]: one["reason"] for one in found(scene.project)["not_bought"]}
    assert (reasons["p02"], reasons["p03"] == "已停产。") == ("已停产。", False)


def test_what_somebody_said_of_other_results_is_not_published_beside_these() -> None:
    scene = measured.silent()
    measured.agree(scene, at=READ)
    measured.corrected(scene, at=SILENT)
    reader = Actor.officer(post_at(LEAD, username="reader2"))
    measured.agree(scene, at=READ, by=reader, text="看过更正后的读数。")
    assert building.build(scene.project, at=READ)["opinion"] == "看过更正后的读数。"


def test_a_small_value_is_never_shown_as_nothing_and_numbers_for_reading_are_short() -> None:
    for value in ("0.00025", "0.10004", "0"):
        assert facts.measured(value) == value
    assert [facts.measured(value) for value in ("200/3", "1/3000")] == ["66.667", "0.000333"]
    tidy = [facts.tidy(value) for value in ("200/3", "12.500", "-0.0004", None)]
    assert tidy == ["66.667", "12.5", "0", ""]
