"""A target is set by a resolution, replaced by the next one, and gone with a repeal; nobody else sets one."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from huaihai.desk.lives import Unfit
from huaihai.governance import effects
from huaihai.governance.models import Resolution
from huaihai.governance.tests import deciding
from huaihai.governance.tests.deciding import MONDAY, Ten
from huaihai.insight.board import computing, targets
from huaihai.insight.board.targets import TargetForm
from huaihai.insight.board.tests.readings import NOVEMBER, NOW, TODAY, stored
from huaihai.insight.models import MeasureReading, Target
from huaihai.kit import clock
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def facts(**said: object) -> dict[str, object]:
    return {"measure": "steps-on-time", "year": 2026, "direction": "at_least", "value": "90"} | said


def decided(ten: Ten, *, at: datetime = MONDAY, **said: object) -> Resolution:
    held: list[dict[str, object]] = [{"kind": "target", "facts": facts(**said)}]
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
    motion = deciding.tabled(ten, effects=[{"kind": "target", "facts": facts()}])
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
        effects.check_all([{"kind": "target", "facts": facts(**said)}], MONDAY.date())
    assert error.value.field == field


def test_one_motion_cannot_set_two_targets_for_one_measure_and_year() -> None:
    twice = [{"kind": "target", "facts": facts()}, {"kind": "target", "facts": facts(value="80")}]
    with pytest.raises(Unfit):
        effects.check_all(twice, MONDAY.date())
    effects.check_all([twice[0], {"kind": "target", "facts": facts(year=2027)}], MONDAY.date())


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
    assert "Target for 2026: at least 90%" in board
    assert "on course" in board
    assert f"Resolution {resolution.number}" in board
    assert "at least 90%" in reader.get("/board/steps/").content.decode()
    decided(ten, at=MONDAY + DAY, measure="recovered", value="2500000")
    told = targets.of_year(2026, today=TODAY)["recovered"]
    assert "2,500,000" in told.words
