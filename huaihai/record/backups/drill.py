"""A backup is worth what comes back from it: put it back into a place of its own, look at all of it, take it away."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from huaihai.kit import keyring, local_words
from huaihai.record.backups import databases, restoring
from huaihai.record.backups.manifest import Manifest
from huaihai.record.backups.restoring import Restored

# What is asked of the trial installation, as somebody would ask the real one.
COMMANDS: Final = (("verify",), ("record", "check", "--contents"))
MOST_LINES: Final = 20  # of what does not fit


@dataclass
class Outcome:
    """How it went; `wrong` names, a line each, what did not."""

    manifest: Manifest
    seconds: float = 0.0
    files: int = 0
    tables: int = 0
    answers: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def drill(
    folder: Path,
    *,
    var: Path,
    database: Mapping[str, Any],
    identity: Path | None = None,
) -> Outcome:
    """Try one backup with the keys in `var`, or with its own if an `identity` opens them. Raises as restoring does."""
    began = time.monotonic()
    place = Path(tempfile.mkdtemp(prefix=".drill-", dir=folder.parent))
    try:
        if identity is None:
            shutil.copyfile(var / keyring.FILE, place / keyring.FILE)
            (place / keyring.FILE).chmod(0o600)
        with databases.another(database, place) as empty:
            done = restoring.restore(
                folder, var=place, files=place / "files", database=empty, identity=identity, may_link=True
            )
            outcome = Outcome(done.manifest, files=done.files)
            _compare(outcome, done, empty)
            _ask(outcome, place, empty)
        outcome.seconds = time.monotonic() - began
        return outcome
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _compare(outcome: Outcome, done: Restored, database: Mapping[str, Any]) -> None:
    outcome.wrong += [
        _("%(file)s is missing or damaged in the store") % {"file": name} for name in done.damaged
    ]
    if not done.manifest.kind:
        return
    found = databases.counts(database)
    outcome.tables = len(found)
    outcome.wrong += [
        _("%(table)s: %(found)d rows came back of %(rows)d")
        % {"table": table, "found": found.get(table, 0), "rows": rows}
        for table, rows in done.manifest.counts.items()
        if found.get(table, 0) != rows
    ]


def _ask(outcome: Outcome, place: Path, database: Mapping[str, Any]) -> None:
    if not outcome.manifest.kind:
        return
    env = os.environ | {"HUAIHAI_VAR": str(place), "DJANGO_SETTINGS_MODULE": "huaihai.settings"}
    env.pop("HUAIHAI_PUBLIC", None)
    if outcome.manifest.kind == "postgresql":
        env["DATABASE_URL"] = _of_database(os.environ["DATABASE_URL"], str(database["NAME"]))
    for asked in COMMANDS:
        language = ("--lang", "en") if local_words.is_foreign() else ()
        command = (sys.executable, "-m", "huaihai.cli", *asked, *language)
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        outcome.answers += done.stdout.strip().splitlines()[-1:]
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if " INFO " not in line]
            outcome.wrong += [
                f"huaihai {' '.join(asked)}: {line}" for line in said[-MOST_LINES:] or ["it failed"]
            ]


def _of_database(url: str, name: str) -> str:
    """The same server's; one that is reached by a socket has no host to be written."""
    given = urlsplit(url)
    return f"{given.scheme}://{given.netloc}/{name}" + (f"?{given.query}" if given.query else "")
