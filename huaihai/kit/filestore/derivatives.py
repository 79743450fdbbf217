"""What is shown instead of an original, drawn by a limited process that gets two open files and nothing else.

Few are drawn at once, and few wait for their turn: pictures never take the memory of a machine, or all the threads that
answer.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import BoundedSemaphore
from typing import BinaryIO, Final

from django.conf import settings
from django.core.cache import caches

from huaihai.kit.filestore import redraw, refusals, sealed

SECONDS: Final = 60
AT_ONCE, MOST_WAITING, WAIT_SECONDS = 2, 4, 30
PATIENCE: Final = 2  # seconds for a place among those who wait: few are drawn for longer
_inside, _drawing = BoundedSemaphore(AT_ONCE + MOST_WAITING), BoundedSemaphore(AT_ONCE)
_WHY: Final = {
    redraw.TOO_MUCH: refusals.too_much,
    redraw.LOCKED: refusals.locked,
    redraw.TOO_MANY_PAGES: refusals.too_many_pages,
}


def draw_into(target: BinaryIO, file: BinaryIO, name: str, *asked: str) -> None:
    """Write what is shown of `file` to `target` (both real files): of a picture, or as `asked`. Raises Refused."""
    with _turn(name):
        file.seek(0)
        program = [sys.executable, "-I", str(Path(redraw.__file__)), *(asked or ("picture",))]
        code = run(program, file, target, seconds=SECONDS)
    if code < 0:  # ended by one of its limits, or by our clock
        raise refusals.too_much(name)
    if code:
        raise _WHY.get(code, refusals.broken)(name)


def pages_into(target: BinaryIO, paper: BinaryIO, name: str) -> None:
    """Write a PDF of page pictures to `target`. Raises Refused."""
    draw_into(target, paper, name, "pages", settings.PDFTOPPM)


def small(key: str) -> bytes:
    """A derivative that anybody may see, redrawn small enough for a list (a few kilobytes), and kept; while too many
    others are drawn, the derivative itself.

    Raises FileNotFoundError.
    """
    kept = caches["papers"]
    if (found := kept.get(f"small-{key}")) is not None:
        return bytes(found)
    with tempfile.TemporaryFile() as whole, tempfile.TemporaryFile() as target:
        whole.writelines(sealed.open_derivative(key))
        try:
            draw_into(target, whole, key, "small")
        except refusals.Busy:
            whole.seek(0)
            return whole.read()
        target.seek(0)
        drawn = target.read()
    kept.set(f"small-{key}", drawn)
    return drawn


@contextmanager
def _turn(name: str) -> Iterator[None]:
    if not _inside.acquire(timeout=PATIENCE):
        raise refusals.Busy(name)
    try:
        if not _drawing.acquire(timeout=WAIT_SECONDS):
            raise refusals.Busy(name)
        try:
            yield
        finally:
            _drawing.release()
    finally:
        _inside.release()


def run(program: list[str], reads: BinaryIO, writes: BinaryIO, *, seconds: float) -> int:
    """The exit code; negative where a signal ended it, after `seconds` our own. Nothing that it began outlives it."""
    with subprocess.Popen(
        program,
        stdin=reads,
        stdout=writes,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
        cwd=tempfile.gettempdir(),
        start_new_session=True,
    ) as running:
        try:
            return running.wait(seconds)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            return running.wait()
