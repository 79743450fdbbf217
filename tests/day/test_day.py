"""A day of files that go every way a complaint can go, through pages alone: each ends where the table of the life says,
with its papers and its clocks."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huaihai.cases import life
from huaihai.kit import clock
from huaihai.kit.clock import ZONE
from huaihai.record.verify import whole
from tests.crash import history
from tests.day import courses, report
from tests.day.playing import Day
from tests.effort import IS_LONG
from tests.years import checks

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 3, 3, 10, 0, tzinfo=ZONE)  # a Tuesday


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Day:
    settings.FILES = tmp_path / "files"
    return Day(BEGINS, lambda at: monkeypatch.setattr(clock, "now", lambda: at))


@pytest.mark.skipif(
    connection.vendor == "sqlite" and not IS_LONG, reason="by PostgreSQL alone: it takes half a minute"
)
@pytest.mark.parametrize(
    ("title", "below"), [("Worked on by cities", False), ("Worked on by counties", True)]
)
def test_a_hundred_files_go_every_way(day: Day, title: str, *, below: bool) -> None:
    played = day.play([*courses.every(below=below)])
    faults = [file.fault for file in played if file.fault]
    assert not faults, "\n".join(faults)
    walked = {one for file in played for one in file.walked}
    moves = {(stage, verb.name) for verb in life.VERBS.values() for stage in verb.moves}
    assert {one for one in moves - walked if one[1] not in courses.ELSEWHERE} == courses.UNSEEN
    assert all(set(file.clocks) <= _clocks_of(file.stage) for file in played)
    checks.raise_any(checks.stages(), checks.running_clocks(), checks.money(), history.days())
    assert not list(whole.findings(whole.prepare([], [], with_keys=True)))
    numbers = [(file.paper.organisation_id, file.paper.number) for file in played if file.paper]
    assert len(set(numbers)) == len(numbers) == sum(file.stage != "abandoned" for file in played)
    text = report.section(title, played)
    if os.environ.get("HUAIHAI_GOLDEN") == "write":
        report.put(text)
    assert text in report.PAGE.read_text(encoding="utf-8")


def _clocks_of(stage: str) -> set[str]:
    return {*life.STAGES[stage].running, *life.STAGES[stage].paused}
