"""Objections that meet each other or outlive their test; results that change after a decision."""

from datetime import timedelta

import pytest

from huaihai.desk.lives import NotPossible
from huaihai.record import clocks, due
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.models import MakerNotice, Objection, Reading, Sample
from huaihai.supervision.testing.hearing import notices
from huaihai.supervision.testing.hearing import verbs as hearing_verbs
from huaihai.supervision.testing.hearing.tests.test_hearing import measure_again, of_maker, scene
from huaihai.supervision.testing.hearing.verbs import Answer, answer, link_actor
from huaihai.supervision.testing.laboratory.readings import Cell, Entry, enter
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.measured import SILENT, TOLD, Scene

SOON = TOLD + timedelta(days=2)
__all__ = ["scene"]  # a fixture
pytestmark = pytest.mark.django_db


def test_two_who_object_to_one_product_share_one_second_test(scene: Scene) -> None:
    office = scene.kettles.people.office
    makers, sellers = object_to(scene, of_maker(scene, 3)), object_to(scene, seller(scene))
    measure_again(scene, makers, "earthing")
    hearing_verbs.decide(makers, outcome="changed", reason="备样合格。", by=office, at=SOON)
    with pytest.raises(NotPossible):
        hearing_verbs.decide(sellers, outcome="kept", reason="不变", by=office, at=SOON)
    held = hearing_verbs.decide(sellers, outcome="changed", reason="备样合格。", by=office, at=SOON)
    assert held.stage == "changed"
    told = notices.tell(measured.notices(scene), by=scene.leader, at=SOON)
    assert {row.stage for row in told} == {"answered"}  # nobody waits again for what was decided


def test_a_result_that_changes_after_the_decision_for_another_reason_is_told_with_a_new_clock(
    scene: Scene,
) -> None:
    row = object_to(scene, of_maker(scene, 3))
    hearing_verbs.decide(row, outcome="kept", reason="没有新证据。", by=scene.kettles.people.office, at=SOON)
    codes = Sample.objects.filter(product="p05").values("code")
    wrong = Reading.objects.filter(project=scene.project, item="boil-time", sample__in=codes)[0]
    entry = Entry(wrong.sample, wrong.item, wrong.n, Cell("470"))
    enter(scene.lab, [entry], reason="抄写有误", by=scene.leader, at=SOON)
    notices.tell(measured.notices(scene), by=scene.leader, at=SOON + timedelta(days=1))
    held = of_maker(scene, 3)
    assert held.stage == "told"
    assert clocks.running(held.record_key)


def test_in_a_dropped_test_nothing_is_waited_for(scene: Scene) -> None:
    row = object_to(scene, of_maker(scene, 3))
    supervision_verbs.drop(scene.project, reason="经费取消", by=scene.leader, at=SOON)
    due.fall_due(at=SILENT + timedelta(days=60), brake=None)
    assert not clocks.running(of_maker(scene, 1).record_key)
    assert not clocks.running(row.record_key)


def object_to(scene: Scene, row: MakerNotice) -> Objection:
    """This maker or seller objects to the result of the unsafe kettle."""
    made = answer(row, Answer("objects", "p05", "我们自己测是合格的。"), by=link_actor(row), at=SOON)
    return Objection.objects.get(answer=made)


def seller(scene: Scene) -> MakerNotice:
    """Who sold the unsafe kettle."""
    return next(row for row in measured.notices(scene, role="seller") if "p05" in row.products)
