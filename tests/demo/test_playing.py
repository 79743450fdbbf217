"""The year played again is what its rows tell: a part of it here, all of it in `make test-long`."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from demo import machine, playing
from django.conf import settings
from django.test import override_settings

from huaihai import alliance
from huaihai.cases.models import Case
from huaihai.front import starting
from huaihai.front.demo import rows
from huaihai.front.demo.installing import FOLDER
from huaihai.kit import demo_keys, keyring
from huaihai.kit.keys.rings import ALLIANCE
from huaihai.record import events
from tests.effort import IS_LONG, examples
from tests.keys import dump

KEPT = alliance.DEFAULT_FOLDER / FOLDER
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ROOT = Path(__file__).parents[2]
EVERY = examples(60, long=20)
AGAIN = "the year plays otherwise than its rows tell: run make demo-rows"
COMPARED = ("number", "verb", "by", "facts", "text")

type Told = list[Any]


@pytest.fixture
def _at_the_player(tmp_path: Path) -> Iterator[None]:
    """An installation whose keys are the published ones, on a machine that stands."""
    shutil.copy(demo_keys.FILE, tmp_path / keyring.FILE)
    ring = keyring.load_or_create(tmp_path, alliance.load().city_codes)
    with override_settings(DEMO=True, KEYRING=ring, FILES=tmp_path / "files"), machine.standing():
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("_at_the_player")
def test_scenes_and_some_complaints_played_again_are_what_the_rows_tell() -> None:
    starting.load_alliance()
    playing.Stage(settings.DEMO_DAY).play(every=EVERY)

    kept = _kept_histories()
    cases = {case.record_key: case for case in Case.objects.filter(is_demo=True)}
    assert len(cases) > examples(100, long=150)
    for key, case in cases.items():
        again = [
            _comparable({name: getattr(one, name) for name in COMPARED}, one.at)
            for one in events.history(key)
        ]
        assert again == kept[key][: len(again)], f"{case.number} {case.title}: {AGAIN}"
    assert dump.misplaced() == []
    assert not dump.opens(settings.KEYRING.rings[ALLIANCE]) & dump.of_cases().keys()


def _kept_histories() -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = defaultdict(list)
    for row in sorted(_rows_of("record_event"), key=itemgetter("number")):
        found[row["subject"]].append(_comparable(row, datetime.fromisoformat(row["at"])))
    return found


def _rows_of(name: str) -> Iterator[dict[str, Any]]:
    for table in rows.read(KEPT):
        if table.name == name:
            for line in table.lines:
                yield dict(zip(table.columns, json.loads(line), strict=True))


def _comparable(row: dict[str, Any], at: datetime) -> Told:
    """A business that an earlier complaint wrote down has another id when that one is not played."""
    return [at, *(UUID.sub("id", json.dumps(row[name], sort_keys=True)) for name in COMPARED)]


@pytest.mark.skipif(not IS_LONG, reason="plays the whole year")
def test_the_whole_year_played_again_is_the_same_text(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "demo", "--into", str(tmp_path / "again")],
        env=os.environ | {"PYTHONPATH": str(ROOT / "tools"), "PYTHONHASHSEED": "0"},
        cwd=ROOT,
        check=True,
        timeout=1_800,
    )

    kept, again = _texts(KEPT), _texts(tmp_path / "again")
    assert sorted(again) == sorted(kept), AGAIN
    assert [name for name in kept if kept[name] != again[name]] == [], AGAIN


def _texts(folder: Path) -> dict[str, bytes]:
    """Every file by its name, as it reads."""
    held = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: gzip.decompress(one) if name.endswith(".gz") else one for name, one in held.items()}
