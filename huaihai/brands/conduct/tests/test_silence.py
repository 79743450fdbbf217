"""What follows from silence of the panel, of the office and of the business."""

from datetime import date

import pytest

from huaihai.brands import waiting
from huaihai.brands.conduct import panels
from huaihai.brands.conduct import verbs as conduct_verbs
from huaihai.brands.conduct.tests import cast as scene
from huaihai.brands.conduct.tests.cast import DAY, HOUR, Cast
from huaihai.brands.models import Proceeding
from huaihai.brands.tests.people import MONDAY
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.record.models import OutboxMessage


def test_who_is_silent_leaves_the_panel_and_the_rest_get_the_whole_time(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = scene.fired(cast, monkeypatch, broken_promises=1)
    at = scene.until_deciding(row)
    scene.decided(cast, row, "warn", at=at)
    before = {seat.account_id for seat in scene.appealed(cast, row, at=at + DAY)}
    assert row.panel_until is not None
    late = scene.at_night(row.panel_until)
    scene.night(late)
    row.refresh_from_db()
    after = {seat.account_id for seat in panels.seats_taken(row)}
    assert len(after) == panels.SEATS
    assert not before & after
    assert row.panel_until > late.date()


def test_a_panel_that_cannot_be_filled_decides_nothing_until_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huaihai.brands import drawing

    row = scene.fired(cast, monkeypatch, broken_promises=1)
    at = scene.until_deciding(row)
    scene.decided(cast, row, "warn", at=at)
    with monkeypatch.context() as few:
        few.setattr(drawing, "pool", lambda entry, **_said: [])
        assert scene.appealed(cast, row, at=at + DAY) == []
        scene.night(at + DAY + HOUR)
    assert panels.seats_taken(row) == []
    scene.night(at + 2 * DAY)
    assert len(panels.seats_taken(row)) == panels.SEATS


def test_the_day_of_a_hearing_lies_within_its_clock(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    scene.stated(cast, row, at=MONDAY + DAY, wants_hearing=True)
    row.refresh_from_db()
    assert row.hearing_until == date(2026, 11, 24)  # fifteen working days from the third
    for wrong in (MONDAY, MONDAY + 23 * DAY):
        with pytest.raises(Unfit):
            conduct_verbs.set_day(
                row, meets_at=wrong, where="演示", by=cast.people.office, at=MONDAY + 2 * DAY
            )
    conduct_verbs.set_day(
        row, meets_at=MONDAY + 22 * DAY, where="演示", by=cast.people.office, at=MONDAY + 2 * DAY
    )
    with pytest.raises(NotPossible):
        conduct_verbs.hold(row, minutes="记录", came=True, by=cast.people.office, at=MONDAY + 3 * DAY)


def test_a_hearing_that_nobody_holds_burdens_nobody_with_a_warning(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = scene.fired(cast, monkeypatch, broken_promises=1)
    scene.stated(cast, row, at=MONDAY + DAY, wants_hearing=True)
    row.refresh_from_db()
    assert row.hearing_until is not None
    scene.night(scene.at_night(row.hearing_until))
    row.refresh_from_db()
    assert (row.stage, row.outcome) == ("ended", "lapsed")


def test_what_was_handed_in_as_remedy_waits_for_two_people_and_not_for_the_calendar(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    scene.decided(cast, row, "confirm", at=scene.until_deciding(row))
    assert row.appeal_until is not None
    at = scene.at_night(row.appeal_until)
    scene.night(at)
    row.refresh_from_db()
    conduct_verbs.remedy(row, text="已整改", by=cast.people.holder, at=at)
    row.refresh_from_db()
    assert row.remedy_until is not None
    scene.night(scene.at_night(row.remedy_until))
    row.refresh_from_db()
    assert row.stage == "remedy"
    scene.decided(cast, row, "refuse", at=scene.at_night(row.remedy_until) + DAY)
    assert (row.stage, row.outcome) == ("decided", "not-restored")
    scene.night(scene.at_night(row.appeal_until))
    row.refresh_from_db()
    scene.night(scene.at_night(row.appeal_until) + DAY)
    assert Proceeding.objects.filter(entry=cast.entry, kind="remove", follows=row).exists()


def test_two_suspensions_end_only_together(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first = scene.fired(cast, monkeypatch, serious_cases=1)
    second = scene.fired(cast, monkeypatch, serious_cases=1, unsafe_tests=1, at=MONDAY + DAY)
    assert cast.entry.stage == "suspended"
    at = scene.at_night(second.statement_until)
    scene.night(at)
    for row, stage in ((first, "suspended"), (second, "held")):
        row.refresh_from_db()
        scene.decided(cast, row, "lift", at=at)
        at += DAY
        assert cast.entry.stage == stage


def test_the_business_is_told_on_its_phone_without_what_it_is_about(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.people.shop.phone = "13900000000"
    cast.people.shop.save()
    scene.fired(cast, monkeypatch, serious_cases=1)
    text = OutboxMessage.objects.get(subject=cast.entry.record_key).text
    assert "16" in text  # until when
    assert "严重" not in text
    assert "http" not in text


def test_open_and_overdue_proceedings_stand_on_the_hand_over_list(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    (item,) = waiting.proceedings(MONDAY)
    assert (item.label, item.note) == (f"{row.number} {cast.entry.name}", row.stage_label)
    (late,) = waiting.proceedings(scene.STATEMENT_ENDS)
    assert late.note != item.note
    scene.decided(cast, row, "lift", at=scene.until_deciding(row))
    assert list(waiting.proceedings(MONDAY)) == []
