"""What a laboratory says later, and what it says of its own detection limit."""

import pytest

from huaihai.desk.lives import NotPossible
from huaihai.supervision.models import Reading
from huaihai.supervision.testing.laboratory.readings import Cell, Entry, Unreadable, enter, read
from huaihai.supervision.testing.laboratory.verbs import actor_of
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.measured import MEASURED

LEAKAGE = {"key": "leakage", "unit": "mA", "detection": "0.01"}


@pytest.mark.django_db
def test_a_reading_is_corrected_with_a_reason_and_the_same_again_is_nothing_new() -> None:
    scene = measured.measured()
    row, by = Reading.objects.filter(project=scene.project, item="boil-time").first(), actor_of(scene.lab)
    entry = Entry(row.sample, row.item, row.n, Cell("333"))

    done = enter(scene.lab, [entry], reason="抄写有误", by=by, at=MEASURED)

    assert done.corrected == 1
    with pytest.raises(NotPossible):
        enter(scene.lab, [entry], by=by, at=MEASURED)


@pytest.mark.parametrize(
    "typed", ["未检出", "ND", "nd", "未检出(<0.01)", "未检出（0.010）", "<0.01", "ND 0.01"]
)
def test_below_the_detection_limit_of_the_plan(typed: str) -> None:
    assert read(typed, LEAKAGE) == Cell(below=True)


@pytest.mark.parametrize("typed", ["未检出(<0.05)", "ND 0.5", "<0.05", "未检出，见备注", "<"])
def test_below_another_limit_is_not_taken_for_the_plans(typed: str) -> None:
    with pytest.raises(Unreadable):
        read(typed, LEAKAGE)
