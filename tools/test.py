"""`make test`: every check there is, each with its time; what failed stands at the end.

Types need one core, and a browser waits half of its time: these two run beside the tests, and are heard afterwards.

.venv/bin/python tools/test.py               all of them
.venv/bin/python tools/test.py types arrow   only these
"""

import argparse
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryFile

import chromium
import postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
IS_LONG = os.environ.get("HUAIHAI_LONG") == "1"
# Seconds without a word after which a step is taken to hang and is ended. A busy machine is slow, but never silent.
SILENCE = (60 if IS_LONG else 10) * 60
TWO_AT_A_TIME = (BIN / "pytest", "-q", "-n2", "--dist=worksteal")
# A browser waits half of its time. The longest journeys come first, and each is taken by whoever is free.
JOURNEYS_AT_A_TIME = (BIN / "pytest", "-q", "-n3", "--dist=load", "--maxschedchunk=1")
# One step compiles the tests for the next; what a program says is heard at once.
COMPILED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONUNBUFFERED": "1"}
BESIDE = ("types", "journeys")
FAILED = "FAILED: "
COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")


class Totals(Counter[str]):
    """How many tests passed, failed and were skipped, over all steps."""

    def add_closing_line(self, line: str) -> None:
        for number, outcome in COUNTED.findall(line):
            self["failed" if outcome.startswith("error") else outcome] += int(number)


totals = Totals()
steps: list[str] = []  # of this run


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"of: {' '.join(STEPS)}")
    chosen = parser.parse_args().steps or list(STEPS)
    if unknown := set(chosen) - set(STEPS):
        parser.error(f"no such step: {' '.join(sorted(unknown))}")
    steps.extend(chosen)
    began = time.monotonic()
    alone = [name for name in chosen if name not in BESIDE] or chosen
    beside = [name for name in chosen if name not in alone]
    others = Others(beside) if beside else None
    failed = [name for name in alone if not timed(name)]
    failed += others.end() if others else []
    print(f"\nall took {time.monotonic() - began:.0f} s", flush=True)
    if failed:
        print(f"{FAILED}{', '.join(failed)}")
    faults = max(totals["failed"], len(failed))
    skipped = f", {totals['skipped']} skipped" if totals["skipped"] else ""
    if totals or failed:
        print(f"{totals['passed']} passed, {faults} failed{skipped}")
    return 1 if failed else 0


class Others:
    """Steps that run beside those of this process, in one of their own; what they say is passed on when all is done."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._said = TemporaryFile()  # noqa: SIM115 # written to until the end
        command = [sys.executable, __file__, *names]
        self._running = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self._said, stderr=subprocess.STDOUT
        )

    def end(self) -> list[str]:
        """The names of those that failed."""
        good = self._running.wait() == 0
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").splitlines()
        print("\n".join(lines), flush=True)
        totals.add_closing_line(lines[-1] if lines else "")
        named = [line.removeprefix(FAILED).split(", ") for line in lines if line.startswith(FAILED)]
        return [] if good else (named or [self._names])[-1]


def timed(name: str) -> bool:
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    good = STEPS[name]()
    print(f"== {name}: {'good' if good else 'FAILED'} ({time.monotonic() - began:.1f} s)", flush=True)
    return good


def lint() -> bool:
    return run(BIN / "ruff", "check", ".")


def formatted() -> bool:
    return run(BIN / "ruff", "format", "--check", ".")


def texts() -> bool:
    return run(BIN / "python", ROOT / "tools" / "catalogues.py", "check")


def types() -> bool:
    return run(BIN / "mypy", ".")


def arrow() -> bool:
    return run(BIN / "lint-imports")


def on_sqlite() -> bool:
    """All, or but for what PostgreSQL gets in the same run while SQLite is asked the same by others."""
    spared = not IS_LONG and "postgresql" in steps
    return tests_on("", *(["--few-again"] if spared else []))  # docs/decisions/0015


def on_postgresql() -> bool:
    """But for the tests that touch no database, and for pages where nobody has the time."""
    options = ["--only-with-database"]
    if not IS_LONG:
        options.append("--few-pages")  # docs/decisions/0015
    if url := os.environ.get("DATABASE_URL"):
        print("on the server of DATABASE_URL")
        return tests_on(url, *options)
    with postgres.throw_away() as url:
        return tests_on(url, *options)


PROTOCOL = "huaihai/cases/tests/asked_by_schemathesis.py"  # needs a process in which nothing else draws


def journeys() -> bool:
    if not chromium.is_ready() and not install_browser():
        print(f"!!! The browser journeys were SKIPPED: as root, run  {chromium.COMMAND}")
        return os.environ.get("CI") != "true"
    print(f"in {chromium.found()}; the quickest is {chromium.PROGRAMS[0].name}", flush=True)
    return run(*JOURNEYS_AT_A_TIME, "-m", "journey", "tests/journeys", PROTOCOL, env={"DATABASE_URL": ""})


def install_browser() -> bool:
    if os.geteuid() != 0:
        return False
    print(f"installing {' and '.join(chromium.PACKAGES)} from Debian", flush=True)
    install = ("apt-get", "install", "--yes", "-qq", "--no-install-recommends", *chromium.PACKAGES)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    updated = run("apt-get", "update", "-qq", show=False, env=quiet)
    return updated and run(*install, show=False, env=quiet) and chromium.is_ready()


STEPS: dict[str, Callable[[], bool]] = {
    "lint": lint,
    "format": formatted,
    "texts": texts,
    "arrow": arrow,
    "types": types,
    "sqlite": on_sqlite,
    "postgresql": on_postgresql,
    "journeys": journeys,
}


def tests_on(database: str, *options: str) -> bool:
    return run(*TWO_AT_A_TIME, *options, env={"DATABASE_URL": database})


def run(*command: str | Path, show: bool = True, env: Mapping[str, str] | None = None) -> bool:
    """Run a program, pass its output on, add its closing line to the totals; true if it succeeded."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **COMPILED, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        output = listen(process, show=show)
    except KeyboardInterrupt:
        os.killpg(process.pid, signal.SIGTERM)
        raise
    good = process.wait() == 0
    if not good and not show:
        print("\n".join(output.splitlines()[-20:]))
    if Path(command[0]).name == "pytest" and output.strip():
        totals.add_closing_line(output.splitlines()[-1])
    return good


def listen(process: subprocess.Popen[bytes], *, show: bool) -> str:
    """All that a program says, passed on as it comes, dot by dot; a program that falls silent for long is ended."""
    assert process.stdout is not None  # noqa: S101 # asked for in run
    output = bytearray()
    while select.select([process.stdout], [], [], SILENCE)[0]:
        if not (part := os.read(process.stdout.fileno(), 65536)):
            return output.decode(errors="replace")
        output += part
        if show:
            sys.stdout.buffer.write(part)
            sys.stdout.buffer.flush()
    print(f"\n!!! ended: nothing was heard for {SILENCE:.0f} s", flush=True)
    os.killpg(process.pid, signal.SIGKILL)  # with its workers
    return output.decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
