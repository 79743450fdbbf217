"""Two starts on one database: one waits for the other. Both databases."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

SLOW_STEP = """
import sys, time
from pathlib import Path
from django.conf import settings
from django.db import connection
if connection.vendor == "sqlite":
    connection.settings_dict["NAME"] = Path(sys.argv[2]) / "huaihai.sqlite3"
else:
    connection.settings_dict["NAME"] = sys.argv[1]
from huaihai.kit import locks
with locks.alone("start", lambda: print("waiting", flush=True)):
    print("inside", flush=True)
    sys.stdin.readline()
sys.stdin.readline()  # it serves now
"""


def start(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", SLOW_STEP, str(connection.settings_dict["NAME"]), str(folder)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_the_second_start_waits_until_the_first_has_prepared_everything(tmp_path: Path) -> None:
    first = start(tmp_path)
    assert line(first) == "inside"
    second = start(tmp_path)
    assert line(second) == "waiting"
    assert second.poll() is None
    assert first.stdin
    first.stdin.write("\n")
    first.stdin.flush()
    assert line(second) == "inside"
    assert first.poll() is None
    first.communicate("\n", timeout=300)
    second.communicate("\n", timeout=300)


def test_a_start_that_dies_keeps_nobody_waiting(tmp_path: Path) -> None:
    first = start(tmp_path)
    assert line(first) == "inside"
    first.kill()
    first.communicate(timeout=300)
    second = start(tmp_path)
    said, _nothing = second.communicate("\n", timeout=300)
    assert said.endswith("inside\n")  # a server may take a moment to see that its client died
