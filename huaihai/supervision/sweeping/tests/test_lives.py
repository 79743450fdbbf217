"""The lives of the room, and the page that is drawn from those of a sweep."""

from pathlib import Path

import pytest
from django.utils import translation

from huaihai.desk.lives import NEW, Life
from huaihai.supervision.life import PROJECT
from huaihai.supervision.programme.life import PROGRAMME, TOPIC
from huaihai.supervision.sweeping import life as sweeping_life
from huaihai.supervision.sweeping.life import FINDING, LIVING, MEASURES
from huaihai.supervision.templatetags.sweeps import FINDING as FINDING_TONES
from huaihai.supervision.templatetags.sweeps import MEASURE as MEASURE_TONES
from huaihai.supervision.testing.hearing.life import NOTICE, OBJECTION

LIVES = [PROJECT, PROGRAMME, TOPIC, NOTICE, OBJECTION, FINDING, *MEASURES.values()]


@pytest.mark.parametrize("life", LIVES, ids=lambda life: str(life.thing))
def test_every_stage_of_a_life_is_reached_and_known(life: Life) -> None:
    reached = {to for moves in life.verbs.values() for to in moves.values()}
    left = {start for moves in life.verbs.values() for start in moves}
    assert reached == set(life.stages)
    assert left <= {NEW, *life.stages}


def test_from_every_living_stage_a_finding_can_be_cured() -> None:
    assert all(FINDING.after("find cured", stage) == "cured" for stage in LIVING)


def test_every_stage_has_its_colour() -> None:
    assert set(FINDING_TONES) == set(FINDING.stages)
    assert set(MEASURE_TONES) == {stage for life in MEASURES.values() for stage in life.stages}


def test_the_page_is_as_the_table() -> None:
    page = Path(__file__).resolve().parents[4] / "docs" / "sweep-life.md"
    with translation.override("en"):
        assert page.read_text("utf-8") == sweeping_life.page()
