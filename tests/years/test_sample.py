"""One of the years of `make test-years`."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
YEARS = 1


def test_a_year_is_whole_and_comes_out_the_same_again() -> None:
    command = [sys.executable, "-m", "tests.years", "--years", str(YEARS), "--from", "7"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert re.search(rf"^{YEARS + 1} passed, 0 failed$", ran.stdout, re.MULTILINE), ran.stdout + ran.stderr
