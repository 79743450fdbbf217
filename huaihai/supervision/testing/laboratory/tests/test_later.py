"""What a laboratory says later, and what it says of its own detection limit."""

import pytest

from huaihai.governance.errors import NotPossible
from huaihai.members.models import Account
from huaihai.supervision.models import Reading, Sample
from huaihai.supervision.testing.custody import actions as custody
from huaihai.supervision.testing.custody import parties
from huaihai.supervision.testing.custody.parties import Seen, laboratory_actor
from huaihai.supervision.testing.laboratory.cells import Cell, Unreadable, read
from huaihai.supervision.testing.laboratory.entering import Entry, enter
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.kettles import SPACE
from huaihai.supervision.testing.tests.measured import MEASURED

LEAKAGE = {"key": "leakage", "unit": "mA", "detection": "0.01"}


@pytest.mark.django_db
def test_a_reading_is_corrected_also_when_its_sample_has_gone_back() -> None:
    scene = measured.measured()
    row = Reading.objects.filter(project=scene.project, item="boil-time").first()
    sample = Sample.objects.select_related("project").get(code=row.sample)
    store = parties.store(Account.objects.get(pk=str(scene.leader.account_id)))
    seen = Seen("broken", MEASURED, where="演示库房")
    by = laboratory_actor(scene.lab.key)
    custody.hand_over([sample], store, seen, key=SPACE, by=by, at=MEASURED)
    custody.take_over([sample], seen, is_stored=True, key=scene.lab.pk, by=scene.leader, at=MEASURED)

    entry = Entry(row.sample, row.item, row.n, Cell("333"))
    done = enter(scene.lab, [entry], reason="抄写有误", by=by, at=MEASURED)

    assert done.corrected == 1
    fresh = Entry(row.sample, row.item, row.n, Cell("333"))
    with pytest.raises(NotPossible):  # the same again is nothing new
        enter(scene.lab, [fresh], by=by, at=MEASURED)


@pytest.mark.parametrize(
    "typed", ["未检出", "ND", "nd", "未检出(<0.01)", "未检出（0.010）", "<0.01", "ND 0.01"]
)
def test_below_the_detection_limit_of_the_plan(typed: str) -> None:
    assert read(typed, LEAKAGE) == Cell(below=True)


@pytest.mark.parametrize("typed", ["未检出(<0.05)", "ND 0.5", "<0.05", "未检出，见备注", "<"])
def test_below_another_limit_is_not_taken_for_the_plans(typed: str) -> None:
    with pytest.raises(Unreadable):
        read(typed, LEAKAGE)
