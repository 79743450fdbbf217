"""From a place that is checked to a finding that is cured, through the verbs alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.record.models import Event
from huaihai.supervision import verbs
from huaihai.supervision.models import Finding, Inspection, Project
from huaihai.supervision.sweeping import measures, tracking
from huaihai.supervision.sweeping import verbs as sweeping_verbs
from huaihai.supervision.sweeping.tests.scene import (
    DAY,
    MONDAY,
    finding,
    gym,
    inspected,
    key,
    marks,
)
from huaihai.supervision.sweeping.verbs import Marked
from huaihai.supervision.tests.people import People

pytestmark = pytest.mark.django_db


def test_what_is_not_in_order_becomes_a_finding_with_a_clock_however_often_it_is_sent(
    people: People, project: Project
) -> None:
    place = gym()
    made = inspected(project, place, "price", "exit", by=people.leader)
    found = {row.item: row for row in made.findings.select_related("clock")}
    assert {row.stage for row in found.values()} == {"open"}
    assert found["price"].clock.due_on == date(2026, 12, 22)
    assert found["exit"].clock.due_on == date(2026, 12, 10)
    assert found["exit"].clock.limit_name == "CURE_GRAVE"
    events = Event.objects.count()
    assert inspected(project, place, "price", "exit", by=people.leader) == made
    with pytest.raises(NotAllowed):  # the key is somebody else's
        inspected(project, place, by=people.helper)
    assert (Inspection.objects.get(), Finding.objects.count()) == (made, 2)
    assert Event.objects.count() == events


def test_a_place_is_checked_once_and_its_entry_can_be_corrected_while_nothing_followed(
    people: People, project: Project
) -> None:
    place = gym()
    first = inspected(project, place, "price", by=people.leader)
    with pytest.raises(NotPossible):
        inspected(project, place, by=people.helper, number=2)

    second = sweeping_verbs.inspect(
        project, place, marks("exit"), client_key=key(2), replaces=first, by=people.helper, at=MONDAY
    )

    assert list(Inspection.objects.filter(project=project).standing()) == [second]
    assert set(Finding.objects.values_list("item", "stage")) == {("price", "withdrawn"), ("exit", "open")}
    measures.advise([finding(second, "exit")], text="请打开出口。", by=people.leader, at=MONDAY)
    with pytest.raises(NotPossible):
        sweeping_verbs.inspect(
            project, place, marks(), client_key=key(3), replaces=second, by=people.helper, at=MONDAY
        )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda held: held[1:], "mark_price"),
        (lambda held: [replace(held[0], mark="odd"), *held[1:]], "mark_price"),
        (lambda held: [replace(held[0], mark="found"), *held[1:]], "words_price"),
        (lambda held: [*held, Marked("other", "ok")], "marks"),
    ],
)
def test_a_checklist_is_filled_in_as_a_whole(
    people: People, project: Project, change: Callable[[list[Marked]], list[Marked]], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        sweeping_verbs.inspect(project, gym(), change(marks()), client_key=key(), by=people.leader, at=MONDAY)
    assert refused.value.field == field


def test_an_auditor_and_another_city_do_not_act(people: People, project: Project) -> None:
    for stranger in (people.partner, people.auditor):
        with pytest.raises(NotAllowed):
            inspected(project, gym(), by=stranger)
    found = finding(inspected(project, gym(), "price", by=people.leader), "price")
    with pytest.raises(NotAllowed):
        measures.advise([found], text="请改。", by=people.partner, at=MONDAY)
    with pytest.raises(NotAllowed):
        sweeping_verbs.recheck(found, result="cured", client_key=key(9), by=people.partner, at=MONDAY)


@pytest.mark.parametrize("night", [4, 9])  # a missed one does not move the day
def test_time_to_cure_runs_out_and_somebody_has_to_go_again(
    people: People, locked: Finding, night: int
) -> None:
    measures.advise([locked], text="请马上打开出口。", by=people.leader, at=MONDAY)
    assert list(tracking.due_acts(MONDAY + 3 * DAY)) == []
    for act in [*tracking.due_acts(MONDAY + night * DAY), *tracking.due_acts(MONDAY + night * DAY)]:
        act()
    locked.refresh_from_db()
    assert locked.stage == "due"
    assert locked.clock is not None
    assert (locked.clock.name, locked.clock.due_on) == ("recheck", date(2026, 12, 17))
    assert Event.objects.filter(verb="supervision_recheck_due").count() == 1


def test_of_a_dropped_sweep_no_clock_runs_on_and_nothing_fails(
    people: People, project: Project, locked: Finding
) -> None:
    verbs.drop(project, reason="演示：人手不够。", by=people.leader, at=MONDAY)
    for act in tracking.due_acts(MONDAY + 9 * DAY):
        act()
    locked.refresh_from_db()
    assert (locked.stage, locked.clock) == ("open", None)
    assert not Finding.objects.living().exists()
    assert list(tracking.due_acts(MONDAY + 10 * DAY)) == []
