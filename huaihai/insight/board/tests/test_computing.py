"""Months are computed by night; a target is set by a resolution, replaced by the next, gone with a repeal."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from huaihai.desk.lives import Unfit
from huaihai.governance import effects
from huaihai.governance.models import Resolution
from huaihai.governance.tests import deciding
from huaihai.governance.tests.deciding import MONDAY, Ten
from huaihai.insight.board import computing, facts, targets
from huaihai.insight.board.registry import BY_KEY
from huaihai.insight.board.targets import TargetForm
from huaihai.insight.board.tests.readings import NOVEMBER, NOW, OCTOBER, TODAY, ended, stored
from huaihai.insight.models import MeasureReading, Target
from huaihai.insight.months import between, later
from huaihai.insight.rollups.tests.files import a_file
from huaihai.insight.yearly.cases import KINDS as OF_SHEET
from huaihai.kit import clock
from huaihai.record.models import Event
from tests.posts import load_tree
from tests.reading import plain

pytestmark = pytest.mark.django_db


DAY = timedelta(days=1)


def run(at: datetime = NOW) -> int:
    acts = list(computing.due_acts(at))
    for act in acts:
        act()
    return len(acts)


def reading(key: str, *, staff: bool = False) -> facts.Reading:
    """What is told of a measure today."""
    return facts.readings([key], today=TODAY, staff=staff)[key]


def test_a_night_computes_all_months_since_the_first_complaint_once_and_then_the_newest() -> None:
    load_tree()
    a_file(NOW - 150 * DAY)
    assert run() == 6
    assert MeasureReading.objects.values("month").distinct().count() == 6
    assert run() == 0
    assert run(NOW + DAY) == computing.TURNING + 1


def test_nothing_is_locked_while_a_month_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    load_tree()
    held: list[int] = []
    counting = replace(BY_KEY["corrections"], source=lambda _span: held.append(len(connection.savepoint_ids)))
    monkeypatch.setitem(BY_KEY, "corrections", counting)
    computing.compute(OCTOBER, at=NOW)
    assert held == [len(connection.savepoint_ids)]


def test_a_missed_month_is_caught_up() -> None:
    load_tree()
    a_file(NOW - 20 * DAY)
    run()
    assert run(NOW + 65 * DAY) == 3


def test_computing_again_changes_nothing_but_the_hour() -> None:
    load_tree()
    for _one in range(12):
        ended(at=NOW - 30 * DAY, result="fulfilled", settled_fen=500)
    computing.compute(OCTOBER, at=NOW)
    first = list(MeasureReading.objects.values_list("key", "month", "part", "of", "facts"))
    computing.compute(OCTOBER, at=NOW + DAY)
    assert list(MeasureReading.objects.values_list("key", "month", "part", "of", "facts")) == first
    assert MeasureReading.objects.get(key="recovered", month=OCTOBER).part == 12 * 500


def test_every_measure_is_stored_for_every_month_and_what_is_over_keeps_its_present() -> None:
    load_tree()
    stored("gap-between-cities", (40, 10), last=OCTOBER)
    computing.compute(OCTOBER, at=NOW)
    assert MeasureReading.objects.get(key="gap-between-cities", month=OCTOBER).part == 40
    computing.compute(NOVEMBER, at=NOW)
    assert set(MeasureReading.objects.values_list("key", flat=True)) == {
        *BY_KEY,
        *(kind.key for kind in OF_SHEET),
        "target-against-outcome",
        "days-to-close",
    }
    assert between(date(2026, 11, 1), date(2027, 2, 1)) == [
        date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1),
    ]  # fmt: skip


def test_the_public_reads_months_that_are_over_and_staff_the_running_one_too() -> None:
    stored("steps-on-time", (90, 100), (10, 100), last=NOVEMBER)
    public = reading("steps-on-time")
    staff = reading("steps-on-time", staff=True)
    assert (public.value, public.last) == (Decimal(90), OCTOBER)
    assert (staff.value, staff.last) == (Decimal(50), NOVEMBER)


def test_too_few_are_said_to_be_too_few() -> None:
    stored("steps-on-time", (3, 3), (4, 4))
    told = reading("steps-on-time")
    assert told.is_few
    assert told.value is None
    assert all(month.value is None for month in told.months)


def test_only_the_last_twelve_months_count() -> None:
    stored("steps-on-time", *[(0, 100)] * 12, *[(100, 100)] * 12)
    told = reading("steps-on-time")
    assert told.value == 100
    assert told.since == later(OCTOBER, -23)
    assert len(told.months) == 12


def test_what_stands_is_read_from_the_newest_month_with_anything_and_what_nothing_computes_left_out() -> None:
    stored("open-doors", (40, 77), (0, 0), last=NOVEMBER)
    assert reading("open-doors").value == 40
    assert facts.readings(["made-up"], today=TODAY) == {}


def test_the_charter_is_told_live_numbers_with_since_when() -> None:
    stored("steps-on-time", (9, 10), (10, 10))
    (one,) = facts.of_charter(TODAY).values()
    assert one.since_on == date(2026, 9, 1)
    assert one.value == "95.0%"
    assert one.url.endswith("/board/steps/#steps-on-time")


def test_the_page_of_the_charter_shows_the_number_and_leads_to_the_board(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    load_tree()
    stored("steps-on-time", (9, 10), (10, 10))
    page = Client(headers={"accept-language": "en"}).get("/alliance/nine/").text
    page = plain(page)
    assert re.search(r'<a href="/board/steps/#steps-on-time">95\.0%</a>', page)


def target_facts(**said: object) -> dict[str, object]:
    return {"measure": "steps-on-time", "year": 2026, "direction": "at_least", "value": "90"} | said


def decided(ten: Ten, *, at: datetime = MONDAY, **said: object) -> Resolution:
    held: list[dict[str, object]] = [{"kind": "target", "facts": target_facts(**said)}]
    motion = deciding.tabled(ten, effects=held, title=f"年度目标 {at:%d}", at=at)
    deciding.carried_in_writing(ten, motion, at=at)
    return Resolution.objects.get(motion=motion)


def test_the_next_resolution_replaces_it_and_a_repeal_takes_it_out_of_force() -> None:
    ten = deciding.assemble()
    first = decided(ten)
    second = decided(ten, at=MONDAY + 7 * DAY, value="95")
    old, new = Target.objects.order_by("adopted_at")
    assert (old.resolution, new.resolution) == (first, second)
    assert old.replaced_by == new
    assert list(Target.objects.in_force(TODAY)) == [new]
    assert [row for row, _words in targets.history("steps-on-time")] == [new, old]
    Resolution.objects.filter(pk=second.pk).update(repealed_from=TODAY)
    assert not Target.objects.in_force(TODAY).exists()
    assert Target.objects.in_force(TODAY - DAY).exists()


def test_a_carried_motion_sets_the_target_and_one_that_is_not_sets_nothing() -> None:
    ten = deciding.assemble()
    motion = deciding.tabled(ten, effects=[{"kind": "target", "facts": target_facts()}])
    deciding.in_writing(ten, motion)
    assert not Target.objects.exists()
    resolution = decided(ten, at=MONDAY + DAY)
    target = Target.objects.get()
    assert (target.value, target.resolution, target.from_on) == (Decimal(90), resolution, MONDAY.date() + DAY)
    assert resolution.effects[0]["problem"] == ""
    event = Event.objects.get(subject="target:steps-on-time:2026")
    assert event.facts["resolution"] == resolution.number


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"measure": "made-up"}, "measure"),
        ({"measure": "target-against-outcome"}, "measure"),
        ({"year": 2025}, "year"),
        ({"year": 2032}, "year"),
        ({"direction": "sideways"}, "direction"),
        ({"value": "100.5"}, "value"),
        ({"value": "-1"}, "value"),
    ],
)
def test_what_cannot_be_a_target_is_refused_when_it_is_written(said: dict[str, object], field: str) -> None:
    with pytest.raises(Unfit) as error:
        effects.check_all([{"kind": "target", "facts": target_facts(**said)}], MONDAY.date())
    assert error.value.field == field


def test_one_motion_cannot_set_two_targets_for_one_measure_and_year() -> None:
    twice = [
        {"kind": "target", "facts": target_facts()},
        {"kind": "target", "facts": target_facts(value="80")},
    ]
    with pytest.raises(Unfit):
        effects.check_all(twice, MONDAY.date())
    effects.check_all([twice[0], {"kind": "target", "facts": target_facts(year=2027)}], MONDAY.date())


def test_the_database_keeps_one_standing_target_a_measure_and_year() -> None:
    target = decided(deciding.assemble()) and Target.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(
            measure=target.measure, year=2026, direction="at_least", value=1, resolution=target.resolution,
            from_on=TODAY, adopted_at=NOW,
        )  # fmt: skip


def test_the_form_offers_what_is_counted_and_keeps_numbers_exact() -> None:
    form = TargetForm(
        {"measure": "gap-between-cities", "year": "2027", "direction": "at_most", "value": "4.50"}
    )
    assert form.is_valid(), form.errors
    assert form.facts() == {
        "measure": "gap-between-cities", "year": 2027, "direction": "at_most", "value": "4.5",
    }  # fmt: skip
    assert "target-against-outcome" not in dict(form.fields["measure"].choices)  # type: ignore[attr-defined]
    assert not TargetForm({"measure": "nonsense", "year": "x", "direction": "", "value": "viel"}).is_valid()


def test_where_it_stands_is_told_with_what_the_rest_of_the_year_has_to_bring() -> None:
    decided(deciding.assemble())
    stored("steps-on-time", *[(80, 100)] * 10)
    told = targets.of_year(2026, today=TODAY)["steps-on-time"]
    assert told.tone == "late"  # two months at 140 % cannot be
    stored("steps-on-time", (0, 0), last=date(2025, 12, 1))
    MeasureReading.objects.filter(key="steps-on-time", month__year=2026).update(part=89)
    told = targets.of_year(2026, today=TODAY)["steps-on-time"]
    assert told.tone == "warn"
    assert "95" in told.pace


def test_targets_that_are_met_are_a_measure_themselves() -> None:
    ten = deciding.assemble()
    decided(ten)
    decided(ten, at=MONDAY + 3 * DAY, measure="recovered", value="1000000")
    stored("steps-on-time", *[(95, 100)] * 10)
    stored("recovered", *[(100_00, 20)] * 10)
    computing.compute(NOVEMBER, at=NOW)
    met = MeasureReading.objects.get(key="target-against-outcome", month=NOVEMBER)
    assert (met.part, met.of) == (1, 2)


def test_the_board_shows_target_state_and_resolution(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    ten = deciding.assemble()
    resolution = decided(ten)
    stored("steps-on-time", *[(95, 100)] * 10)
    reader = Client()
    reader.cookies["language"] = "en"
    board = reader.get("/board/").content.decode()
    assert "Target: at least 90%, on course" in board
    assert 'class="aim"' in board
    page = reader.get("/board/steps/").text
    assert "Target for 2026: at least 90%" in page
    assert f"Resolution {resolution.number}" in page
    decided(ten, at=MONDAY + DAY, measure="recovered", value="2500000")
    told = targets.of_year(2026, today=TODAY)["recovered"]
    assert "2,500,000" in told.words
