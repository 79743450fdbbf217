"""A release says what is complete, is signed and chained, and never changes what was said."""

import hashlib
import json
import subprocess
import sys
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.insight import apart
from huaihai.insight.disclosure import NARROWEST
from huaihai.insight.models import (
    Cell,
    Correction,
    CorrectionOrder,
    Followed,
    MonthCount,
    PublishedTable,
    Release,
    WithheldCount,
)
from huaihai.insight.releases import building, changes, commands, facts
from huaihai.insight.releases.cells import Key
from huaihai.insight.releases.tests.conftest import JULY, MAY
from huaihai.kit import signing
from huaihai.kit.filestore.sealed import open_original
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record.models import Event
from tests import posts

pytestmark = pytest.mark.django_db


ROOT = Path(__file__).parents[4]


def released(at: Any) -> Release:
    made = building.make_release(at=at)
    assert made is not None
    return made


def file_of(release: Release) -> bytes:
    return b"".join(open_original(release.file_hash))


def test_without_counts_nothing_is_due() -> None:
    assert list(building.due_acts(JULY)) == []
    assert building.make_release(at=JULY) is None
    assert facts.latest() is None


def test_a_release_waits_for_days_that_are_not_counted(half_year: None) -> None:
    Followed.objects.create(at=datetime(2026, 4, 30, 1, tzinfo=UTC))  # the night run has failed since
    assert building.make_release(at=MAY) is None
    assert list(building.due_acts(MAY))
    Followed.objects.update(at=datetime(2026, 5, 1, 1, tzinfo=UTC))
    assert building.make_release(at=MAY) is not None


def test_a_release_is_made_once_and_says_what_is_complete(made: Release) -> None:
    assert made.number == 1
    assert str(made.received_through) == "2026-04-01"
    assert made.outcomes_through is None
    assert list(building.due_acts(MAY)) == []
    assert building.make_release(at=MAY) is None
    standing = (
        facts.standing().filter(axis="all", place="all", measure="received").values_list("period", flat=True)
    )
    assert {"2026-Q1", "2026-01", "2026-04"} <= set(standing)
    assert not {"2026-Q2", "2026-05", "2026"} & set(standing)
    total = sum(
        row.received for row in MonthCount.objects.filter(axis="all", county="", month__lte="2026-03-01")
    )
    (whole,) = facts.cells(axis="all", period="2026-Q1", place="all", measure="received")
    assert whole.value == total


def test_later_counts_change_no_published_number_and_the_files_are_canonical(made: Release) -> None:
    content = file_of(made)
    told = json.loads(content)
    assert hashlib.sha256(content).hexdigest() == made.file_hash
    assert signing.canonical(told) == content
    assert signing.is_genuine(content, key_id=made.key_id, value=made.signature)
    table = b"".join(open_original(made.csv_hash)).decode().splitlines()
    assert told["csv_sha256"] == made.csv_hash
    assert table[0] == "axis,period,place,key,measure,value"
    assert len(table) - 1 == len(told["cells"]) == Cell.objects.count()
    assert "," + table[1].rpartition(",")[2] == "," + str(told["cells"][0][5] or "")
    before = facts.cells(period="2026-Q1")
    MonthCount.objects.filter(month="2026-01-01", axis="all").update(received=999)
    assert building.make_release(at=MAY + timedelta(days=1)) is None
    assert facts.cells(period="2026-Q1") == before


@pytest.mark.parametrize("is_demo", [True, False])
def test_what_the_night_of_a_demo_releases_says_that_it_is_made_up(
    half_year: None, settings: Any, is_demo: bool
) -> None:
    settings.DEMO = is_demo
    for act in building.due_acts(MAY):
        act()
    made = facts.latest()
    assert made is not None
    assert json.loads(file_of(made))["is_demo"] is made.is_demo is is_demo


