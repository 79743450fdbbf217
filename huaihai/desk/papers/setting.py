"""Documents set by typst in a limited process, and kept, so that asking for a public page cannot burn the processor."""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

from django.core.cache import caches

SECONDS: Final = 20  # until a document is given up
PATIENCE: Final = 15  # seconds a reader waits for a turn
TYPESETTER: Final = Path(__file__).resolve().parent / "typesetter.py"
_ONE_AT_A_TIME = BoundedSemaphore(1)
SCRIPTS: Final = {
    "zh-hans": ("zh", "cn", "hans"),
    "zh-hant": ("zh", "tw", "hant"),
    "en": ("en", "gb", "latn"),
}


class BusyError(RuntimeError):
    """Too many papers are asked for at once; in half a minute there is room again."""


class NotSetError(RuntimeError):
    """The typesetter failed or took too long."""


def script(language: str) -> dict[str, str]:
    """What typst has to know of a language ("zh-hans") to choose the right glyphs: `lang`, `region`, `script`."""
    return dict(zip(("lang", "region", "script"), SCRIPTS.get(language, SCRIPTS["zh-hans"]), strict=True))


def document(
    template: str,
    form: str,
    paper: Mapping[str, Any],
    *,
    folder: Path,
    is_kept: bool = True,
    pictures: Sequence[int] = (),
) -> bytes:
    """The template of this name in `folder`, set with these values (JSON in `sys.inputs.paper`), and kept; what
    names people is not (`is_kept`).

    `form` is "pdf", "png" for one page, or "pngs": a JSON list of all pages, each a PNG as base64. `pictures`: open
    files that the values name by their numbers. Raises BusyError and NotSetError.
    """
    asked = json.dumps(
        {
            "folder": str(folder),
            "template": template,
            "form": form,
            "paper": paper,
            "has_pictures": bool(pictures),
        },
        ensure_ascii=False,
        sort_keys=True,
    )
    key = hashlib.sha256(f"{_templates(folder)}{asked}".encode()).hexdigest()
    kept = caches["papers"]
    if is_kept and (held := kept.get(key)) is not None:
        return bytes(held)
    if not _ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        raise BusyError
    try:
        held = kept.get(key) if is_kept else None  # somebody else asked for the same
        if held is None:
            held = _set(asked, pictures)
            if is_kept:
                kept.set(key, held)
        return bytes(held)
    finally:
        _ONE_AT_A_TIME.release()


def _set(asked: str, pictures: Sequence[int]) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(TYPESETTER)],
            input=asked.encode(),
            capture_output=True,
            timeout=SECONDS,
            env={},
            cwd=tempfile.gettempdir(),
            check=False,
            pass_fds=tuple(pictures),
        )
    except subprocess.TimeoutExpired as error:
        raise NotSetError(f"no document after {SECONDS} seconds") from error
    if done.returncode != 0:
        raise NotSetError(done.stderr.decode(errors="replace")[-500:])
    return done.stdout


@cache
def _templates(folder: Path) -> str:
    """Another template or another way of setting makes other documents."""
    files = [*sorted(folder.glob("*.typ")), TYPESETTER]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
