"""What stands beside a published story: no finer than five complaints alike."""

from datetime import datetime

import pytest

from huaihai.brands.evidence.tests.scene import a_case
from huaihai.brands.tests.people import FAR, MONDAY
from huaihai.insight.narratives import protecting
from huaihai.insight.narratives.tests.scene import Scene, a_scene
from huaihai.kit.clock import ZONE
from tests.posts import body

pytestmark = pytest.mark.django_db
JULY = datetime(2026, 7, 1, 9, tzinfo=ZONE)


@pytest.fixture
def scene(db: None) -> Scene:
    return a_scene(at=JULY)


def test_a_lonely_case_tells_neither_city_nor_trade_and_quarters_are_those_of_the_place(scene: Scene) -> None:
    assert protecting.coarse_facts(scene.case) == {
        "quarter": "2026-Q3",
        "place": "all",
        "category": "none",
        "nature": "none",
        "outcome": "confirmed",
        "amount": "200-1000",
    }
    assert protecting.quarter_of(datetime(2026, 12, 31, 23, 59, tzinfo=ZONE)) == "2026-Q4"
    assert protecting.quarter_of(datetime(2027, 1, 1, tzinfo=ZONE)) == "2027-Q1"
    assert protecting.quarter_of(MONDAY) == "2026-Q4"


def test_five_alike_in_the_area_tell_the_trade_and_five_in_the_city_the_city(scene: Scene) -> None:
    far = body(FAR)
    for number in range(2, 6):
        a_case(scene.people, number, at=JULY, home=far)
    told = protecting.coarse_facts(scene.case)
    assert (told["place"], told["category"], told["nature"]) == ("all", "G01", "N01")
    for number in range(6, 9):
        a_case(scene.people, number, at=JULY)
    assert protecting.coarse_facts(scene.case)["place"] == "all"
    a_case(scene.people, 9, at=JULY)
    assert protecting.coarse_facts(scene.case)["place"] == scene.people.home_body.region_code


@pytest.mark.parametrize("said", [{"category": "G02"}, {"at": datetime(2026, 10, 1, tzinfo=ZONE)}])
def test_other_trades_and_quarters_do_not_count(scene: Scene, said: dict[str, object]) -> None:
    for number in range(2, 8):
        a_case(scene.people, number, **({"at": JULY} | said))  # type: ignore[arg-type]  # a moment or a word
    assert protecting.coarse_facts(scene.case)["place"] == "all"
