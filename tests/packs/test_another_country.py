"""The program runs over an invented country, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]


def test_an_invented_country_runs_from_its_pack_alone() -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "PYTEST_"))}
    env["HUAIHAI_ALLIANCE"] = str(ROOT / "tests" / "alliances" / "four_bays")
    run = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "tests/countries/walk.py"]
    done = subprocess.run(run, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
