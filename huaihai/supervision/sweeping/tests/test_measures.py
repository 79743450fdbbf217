"""Promises, talks and re-checks, through the verbs alone."""

from datetime import date, datetime, timedelta

import pytest

from huaihai.desk.lives import Moved, NotAllowed, Unfit
from huaihai.kit.clock import ZONE
from huaihai.record.models import Event
from huaihai.supervision.models import Finding, Measure, Project
from huaihai.supervision.sweeping import measures, verbs
from huaihai.supervision.sweeping.forms import Minute
from huaihai.supervision.sweeping.tests.scene import (
    DAY,
    MONDAY,
    finding,
    gym,
    inspected,
    key,
)
from huaihai.supervision.tests.people import People

pytestmark = pytest.mark.django_db


def test_a_promise_moves_the_day_and_is_kept_once_all_is_cured(people: People, project: Project) -> None:
    made = inspected(project, gym(), "price", "refund", by=people.leader)
    both = [finding(made, "price"), finding(made, "refund")]
    promise = measures.promise(
        both, text="月底前改好。", by_on=date(2026, 12, 31), by=people.leader, at=MONDAY
    )
    both[0].refresh_from_db()
    assert both[0].stage == "following"
    assert both[0].clock is not None
    assert both[0].clock.due_on == date(2026, 12, 31)

    for number, row in enumerate(both):
        row.refresh_from_db()
        verbs.recheck(row, result="cured", client_key=key(20 + number), by=people.leader, at=MONDAY + DAY)
        promise.refresh_from_db()
        assert promise.stage == ("kept" if number else "made")
    assert not Finding.objects.filter(clock__isnull=False).exists()


def test_partly_cured_gets_its_time_again_and_not_cured_is_decided(people: People, project: Project) -> None:
    found = finding(inspected(project, gym(), "refund", by=people.leader), "refund")
    measures.promise([found], text="改。", by_on=date(2026, 12, 8), by=people.leader, at=MONDAY)
    verbs.recheck(
        found, result="partly", words="还差一处。", client_key=key(2), by=people.leader, at=MONDAY + 3 * DAY
    )
    found.refresh_from_db()
    assert (found.stage, found.clock.due_on if found.clock else None) == ("partly", date(2026, 12, 17))
    assert Measure.objects.get().stage == "broken"

    verbs.recheck(
        found, result="uncured", words="没有改。", client_key=key(3), by=people.leader, at=MONDAY + 12 * DAY
    )
    found.refresh_from_db()
    assert (found.stage, found.clock) == ("uncured", None)

    measures.hand(
        [found], addressee="市场监管局", text="请依法处理。", by=people.leader, at=MONDAY + 13 * DAY
    )
    found.refresh_from_db()
    assert found.stage == "handed"


def test_a_promise_is_not_broken_before_its_day(people: People, project: Project) -> None:
    found = finding(inspected(project, gym(), "refund", by=people.leader), "refund")
    promise = measures.promise([found], text="改。", by_on=date(2026, 12, 31), by=people.leader, at=MONDAY)
    for days, is_broken in ((3, False), (24, False), (25, True)):  # 10, 31 December, 1 January
        verbs.recheck(
            found,
            result="partly",
            words="还差一处。",
            client_key=key(2 + days),
            by=people.leader,
            at=MONDAY + days * DAY,
        )
        promise.refresh_from_db()
        assert promise.stage == ("broken" if is_broken else "made")
        found.refresh_from_db()
        assert found.clock is not None
        assert found.clock.due_on == (date(2027, 1, 8) if is_broken else date(2026, 12, 31))


def test_saying_again_that_it_is_cured_does_not_put_the_recheck_off(people: People, project: Project) -> None:
    found = finding(inspected(project, gym(), "price", by=people.leader), "price")
    days = set()
    for number in range(3):
        verbs.answer(
            found,
            text="已经贴好。",
            claims_cure=True,
            client_key=key(5 + number),
            by=people.helper,
            at=MONDAY + (1 + 6 * number) * DAY,
        )
        found.refresh_from_db()
        assert found.clock is not None
        days.add((found.clock.name, found.clock.due_on))
    assert days == {("recheck", date(2026, 12, 15))}


