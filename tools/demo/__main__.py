"""`make demo-rows`: play the year of the alliance (HUAIHAI_ALLIANCE) and put its rows into the alliance's folder.

python -m demo                 into the alliance's folder
python -m demo --into FOLDER   elsewhere
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="demo", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--into", type=Path, metavar="FOLDER")
    into = parser.parse_args().into
    if os.environ.get("PYTHONHASHSEED") != "0":
        parser.error("sets come out in the same order only where PYTHONHASHSEED=0: run make demo-rows")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="huaihai-demo-") as folder:
        _begin_in(Path(folder))
        print("demo: the year is played by real actions; it takes some minutes …", flush=True)
        told = _play(into)
    print(f"demo: {told} ({time.monotonic() - began:.0f} s)")
    return 0


def _begin_in(folder: Path) -> None:
    """An installation of its own, whose keys are the published ones."""
    from huaihai.kit import demo_keys, keyring

    shutil.copy(demo_keys.FILE, folder / keyring.FILE)
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {
        "HUAIHAI_VAR": str(folder),
        "HUAIHAI_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "demo.settings",
    }
    import django

    django.setup()


def _play(into: Path | None) -> str:
    from django.core.management import call_command

    from demo import machine, playing, writing
    from huaihai import alliance
    from huaihai.front import starting
    from huaihai.front.demo.installing import FOLDER

    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    with machine.standing():
        starting.load_alliance()
        starting.load_texts()
        starting.load_lessons()
        made = playing.play()
        folder = into or alliance.load().folder / FOLDER
        number = writing.write(folder)
    return f"{made.cases} cases, {made.accounts} accounts, {number} rows in {folder}"


if __name__ == "__main__":
    sys.exit(main())
