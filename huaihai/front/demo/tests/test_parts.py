"""The year played by two processes is put together without loss, in a database of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = """
import json, sys
import django
django.setup()
from unittest.mock import patch
from django.db import connection
from huaihai.front import starting
from huaihai.front.demo import lives, loading, parts, shape
from huaihai.cases.models import Case
from huaihai.record.models import Event, OutboxMessage

how = sys.argv[1]
if how == "begin":
    starting.migrate()
    print(json.dumps(starting.load_alliance()))
    sys.exit()
shape.CASES = 24
# What one process plays when the parts have been put together is the same with any number of parts.
for room in (
    loading.office, loading.channel, loading.voice, loading.supervision, loading.brands, loading.insight
):
    room.play = lambda *_cast, **_day: None
loading.due.fall_due = lambda **_asked: None
if how == "broken":
    def fails(course):
        raise ValueError("made to fail")
    with patch.object(lives, "live", fails):
        try:
            loading.load()
        except RuntimeError as error:
            told = {"error": str(error), "events": Event.objects.filter(subject="demo").count()}
            print(json.dumps(told | {"cases": Case.objects.count()}))
            sys.exit()
with patch.object(parts, "number_of_parts", lambda: int(how)):
    made = loading.load()
with connection.cursor() as cursor:
    cursor.execute("PRAGMA foreign_key_check")
    loose = cursor.fetchall()
from huaihai.record import events
subjects = set(Event.objects.values_list("subject", flat=True))
print(json.dumps({
    "made": made.cases,
    "again": loading.load() is None,
    "loose": loose,
    "broken": [subject for subject in subjects if events.broken_at(subject)],
    "titles": sorted(Case.objects.values_list("title", flat=True)),
    "stages": sorted(Case.objects.values_list("stage", flat=True)),
    "events": Event.objects.exclude(subject__startswith="business:").count(),
    "messages": OutboxMessage.objects.count(),
    "unreadable": [str(case.pk) for case in Case.objects.all() if not (case.story and case.complainant.name)],
}))
"""


def load(var: Path, how: str) -> Any:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "HUAIHAI"))}
    kept.pop("DATABASE_URL", None)
    own = {"HUAIHAI_VAR": str(var), "HUAIHAI_DEMO": "1", "DJANGO_SETTINGS_MODULE": "huaihai.settings"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, how],
        env=kept | own,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that knows its alliance and has seen no year."""
    folder = tmp_path_factory.mktemp("begun")
    load(folder, "begin")
    return folder


def test_three_parts_make_the_same_year_as_one(tmp_path: Path, begun: Path) -> None:
    one, three = (load(shutil.copytree(begun, tmp_path / how), how) for how in ("1", "3"))

    assert three["loose"] == three["broken"] == three["unreadable"] == []
    assert three["again"]
    for what in ("made", "titles", "stages", "events", "messages"):
        assert three[what] == one[what], what


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core plays the year in one part")
def test_a_part_that_fails_leaves_nothing_behind(tmp_path: Path, begun: Path) -> None:
    told = load(shutil.copytree(begun, tmp_path / "broken"), "broken")

    assert "could not be played" in told["error"]
    assert (told["events"], told["cases"]) == (0, 0)
    assert not list((tmp_path / "broken").glob("demo-*"))
