"""Nobody holds a proceeding up: not by many words, not by remedies without end, not by another proceeding."""

import pytest

from huaihai.brands.conduct import verbs as conduct_verbs
from huaihai.brands.conduct.tests import cast as scene
from huaihai.brands.conduct.tests.cast import DAY, HOUR, Cast
from huaihai.brands.models import Entry, Proceeding
from huaihai.brands.tests.people import MONDAY
from huaihai.desk.lives import NotPossible


def test_many_statements_do_not_keep_the_minutes_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    scene.stated(cast, row, at=MONDAY, wants_hearing=True)
    conduct_verbs.set_day(row, meets_at=MONDAY + DAY, where="演示", by=cast.people.office, at=MONDAY)
    for _again in range(conduct_verbs.MOST_STATEMENTS - 1):
        scene.stated(cast, row, at=MONDAY + HOUR)
    with pytest.raises(NotPossible):
        scene.stated(cast, row, at=MONDAY + HOUR)
    conduct_verbs.hold(row, minutes="记录", came=True, by=cast.people.office, at=MONDAY + 2 * DAY)
    row.refresh_from_db()
    assert row.stage == "deciding"


def waiting_for_remedy(cast: Cast, row: Proceeding) -> Proceeding:
    scene.decided(cast, row, "confirm", at=scene.until_deciding(row))
    assert row.appeal_until is not None
    scene.night(scene.at_night(row.appeal_until))
    row.refresh_from_db()
    assert row.stage == "remedy"
    return row


def test_no_remedy_is_taken_once_the_time_for_it_is_over(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = waiting_for_remedy(cast, scene.fired(cast, monkeypatch, serious_cases=1))
    assert row.remedy_until is not None
    late = scene.at_night(row.remedy_until)
    with pytest.raises(NotPossible):
        conduct_verbs.remedy(row, text="已经整改", by=cast.people.holder, at=late)
    conduct_verbs.remedy(row, text="已经整改", by=cast.people.holder, at=late - 2 * HOUR)


def test_a_removal_by_another_proceeding_leaves_no_act_that_fails_each_night(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = waiting_for_remedy(cast, scene.fired(cast, monkeypatch, serious_cases=1))
    Entry.objects.filter(pk=cast.entry.pk).update(stage="removed")
    assert row.remedy_until is not None
    scene.night(scene.at_night(row.remedy_until))
    row.refresh_from_db()
    assert row.stage == "remedy"
