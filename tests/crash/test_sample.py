"""A few of the kills of `make test-crash`, on SQLite."""

import re
import subprocess
import sys
from pathlib import Path

KILLS = 2


def test_a_few_kills_lose_nothing() -> None:
    command = [sys.executable, "-m", "tests.crash", "--on", "sqlite", "--kills", str(KILLS), "--seed", "1"]
    root = Path(__file__).resolve().parents[2]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=900, check=False)
    assert re.search(rf"^{KILLS + 2} passed, 0 failed$", ran.stdout, re.MULTILINE), ran.stdout + ran.stderr