def test_a_recheck_sent_twice_is_one(people: People, project: Project) -> None:
    found = finding(inspected(project, gym(), "price", by=people.leader), "price")
    for _time in range(2):
        verbs.recheck(found, result="cured", client_key=key(2), seen=1, by=people.leader, at=MONDAY)
    assert found.rechecks.count() == 1


def test_what_somebody_else_changed_is_told(people: People, project: Project) -> None:
    found = finding(inspected(project, gym(), "price", by=people.leader), "price")
    measures.advise([found], text="请改。", by=people.helper, at=MONDAY)
    with pytest.raises(Moved):
        verbs.recheck(found, result="cured", client_key=key(2), seen=1, by=people.leader, at=MONDAY)


def test_a_chain_talks_with_two_cities_at_once(people: People, project: Project) -> None:
    here = finding(inspected(project, gym(), "exit", by=people.leader), "exit")
    there = finding(
        inspected(project, gym("演示连锁", region="411402", digit="8"), "exit", by=people.partner, number=2),
        "exit",
    )
    meets = MONDAY + 2 * DAY
    with pytest.raises(NotAllowed):
        measures.invite([there], meets_at=meets, where="会议室", by=people.leader, at=MONDAY)
    talk = measures.invite([here, there], meets_at=meets, where="二楼会议室", by=people.leader, at=MONDAY)
    assert [body.key for body in talk.joined.all()] == ["city:411400"]
    with pytest.raises(NotAllowed):
        measures.call_off(talk, by=people.partner, at=MONDAY)

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
    talk = measures.hold(talk, minutes, by=people.leader, at=meets)

    assert talk.stage == "held"
    promise = talk.promises.get()
    assert [row.pk for row in promise.findings.all()] == [here.pk]
    told = Event.objects.filter(verb="supervision_talk_held").get()
    assert "店长" not in str(told.facts)
    assert told.facts["came"] == 1


def test_where_nobody_comes_the_talk_was_missed_and_can_be_moved(people: People, project: Project) -> None:
    found = finding(inspected(project, gym(), "exit", by=people.leader), "exit")
    talk = measures.invite([found], meets_at=MONDAY + DAY, where="会议室", by=people.leader, at=MONDAY)
    talk = measures.hold(talk, [Minute(found.business_id, came=False)], by=people.leader, at=MONDAY + DAY)
    assert talk.stage == "missed"
    talk = measures.move_talk(
        talk, meets_at=MONDAY + 3 * DAY, where="会议室", by=people.leader, at=MONDAY + 2 * DAY
    )
    assert talk.stage == "invited"


@pytest.mark.parametrize(
    "meets_at", [MONDAY, MONDAY + timedelta(days=400), datetime(2026, 1, 1, tzinfo=ZONE)]
)
def test_a_talk_lies_ahead(people: People, project: Project, meets_at: datetime) -> None:
    found = finding(inspected(project, gym(), "exit", by=people.leader), "exit")
    with pytest.raises(Unfit):
        measures.invite([found], meets_at=meets_at, where="会议室", by=people.leader, at=MONDAY)


def test_the_city_writes_down_what_came_by_post_and_goes_again_in_time(
    people: People, project: Project
) -> None:
    found = finding(inspected(project, gym(), "price", by=people.leader), "price")
    verbs.answer(
        found, text="已经贴好。", claims_cure=True, client_key=key(5), by=people.helper, at=MONDAY + DAY
    )
    found.refresh_from_db()
    assert found.stage == "claimed"
    assert found.clock is not None
    assert (found.clock.name, found.clock.due_on) == ("recheck", date(2026, 12, 15))
    with pytest.raises(NotAllowed):
        verbs.answer(found, text="x", client_key=key(6), by=people.partner, at=MONDAY)