def test_the_next_release_adds_names_the_one_before_and_changes_nothing(half_year: None) -> None:
    first = released(MAY)
    second = released(JULY)
    before, after = json.loads(file_of(first)), json.loads(file_of(second))
    assert after["previous"] == first.file_hash
    assert {tuple(line) for line in before["cells"]} <= {tuple(line) for line in after["cells"]}
    assert str(second.outcomes_through) == "2026-03-01"
    assert facts.cells(first) == [facts.CellRow(*line) for line in before["cells"]]
    audit = second.audit["2026"]
    assert audit["cells"] > 0
    assert audit["narrowest"] is None or audit["narrowest"] >= NARROWEST
    rungs = dict(PublishedTable.objects.values_list("table", "rung").filter(period="2026-Q1"))
    assert rungs["received-all-quarter"] == "city"
    assert rungs["received-category-quarter"] == "all"
    assert not any(row.place != "all" for row in facts.cells(axis="category", period="2026-Q1"))


@pytest.mark.usefixtures("english")
def test_a_copy_is_verified_with_files_alone(
    half_year: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = released(MAY), released(JULY)
    beside = {"key": second.key_id, "signature": second.signature}
    keys = {"keys": [{"id": key, "pem": pem} for key, pem in signing.public_keys().items()]}
    for name, content in (
        ("one", file_of(first)),
        ("two", file_of(second)),
        ("sig", json.dumps(beside).encode()),
        ("keys", json.dumps(keys).encode()),
    ):
        (tmp_path / f"{name}.json").write_bytes(content)
    asked = Namespace(
        file=tmp_path / "two.json",
        signature=tmp_path / "sig.json",
        keys=tmp_path / "keys.json",
        previous=tmp_path / "one.json",
        needs_django=False,
    )
    assert commands.run_verify(asked) == commands.GOOD
    (tmp_path / "two.json").write_bytes(file_of(second).replace(b'"number":2', b'"number":3'))
    assert commands.run_verify(asked) == commands.REFUSED
    (tmp_path / "two.json").write_bytes(b"{")
    assert commands.run_verify(asked) == commands.UNREADABLE
    assert "forged" in capsys.readouterr().out


def test_the_program_apart_answers_the_same() -> None:
    given = {
        "atoms": [3, 20, 30, 40],
        "cells": [
            {"ways": [[0]], "state": "withheld"},
            *({"ways": [[index]], "state": "shown"} for index in (1, 2, 3)),
            {"ways": [[0, 1]], "state": "held"},
            {"ways": [[2, 3]], "state": "held"},
        ],
    }
    done = subprocess.run(
        [sys.executable, "-m", "huaihai.insight.apart", "huaihai.insight.disclosure.jobs:protect_and_audit"],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert json.loads(done.stdout)["withheld"] == [0, 1]


def test_an_independent_program_computes_every_figure_again(half_year: None, tmp_path: Path) -> None:
    from huaihai.insight.statistics.definitions import file_of as figures_of
    from huaihai.insight.statistics.facts import Snapshot

    made = released(JULY)
    (tmp_path / "release.json").write_bytes(file_of(made))
    script = ROOT / "examples" / "recompute_statistics" / "recompute_figures.py"
    done = subprocess.run(
        [sys.executable, "-I", str(script), str(tmp_path / "release.json")], capture_output=True, check=True
    )
    expected = figures_of(Snapshot(made, is_latest=True))
    assert len(json.loads(expected)["figures"]) > 100
    assert done.stdout == expected


@pytest.mark.django_db(transaction=True)
def test_while_the_program_computes_no_transaction_waits_and_of_two_nights_one_wins(
    half_year: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, waiting = apart.run, [True]

    def run(job: str, given: Any, **more: Any) -> Any:
        assert not connection.in_atomic_block
        if waiting:
            waiting.clear()  # the other night begins and ends while this one computes
            assert building.make_release(at=MAY) is not None
        return here(job, given, **more)

    monkeypatch.setattr("huaihai.insight.apart.run", run)
    assert building.make_release(at=MAY) is None
    assert Release.objects.count() == 1
    assert len(facts.cells()) == Cell.objects.count()


def test_a_night_that_fails_leaves_nothing_half_done(half_year: None, settings: Any, tmp_path: Path) -> None:
    good, settings.FILES = settings.FILES, tmp_path / "no_folder"
    settings.FILES.write_text("")
    with pytest.raises(OSError, match="no_folder"):
        building.make_release(at=MAY)
    rows = (Release, Cell, PublishedTable)
    assert not any(model.objects.exists() for model in rows)
    assert not Event.objects.filter(verb="insight_released").exists()
    settings.FILES = good
    assert released(MAY).number == 1


OFFICE = Actor.system("test")
JANUARY = {"axis": "channel", "county": "", "month": "2026-01-01"}


def move(count: int, *, key: str) -> None:
    """So many more are counted in January, in the first city that has this channel and enough through it."""
    rows = MonthCount.objects.filter(key=key, received__gte=6, **JANUARY).exclude(city="all")
    first = rows.order_by("city")[0]
    assert MonthCount.objects.filter(pk=first.pk).update(received=F("received") + count)


def channels() -> list[str]:
    """Three channels, those through which most came in somewhere first."""
    rows = MonthCount.objects.filter(received__gte=6, **JANUARY).exclude(city="all")
    return list(dict.fromkeys(rows.order_by("-received", "key").values_list("key", flat=True)))[:3]


def test_a_single_case_that_moved_is_seen_inside_and_not_told(made: Release) -> None:
    one, other, _third = channels()
    move(-1, key=one)
    move(1, key=other)
    found = changes.differences(2026)
    assert {abs(each.by) for each in found} == {1}
    assert not any(each.is_safe for each in found)
    changes.order("a mistake", by=OFFICE, at=MAY)
    assert building.make_release(at=MAY) is None
    assert Correction.objects.count() == 0
    assert CorrectionOrder.objects.get().done_at == MAY


def test_many_cases_that_moved_are_told_with_the_reason(made: Release) -> None:
    one, other, _third = channels()
    asked = {"axis": "channel", "period": "2026-Q1", "place": "all", "key": one, "measure": "received"}
    (cell,) = facts.cells(**asked)
    before = cell.value or 0
    move(-6, key=one)
    move(6, key=other)
    changes.order("one channel was noted as another", by=OFFICE, at=MAY)
    second = building.make_release(at=MAY)
    assert second is not None
    assert [cell.value for cell in facts.cells(**asked)] == [before - 6]
    told = facts.corrections().get(place="all", key=one)
    assert (told.before, told.after, told.release) == (before, before - 6, second)
    assert told.reason == "one channel was noted as another"
    assert Cell.objects.filter(axis="channel", key=one, place="all", end=second).count() == 1
    assert [cell.value for cell in facts.cells(made, **asked)] == [before]


def test_what_is_withheld_is_corrected_where_nobody_sees_it(made: Release) -> None:
    """Else the next correction would be judged by what changed long ago."""
    hidden = WithheldCount.objects.select_related("cell", "cell__begin").order_by("pk")[0]
    name = Key(*(getattr(hidden.cell, field) for field in Key._fields))
    change = changes.Corrected(
        name, hidden.counted, hidden.counted + 9, "a mistake", "test", is_withheld=True
    )
    building._correct([change], hidden.cell.begin)
    assert WithheldCount.objects.get(pk=hidden.pk).counted == hidden.counted + 9
    assert Cell.objects.get(pk=hidden.cell.pk).value is None
    assert not Correction.objects.exists()


def test_what_hangs_together_waits_together(made: Release) -> None:
    one, other, third = channels()
    move(-6, key=one)
    move(5, key=other)
    move(1, key=third)
    found = changes.differences(2026)
    assert {abs(each.by) for each in found} == {6, 5, 1}
    assert not any(each.is_safe for each in found)


def test_only_the_secretariat_orders_and_once(made: Release) -> None:
    posts.load_alliance()
    with pytest.raises(NotAllowed):
        changes.order("x", by=posts.officer_of("city:320300", Role.OFFICER), at=MAY)
    with pytest.raises(Unfit):
        changes.order("  ", by=OFFICE, at=MAY)
    changes.order("x", by=OFFICE, at=MAY)
    with pytest.raises(NotPossible):
        changes.order("y", by=OFFICE, at=MAY)
