"""Promises, talks and re-checks, through the verbs alone."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huaihai.desk.lives import Moved, NotAllowed, Unfit
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.record.models import Event
from huaihai.supervision.models import Finding, Measure, Project
from huaihai.supervision.sweeping import measures, verbs
from huaihai.supervision.sweeping.forms import Minute
from huaihai.supervision.sweeping.tests.scene import (
    DAY,
    MONDAY,
    elsewhere,
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


def recheck(found: Finding, result: str, *, days: int, by: Actor) -> Finding:
    """Somebody goes again so many days after the Monday; the finding as it is then."""
    words = "" if result == "cured" else "还差一处。"
    at = MONDAY + days * DAY
    verbs.recheck(found, result=result, words=words, client_key=key(20 + days), by=by, at=at)
    return Finding.objects.select_related("clock").get(pk=found.pk)


def test_partly_cured_gets_its_time_again_and_not_cured_is_decided(
    people: People, unrefunded: Finding
) -> None:
    measures.promise([unrefunded], text="改。", by_on=date(2026, 12, 8), by=people.leader, at=MONDAY)
    found = recheck(unrefunded, "partly", days=3, by=people.leader)
    assert (found.stage, found.clock.due_on if found.clock else None) == ("partly", date(2026, 12, 17))
    assert Measure.objects.get().stage == "broken"
    found = recheck(found, "uncured", days=12, by=people.leader)
    assert (found.stage, found.clock) == ("uncured", None)
    at = MONDAY + 13 * DAY
    measures.hand([found], addressee="市场监管局", text="请依法处理。", by=people.leader, at=at)
    assert Finding.objects.get().stage == "handed"


def test_a_promise_is_not_broken_before_its_day(people: People, unrefunded: Finding) -> None:
    last = date(2026, 12, 31)
    promise = measures.promise([unrefunded], text="改。", by_on=last, by=people.leader, at=MONDAY)
    for days, is_broken in ((3, False), (24, False), (25, True)):  # 10, 31 December, 1 January
        found = recheck(unrefunded, "partly", days=days, by=people.leader)
        promise.refresh_from_db()
        assert promise.stage == ("broken" if is_broken else "made")
        assert found.clock is not None
        assert found.clock.due_on == (date(2027, 1, 8) if is_broken else last)


def test_saying_again_that_it_is_cured_does_not_put_the_recheck_off(
    people: People, unpriced: Finding
) -> None:
    with pytest.raises(NotAllowed):  # what came by post its own city writes down
        verbs.answer(unpriced, text="x", client_key=key(6), by=people.partner, at=MONDAY)
    said: dict[str, Any] = {"text": "已经贴好。", "claims_cure": True, "by": people.helper}
    for number in range(3):
        verbs.answer(unpriced, **said, client_key=key(7 + number), at=MONDAY + (1 + 6 * number) * DAY)
        unpriced.refresh_from_db()
        assert unpriced.stage == "claimed"
        assert unpriced.clock is not None
        assert (unpriced.clock.name, unpriced.clock.due_on) == ("recheck", date(2026, 12, 15))


def test_what_somebody_else_changed_is_told_and_a_recheck_sent_twice_is_one(
    people: People, unpriced: Finding
) -> None:
    measures.advise([unpriced], text="请改。", by=people.helper, at=MONDAY)
    said: dict[str, Any] = {"result": "cured", "client_key": key(2), "by": people.leader, "at": MONDAY}
    with pytest.raises(Moved):
        verbs.recheck(unpriced, seen=1, **said)
    for _time in range(2):
        verbs.recheck(unpriced, seen=2, **said)
    assert unpriced.rechecks.count() == 1


def test_a_chain_talks_with_two_cities_at_once(people: People, project: Project, locked: Finding) -> None:
    there = finding(elsewhere(project, people), "exit")
    meets = MONDAY + 2 * DAY
    with pytest.raises(NotAllowed):
        measures.invite([there], meets_at=meets, where="会议室", by=people.leader, at=MONDAY)
    both = [locked, there]
    talk = measures.invite(both, meets_at=meets, where="二楼会议室", by=people.leader, at=MONDAY)
    assert [body.key for body in talk.joined.all()] == ["city:411400"]
    with pytest.raises(NotAllowed):
        measures.call_off(talk, by=people.partner, at=MONDAY)
    said: dict[str, Any] = {"said": "当天打开。", "promise": "今后不再上锁。", "by_on": date(2026, 12, 12)}
    minutes = [
        Minute(locked.business_id, came=True, who="店长", **said),
        Minute(there.business_id, came=False),
    ]
    talk = measures.hold(talk, minutes, by=people.leader, at=meets)
    assert talk.stage == "held"
    promise = talk.promises.get()
    assert [row.pk for row in promise.findings.all()] == [locked.pk]
    told = Event.objects.filter(verb="supervision_talk_held").get()
    assert "店长" not in str(told.facts)
    assert told.facts["came"] == 1


def test_a_talk_lies_ahead_and_where_nobody_comes_it_was_missed_and_can_be_moved(
    people: People, locked: Finding
) -> None:
    where, by = "会议室", people.leader
    for meets_at in (MONDAY, MONDAY + timedelta(days=400), datetime(2026, 1, 1, tzinfo=ZONE)):
        with pytest.raises(Unfit):
            measures.invite([locked], meets_at=meets_at, where=where, by=by, at=MONDAY)
    talk = measures.invite([locked], meets_at=MONDAY + DAY, where=where, by=by, at=MONDAY)
    talk = measures.hold(talk, [Minute(locked.business_id, came=False)], by=by, at=MONDAY + DAY)
    assert talk.stage == "missed"
    talk = measures.move_talk(talk, meets_at=MONDAY + 3 * DAY, where=where, by=by, at=MONDAY + 2 * DAY)
    assert talk.stage == "invited"
