"""Triggers read real evidence: cases of the desks open proceedings, once each."""

from huaihai.brands.conduct.tests import cast as scene
from huaihai.brands.conduct.tests.cast import DAY, Cast
from huaihai.brands.evidence.tests.scene import a_case
from huaihai.brands.models import Proceeding
from huaihai.brands.tests.people import MONDAY


def test_a_case_about_safety_suspends_the_mark_in_the_night_after(cast: Cast) -> None:
    scene.night(MONDAY)
    assert not Proceeding.objects.exists()
    a_case(cast.people, nature="N02", at=MONDAY - 5 * DAY)
    scene.night(MONDAY)  # the same day: it was looked at already
    assert not Proceeding.objects.exists()
    scene.night(MONDAY + DAY)
    row = Proceeding.objects.get()
    cast.entry.refresh_from_db()
    assert (row.trigger, row.kind, cast.entry.stage) == ("serious-case", "suspend", "suspended")
    assert row.facts["value"] == "1"


def test_the_same_case_opens_nothing_again_and_another_one_does(cast: Cast) -> None:
    a_case(cast.people, nature="N02", at=MONDAY - 5 * DAY)
    for night in range(3):
        scene.night(MONDAY + night * DAY)
    assert Proceeding.objects.count() == 1
    a_case(cast.people, number=2, nature="N02", at=MONDAY - 4 * DAY)
    scene.night(MONDAY + 3 * DAY)
    assert Proceeding.objects.count() == 2


def test_a_mere_case_opens_nothing(cast: Cast) -> None:
    a_case(cast.people, at=MONDAY - 5 * DAY)
    scene.night(MONDAY)
    assert not Proceeding.objects.exists()


def test_one_nightly_act_looks_at_all_marks(cast: Cast) -> None:
    from huaihai.brands.conduct import watching

    assert len(list(watching.due_acts(MONDAY))) == 1
    scene.night(MONDAY)
    assert list(watching.due_acts(MONDAY + DAY / 4)) == []
