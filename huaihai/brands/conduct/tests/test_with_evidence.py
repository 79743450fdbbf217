"""Triggers read real evidence: cases of the desks open proceedings, once each."""

from typing import Any

import pytest

from huaihai.brands.conduct import opening
from huaihai.brands.conduct.tests.cast import DAY, Cast, night
from huaihai.brands.evidence.tests.scene import a_case
from huaihai.brands.models import Entry, Proceeding
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.brands.tests.people import MONDAY, an_entry


def test_a_case_about_safety_suspends_the_mark_in_the_night_after_once(cast: Cast) -> None:
    assert len(list(opening.due_acts(MONDAY))) == 1  # one act looks at all marks
    night(MONDAY)
    a_case(cast.people, nature="N02", at=MONDAY - 5 * DAY)
    assert list(opening.due_acts(MONDAY + DAY / 4)) == []  # the same day: it was looked at already
    assert not Proceeding.objects.exists()
    for later in (1, 2):
        night(MONDAY + later * DAY)
    row = Proceeding.objects.get()
    cast.entry.refresh_from_db()
    assert (row.trigger, row.kind, cast.entry.stage) == ("serious-case", "suspend", "suspended")
    assert row.facts["value"] == "1"
    a_case(cast.people, number=2, nature="N02", at=MONDAY - 4 * DAY)
    night(MONDAY + 3 * DAY)
    assert Proceeding.objects.count() == 2


def test_a_mere_case_opens_nothing(cast: Cast) -> None:
    a_case(cast.people, at=MONDAY - 5 * DAY)
    night(MONDAY)
    assert not Proceeding.objects.exists()


def test_a_trigger_of_later_criteria_looks_forward_only(cast: Cast) -> None:
    cast.measure(refused_mediation=1, failed_revisits=0)
    night(MONDAY)
    assert Proceeding.objects.count() == 1
    triggers = [
        {**one, "key": f"{one['key']}-anew", "at_least": "1"} if "at_least" in one else one
        for one in cast.criteria.content["triggers"]
    ]
    cast.other_criteria(triggers=triggers)
    night(MONDAY + DAY)
    assert Proceeding.objects.count() == 1
    cast.measure(refused_mediation=2)
    night(MONDAY + 2 * DAY)
    assert Proceeding.objects.latest("serial").trigger == "refuses-mediation-anew"


def test_what_a_mark_had_before_the_vote_opens_nothing_later(cast: Cast) -> None:
    other = an_entry(cast.people, "voting", what="演示", criteria=cast.criteria)
    cast.measure(broken_promises=1)
    with moving(other, "admit", who=Who.VOTE, by=cast.people.office, at=MONDAY) as move:
        move.row.held_since, move.row.held_until = MONDAY.date(), MONDAY.date() + 365 * DAY
    assert opening.watch(other, at=MONDAY + DAY) == []
    cast.measure(broken_promises=2)
    assert len(opening.watch(other, at=MONDAY + 2 * DAY)) == 1


def test_one_mark_that_cannot_be_looked_at_stops_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = an_entry(cast.people, "held", what="演示", criteria=cast.criteria)
    cast.measure(serious_cases=1)
    fine = opening.measures_of

    def measures_of(entry: Entry, *said: Any, **more: Any) -> Any:
        if entry.pk == cast.entry.pk:
            raise ValueError("演示")
        return fine(entry, *said, **more)

    monkeypatch.setattr(opening, "measures_of", measures_of)
    with pytest.raises(opening.NotWatched):
        night(MONDAY)
    assert Proceeding.objects.get().entry == other
