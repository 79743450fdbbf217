"""The file tells of what was bought last, why something is missing, and what was said of these very results."""

from datetime import timedelta
from uuid import UUID

import pytest

from huaihai.desk.lives import NotAllowed
from huaihai.members.actors import Actor
from huaihai.supervision.models import Purchase, Reading, Sample
from huaihai.supervision.testing.buying.verbs import confirm_purchase, correct_purchase, leave_out, set_aside
from huaihai.supervision.testing.laboratory.readings import Cell, Entry, enter
from huaihai.supervision.testing.publishing import building, facts
from huaihai.supervision.testing.publishing.building import bought_of, found
from huaihai.supervision.testing.review import verbs as review_verbs
from huaihai.supervision.testing.tests import kettles, measured
from huaihai.supervision.testing.tests.kettles import BOUGHT
from huaihai.supervision.testing.tests.measured import READ, SILENT, Scene
from huaihai.supervision.tests.people import LEAD
from tests.posts import post_at

LATER = BOUGHT + timedelta(hours=2)
pytestmark = pytest.mark.django_db


def test_bought_again_the_last_purchase_counts_with_its_own_samples_whatever_is_corrected() -> None:
    scene = kettles.registered()
    first = kettles.buy(scene, 1)
    buyer, second = kettles.buyers(scene, 1)
    broken = Sample.objects.select_related("project").get(purchase=first, kind="main")
    set_aside(broken, reason="摔坏了", by=scene.people.leader, at=LATER)
    again = kettles.record_only(scene, 1, seals=51, reason="第一件摔坏了", at=LATER)
    confirm_purchase(again, agrees=True, by=second, at=LATER)

    corrected = correct_purchase(
        first, kettles.as_bought(1), reason="补记", key=UUID(int=2), by=buyer, at=LATER + timedelta(hours=1)
    )
    confirm_purchase(corrected, agrees=True, by=second, at=LATER + timedelta(hours=1))

    assert bought_of(scene.project)["p01"] == again
    told = {one["code"] for one in found(scene.project)["samples"]}
    assert told == set(again.samples.values_list("code", flat=True))


def test_why_a_product_was_left_out_stands_in_the_file() -> None:
    scene = kettles.registered()
    leave_out(scene.project, "p01", reason="已停产。", by=scene.people.leader, at=BOUGHT)

    reasons = {one["product"]: one["reason"] for one in found(scene.project)["not_bought"]}

    assert reasons["p01"] == "已停产。"
    assert reasons["p02"] != "已停产。"


def test_what_somebody_said_of_other_results_is_not_published_beside_these() -> None:
    scene = measured.silent()
    measured.agree(scene, at=READ)
    row = Reading.objects.filter(project=scene.project, item="boil-time").first()
    enter(
        scene.lab,
        [Entry(row.sample, row.item, row.n, Cell("333"))],
        reason="抄写有误",
        by=scene.leader,
        at=SILENT,
    )

    give_opinion(scene, Actor.officer(post_at(LEAD, username="reader2")), "看过更正后的读数。")

    assert building.build(scene.project, at=READ)["opinion"] == "看过更正后的读数。"


def test_who_bought_does_not_judge() -> None:
    scene = measured.silent()
    assert Purchase.objects.filter(project=scene.project, by=scene.kettles.people.partner.key).exists()

    buyer = scene.kettles.people.partner
    read = building.results_hash(building.results(scene.project))

    with pytest.raises(NotAllowed, match="参加过购样"):
        review_verbs.give_opinion(scene.project, is_fit=True, text="好。", read=read, by=buyer, at=READ)


@pytest.mark.parametrize(
    ("value", "said"),
    [("0.00025", "0.00025"), ("0.10004", "0.10004"), ("200/3", "66.667"), ("1/3000", "0.000333"), ("0", "0")],
)
def test_a_small_value_is_never_shown_as_nothing(value: str, said: str) -> None:
    assert facts.measured(value) == said


def give_opinion(scene: Scene, actor: Actor, text: str) -> None:
    """This person finds it fit to go out."""
    read = building.results_hash(building.results(scene.project))
    review_verbs.give_opinion(scene.project, is_fit=True, text=text, read=read, by=actor, at=READ)
