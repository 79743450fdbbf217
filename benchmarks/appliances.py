"""`python -m benchmarks.appliances`: surveys of 576 appliances and 24 kettles, from stored bytes to the file.

No database: what is measured is the engine. Processor time, the quickest and the median of several rounds. Exit
code 1 if the 576 take two seconds or more.
"""
# ruff: noqa: T201 # it talks to whoever typed make

import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from huaihai.kit.canonical import canonical
from huaihai.supervision.grading import files
from huaihai.supervision.grading.lint import lint
from huaihai.supervision.grading.tests import appliances

ROUNDS = 5
LIMIT = 2.0  # seconds
KETTLES, DRAWS = 24, 10_000


def main() -> int:
    """Measure and print."""
    survey, kettles = (appliances.collected(count) for count in (appliances.PRODUCTS, KETTLES))
    kettles["plans"][0]["plan"]["draws"] = DRAWS
    stored = {name: canonical(file) for name, file in (("576 appliances", survey), ("24 kettles", kettles))}
    quickest = 0.0
    for name, data in stored.items():
        whole = measured(f"{name}: load, compute, write", partial(written, data))
        quickest = quickest or whole
    file = appliances.published(stored["576 appliances"])
    measured("576 appliances: lint", lambda: lint(file))
    measured("576 appliances: CSV", lambda: files.text(file))
    return 0 if quickest < LIMIT else 1


def written(data: bytes) -> bytes:
    """The whole file, from all of it but its results."""
    return canonical(appliances.published(data))


def measured(name: str, act: Callable[[], Any]) -> float:
    """The least seconds of processor time; both numbers are printed."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        act()
        taken.append(time.process_time() - begun)
    print(f"| {name:35} | {min(taken):6.2f} | {median(taken):6.2f} |")
    return min(taken)


if __name__ == "__main__":
    sys.exit(main())
