"""The lives of a sweep: every stage × verb, and the page that is drawn from them."""

from pathlib import Path

import pytest
from django.utils import translation

from huaihai.desk.lives import NEW, Life, NotPossible
from huaihai.supervision.sweeping import life as sweeping_life
from huaihai.supervision.sweeping.life import FINDING, LIVING, MEASURES
from huaihai.supervision.templatetags.sweeps import FINDING as FINDING_TONES
from huaihai.supervision.templatetags.sweeps import MEASURE as MEASURE_TONES

LIVES = [FINDING, *MEASURES.values()]


@pytest.mark.parametrize("life", LIVES, ids=lambda life: str(life.thing))
def test_every_verb_leads_on_or_is_refused(life: Life) -> None:
    for verb in life.verbs:
        for stage in (NEW, *life.stages):
            if life.can(verb, stage):
                assert life.after(verb, stage) in life.stages
            else:
                with pytest.raises(NotPossible):
                    life.after(verb, stage)


def test_from_every_living_stage_a_finding_can_be_cured() -> None:
    assert all(FINDING.after("find cured", stage) == "cured" for stage in LIVING)


def test_every_stage_has_its_colour() -> None:
    assert set(FINDING_TONES) == set(FINDING.stages)
    assert set(MEASURE_TONES) == {stage for life in MEASURES.values() for stage in life.stages}


def test_the_page_is_as_the_table() -> None:
    page = Path(__file__).resolve().parents[4] / "docs" / "sweep-life.md"
    with translation.override("en"):
        assert page.read_text("utf-8") == sweeping_life.page()
