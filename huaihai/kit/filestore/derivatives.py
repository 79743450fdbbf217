"""The derivative of a picture, made by a limited process that gets two open files and nothing else."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO, Final

from django.core.cache import caches

from huaihai.kit.filestore import redraw, refusals, sealed

SECONDS: Final = 30


def draw_into(target: BinaryIO, picture: BinaryIO, name: str, *asked: str) -> None:
    """Write the derivative of `picture` to `target` (both real files). Raises Refused."""
    picture.seek(0)
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(redraw.__file__)), *asked],
            stdin=picture,
            stdout=target,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env={},
            cwd=tempfile.gettempdir(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusals.too_many_pixels(name) from error
    if done.returncode == redraw.TOO_MANY_PIXELS:
        raise refusals.too_many_pixels(name)
    if done.returncode != 0:
        raise refusals.broken_picture(name)


def small(key: str) -> bytes:
    """A derivative that anybody may see, redrawn small enough for a list (a few kilobytes), and kept.

    Raises FileNotFoundError.
    """
    kept = caches["papers"]
    if (found := kept.get(f"small-{key}")) is not None:
        return bytes(found)
    with tempfile.TemporaryFile() as whole, tempfile.TemporaryFile() as target:
        whole.writelines(sealed.open_derivative(key))
        draw_into(target, whole, key, "small")
        target.seek(0)
        drawn = target.read()
    kept.set(f"small-{key}", drawn)
    return drawn
