"""Long computations: in a process of their own, where numpy and scipy load, and tried again with patience.

A job is a function of plain data, named by dotted path, that imports no Django. What failed by night is tried again
after an hour, not every minute: it may take minutes each time. That is kept in the process that does the work, so after
a start it is tried at once.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, Final

LIMIT_SECONDS = 1800
NICE = 10  # pages come first
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # several only wait for one another on a small machine


class JobFailed(RuntimeError):
    """The computation ended with an error; its last line is the message. `for_the_log`: the job and the sort of error,
    without what it says: that may hold a word of a title."""

    def __init__(self, job: str, last_line: str) -> None:
        super().__init__(f"{job}: {last_line}")
        self.for_the_log = f"{job}: {last_line.partition(':')[0]}"


def run(job: str, given: Any, *, limit: int = LIMIT_SECONDS) -> Any:
    """What `package.module:function` answers to this JSON, computed apart. Raises JobFailed, TimeoutExpired."""
    finished = subprocess.run(
        [sys.executable, "-m", "huaihai.insight.apart", job],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        timeout=limit,
        env={**os.environ, **ONE_THREAD},
    )
    if finished.returncode:
        lines = finished.stderr.strip().splitlines()
        raise JobFailed(job, lines[-1] if lines else str(finished.returncode))
    return json.loads(finished.stdout)


def answer(job: str, given: str) -> str:
    """What this job makes of this JSON, as JSON."""
    module, _, function = job.partition(":")
    return json.dumps(getattr(import_module(module), function)(json.loads(given)))


def _main() -> None:
    os.nice(NICE)
    sys.stdout.write(answer(sys.argv[1], sys.stdin.read()))


if __name__ == "__main__":
    _main()


AGAIN_AFTER: Final = timedelta(hours=1)
_failed_at: dict[str, datetime] = {}


def patiently(name: str, act: Callable[[], object], *, at: datetime) -> Iterator[Callable[[], None]]:
    """The act, unless one of this name failed within the hour before `at`. What it raises goes on."""
    before = _failed_at.get(name)
    if before is not None and before <= at < before + AGAIN_AFTER:
        return

    def tried() -> None:
        _failed_at[name] = at  # unless it comes to its end
        act()
        _failed_at.pop(name, None)  # two runs at once: the other may have come to its end first

    yield tried
