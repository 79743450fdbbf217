"""From a place that is checked to a finding that is cured, through the verbs alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from huaihai.governance.errors import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import ZONE
from huaihai.record.models import Event
from huaihai.supervision.models import Finding, Inspection, Measure, Project
from huaihai.supervision.sweeping.actions import (
    answering,
    falling_due,
    inspecting,
    measuring,
    rechecking,
    talking,
)
from huaihai.supervision.sweeping.actions.inspecting import Marked
from huaihai.supervision.sweeping.actions.talking import Minute
from huaihai.supervision.sweeping.tests.scene import (
    DAY,
    MONDAY,
    finding,
    gym,
    inspected,
    key,
    marks,
    running,
)
from huaihai.supervision.tests.people import People, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return assemble()


@pytest.fixture
def project(people: People) -> Project:
    return running(people)


def test_what_is_not_in_order_becomes_a_finding_with_a_clock(people: People, project: Project) -> None:
    made = inspected(project, gym(), "price", "exit", by=people.leader)

    found = {row.item: row for row in made.findings.select_related("clock")}
    assert {row.stage for row in found.values()} == {"open"}
    assert found["price"].clock.due_on == date(2026, 12, 22)
    assert found["exit"].clock.due_on == date(2026, 12, 10)
    assert found["exit"].clock.limit_name == "CURE_GRAVE"


def test_a_form_sent_twice_is_one_entry(people: People, project: Project) -> None:
    place = gym()
    first = inspected(project, place, "price", by=people.leader)
    events = Event.objects.count()

    again = inspected(project, place, "price", by=people.leader)

    assert again == first
    assert Inspection.objects.count() == 1
    assert Finding.objects.count() == 1
    assert Event.objects.count() == events


def test_a_key_of_somebody_else_opens_nothing(people: People, project: Project) -> None:
    inspected(project, gym(), by=people.leader)
    with pytest.raises(NotAllowed):
        inspected(project, gym(), by=people.helper)


def test_a_place_is_checked_once_and_its_entry_can_be_corrected_while_nothing_followed(
    people: People, project: Project
) -> None:
    place = gym()
    first = inspected(project, place, "price", by=people.leader)
    with pytest.raises(NotPossible):
        inspected(project, place, by=people.helper, number=2)

    second = inspecting.inspect(
        project, place, marks("exit"), client_key=key(2), replaces=first, by=people.helper, at=MONDAY
    )

    assert list(Inspection.objects.filter(project=project).standing()) == [second]
    assert set(Finding.objects.values_list("item", "stage")) == {("price", "withdrawn"), ("exit", "open")}
    measuring.advise([finding(second, "exit")], text="请打开出口。", by=people.leader, at=MONDAY)
    with pytest.raises(NotPossible):
        inspecting.inspect(
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
        inspecting.inspect(project, gym(), change(marks()), client_key=key(), by=people.leader, at=MONDAY)
    assert refused.value.field == field


def test_an_auditor_and_another_city_do_not_act(people: People, project: Project) -> None:
    with pytest.raises(NotAllowed):
        inspected(project, gym(), by=people.auditor)
    found = finding(inspected(project, gym(), "price", by=people.leader), "price")
    with pytest.raises(NotAllowed):
        measuring.advise([found], text="请改。", by=people.partner, at=MONDAY)
    with pytest.raises(NotAllowed):
        rechecking.recheck(found, result="cured", client_key=key(9), by=people.partner, at=MONDAY)


def test_time_to_cure_runs_out_and_somebody_has_to_go_again(people: People, project: Project) -> None:
    found = finding(inspected(project, gym(), "exit", by=people.leader), "exit")
    measuring.advise([found], text="请马上打开出口。", by=people.leader, at=MONDAY)
    assert list(falling_due.due_acts(MONDAY + 3 * DAY)) == []

    for act in [*falling_due.due_acts(MONDAY + 4 * DAY), *falling_due.due_acts(MONDAY + 4 * DAY)]:
        act()

    found.refresh_from_db()
    assert found.stage == "due"
    assert found.clock is not None
    assert (found.clock.name, found.clock.due_on) == ("recheck", date(2026, 12, 17))
    assert Event.objects.filter(verb="supervision_recheck due".replace(" ", "_")).count() == 1


def test_a_missed_night_does_not_move_the_day(people: People, project: Project) -> None:
    found = finding(inspected(project, gym(), "exit", by=people.leader), "exit")
    for act in falling_due.due_acts(MONDAY + 9 * DAY):
        act()
    found.refresh_from_db()
    assert found.clock is not None
    assert found.clock.due_on == date(2026, 12, 17)


def test_a_promise_moves_the_day_and_is_kept_once_all_is_cured(people: People, project: Project) -> None:
    made = inspected(project, gym(), "price", "refund", by=people.leader)
    both = [finding(made, "price"), finding(made, "refund")]
    promise = measuring.promise(
        both, text="月底前改好。", by_on=date(2026, 12, 31), by=people.leader, at=MONDAY
    )
    both[0].refresh_from_db()
    assert both[0].stage == "following"
    assert both[0].clock is not None
    assert both[0].clock.due_on == date(2026, 12, 31)

    for number, row in enumerate(both):
        row.refresh_from_db()
        rechecking.recheck(
            row, result="cured", client_key=key(20 + number), by=people.leader, at=MONDAY + DAY
        )
        promise.refresh_from_db()
        assert promise.stage == ("kept" if number else "made")
    assert not Finding.objects.filter(clock__isnull=False).exists()


def test_partly_cured_gets_its_time_again_and_not_cured_is_decided(people: People, project: Project) -> None:
    found = finding(inspected(project, gym(), "refund", by=people.leader), "refund")
    measuring.promise([found], text="改。", by_on=date(2026, 12, 8), by=people.leader, at=MONDAY)
    rechecking.recheck(
        found, result="partly", words="还差一处。", client_key=key(2), by=people.leader, at=MONDAY + 3 * DAY
    )
    found.refresh_from_db()
    assert (found.stage, found.clock.due_on if found.clock else None) == ("partly", date(2026, 12, 17))
    assert Measure.objects.get().stage == "broken"

    rechecking.recheck(
        found, result="uncured", words="没有改。", client_key=key(3), by=people.leader, at=MONDAY + 12 * DAY
    )
    found.refresh_from_db()
    assert (found.stage, found.clock) == ("uncured", None)

    measuring.hand(
        [found], addressee="市场监管局", text="请依法处理。", by=people.leader, at=MONDAY + 13 * DAY
    )
    found.refresh_from_db()
    assert found.stage == "handed"


def test_a_recheck_sent_twice_is_one(people: People, project: Project) -> None:
    found = finding(inspected(project, gym(), "price", by=people.leader), "price")
    for _time in range(2):
        rechecking.recheck(found, result="cured", client_key=key(2), seen=1, by=people.leader, at=MONDAY)
    assert found.rechecks.count() == 1


def test_what_somebody_else_changed_is_told(people: People, project: Project) -> None:
    found = finding(inspected(project, gym(), "price", by=people.leader), "price")
    measuring.advise([found], text="请改。", by=people.helper, at=MONDAY)
    with pytest.raises(Moved):
        rechecking.recheck(found, result="cured", client_key=key(2), seen=1, by=people.leader, at=MONDAY)


def test_a_chain_talks_with_two_cities_at_once(people: People, project: Project) -> None:
    here = finding(inspected(project, gym(), "exit", by=people.leader), "exit")
    there = finding(
        inspected(project, gym("演示连锁", region="411402", digit="8"), "exit", by=people.partner, number=2),
        "exit",
    )
    meets = MONDAY + 2 * DAY
    with pytest.raises(NotAllowed):
        talking.invite([there], meets_at=meets, where="会议室", by=people.leader, at=MONDAY)
    talk = talking.invite([here, there], meets_at=meets, where="二楼会议室", by=people.leader, at=MONDAY)
    assert [body.key for body in talk.joined.all()] == ["city:411400"]
    with pytest.raises(NotAllowed):
        talking.call_off(talk, by=people.partner, at=MONDAY)

    minutes = [
        Minute(
            here.business_id,
            came=True,
            who="店长",
            said="当天打开。",
            promise="今后不再上锁。",
            by_on=date(2026, 12, 12),
        ),
        Minute(there.business_id, came=False),
    ]
    talk = talking.hold(talk, minutes, by=people.leader, at=meets)

    assert talk.stage == "held"
    promise = talk.promises.get()
    assert [row.pk for row in promise.findings.all()] == [here.pk]
    told = Event.objects.filter(verb="supervision_talk_held").get()
    assert "店长" not in str(told.facts)
    assert told.facts["came"] == 1


def test_where_nobody_comes_the_talk_was_missed_and_can_be_moved(people: People, project: Project) -> None:
    found = finding(inspected(project, gym(), "exit", by=people.leader), "exit")
    talk = talking.invite([found], meets_at=MONDAY + DAY, where="会议室", by=people.leader, at=MONDAY)
    talk = talking.hold(talk, [Minute(found.business_id, came=False)], by=people.leader, at=MONDAY + DAY)
    assert talk.stage == "missed"
    talk = talking.move_talk(
        talk, meets_at=MONDAY + 3 * DAY, where="会议室", by=people.leader, at=MONDAY + 2 * DAY
    )
    assert talk.stage == "invited"


@pytest.mark.parametrize(
    "meets_at", [MONDAY, MONDAY + timedelta(days=400), datetime(2026, 1, 1, tzinfo=ZONE)]
)
def test_a_talk_lies_ahead(people: People, project: Project, meets_at: datetime) -> None:
    found = finding(inspected(project, gym(), "exit", by=people.leader), "exit")
    with pytest.raises(Unfit):
        talking.invite([found], meets_at=meets_at, where="会议室", by=people.leader, at=MONDAY)


def test_the_city_writes_down_what_came_by_post_and_goes_again_in_time(
    people: People, project: Project
) -> None:
    found = finding(inspected(project, gym(), "price", by=people.leader), "price")
    answering.answer(
        found, text="已经贴好。", claims_cure=True, client_key=key(5), by=people.helper, at=MONDAY + DAY
    )
    found.refresh_from_db()
    assert found.stage == "claimed"
    assert found.clock is not None
    assert (found.clock.name, found.clock.due_on) == ("recheck", date(2026, 12, 15))
    with pytest.raises(NotAllowed):
        answering.answer(found, text="x", client_key=key(6), by=people.partner, at=MONDAY)
