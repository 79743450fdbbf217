"""Triggers read real evidence: cases of the desks open proceedings, once each."""

from typing import Any

import pytest

from huaihai.brands.conduct import opening
from huaihai.brands.conduct.tests import cast as scene
from huaihai.brands.conduct.tests.cast import DAY, Cast
from huaihai.brands.evidence.tests.scene import a_case
from huaihai.brands.models import CriteriaVersion, Entry, Proceeding
from huaihai.brands.tests.people import MONDAY, an_entry


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
    assert len(list(opening.due_acts(MONDAY))) == 1
    scene.night(MONDAY)
    assert list(opening.due_acts(MONDAY + DAY / 4)) == []


def test_a_trigger_of_later_criteria_looks_forward_only(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.measure(monkeypatch, {"refused_mediation": 1, "failed_revisits": 0})
    scene.night(MONDAY)
    assert Proceeding.objects.count() == 1
    triggers = [
        {**one, "key": f"{one['key']}-anew", "at_least": "1"} if "at_least" in one else one
        for one in cast.criteria.content["triggers"]
    ]
    CriteriaVersion.objects.create(
        number=2,
        content={**cast.criteria.content, "triggers": triggers},
        content_hash="1" * 64,
        at=MONDAY,
        by=cast.people.office.key,
        resolution=cast.criteria.resolution,
        from_on=MONDAY.date() + DAY,
    )
    scene.night(MONDAY + DAY)
    assert Proceeding.objects.count() == 1
    scene.measure(monkeypatch, {"refused_mediation": 2})
    scene.night(MONDAY + 2 * DAY)
    assert Proceeding.objects.latest("serial").trigger == "refuses-mediation-anew"


def test_one_mark_that_cannot_be_looked_at_stops_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = an_entry(cast.people, "held", what="演示", criteria=cast.criteria)
    scene.measure(monkeypatch, {"serious_cases": 1})
    fine = opening.measures_of

    def measures_of(entry: Entry, *said: Any, **more: Any) -> Any:
        if entry.pk == cast.entry.pk:
            raise ValueError("演示")
        return fine(entry, *said, **more)

    monkeypatch.setattr(opening, "measures_of", measures_of)
    with pytest.raises(opening.NotWatched):
        scene.night(MONDAY)
    assert Proceeding.objects.get().entry == other
