"""Long computations run in a process of their own: numpy and scipy never load into one that serves pages.

A job is a function of plain data, named by dotted path, that imports no Django.
"""

import json
import os
import subprocess
import sys
from importlib import import_module
from typing import Any

LIMIT_SECONDS = 1800
NICE = 10  # pages come first
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # several only wait for one another on a small machine


class JobFailed(RuntimeError):
    """The computation ended with an error; its last line is the message."""


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
        raise JobFailed(f"{job}: {lines[-1] if lines else finished.returncode}")
    return json.loads(finished.stdout)


def _main() -> None:
    os.nice(NICE)
    module, _, function = sys.argv[1].partition(":")
    answer = getattr(import_module(module), function)(json.load(sys.stdin))
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _main()
