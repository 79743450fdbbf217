"""Papers set by typst in a limited process, and kept, so that asking for a public page cannot burn the processor.

Other rooms set their own templates with `document`.
"""

import hashlib
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

import segno
from django.core.cache import caches
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.education.papers.paper import Paper

SECONDS: Final = 20  # until a document is given up
PATIENCE: Final = 15  # seconds a reader waits for a turn
TYPESETTER: Final = Path(__file__).resolve().parent / "typesetter.py"
TEMPLATES: Final = TYPESETTER.parent / "typ"
_ONE_AT_A_TIME = BoundedSemaphore(1)
_SCRIPTS = {"zh-hans": ("zh", "cn", "hans"), "zh-hant": ("zh", "tw", "hant"), "en": ("en", "gb", "latn")}


class BusyError(RuntimeError):
    """Too many papers are asked for at once; in half a minute there is room again."""


class NotSetError(RuntimeError):
    """The typesetter failed or took too long."""


def poster(paper: Paper, sheet: str) -> bytes:
    """A PDF of one sheet, "a4" or "a3". Raises BusyError and NotSetError."""
    return document("poster", "pdf", {**values(paper), "sheet": sheet})


def picture(paper: Paper) -> bytes:
    """A PNG, 1080 pixels wide and as long as it takes. Raises BusyError and NotSetError."""
    return document("picture", "png", values(paper))


def values(paper: Paper) -> dict[str, Any]:
    """What the templates read."""
    language = paper.language.lower() if paper.language.lower() in _SCRIPTS else "zh-hans"
    with translation.override(language):
        words = {
            "products": pgettext("paper", "These products"),
            "more": _("There is more than fits here. Scan the code to read all of it."),
            "scan": _("Scan to read all of it, and the newest corrections"),
            "press": _("Press long on the code to read all of it"),
            "call": _("Not sure? Call %(phone)s") % {"phone": paper.phone} if paper.phone else "",
        }
    return {
        **asdict(paper),
        **script(language),
        "words": words,
        "mark": paper.platform[:2],
        "qr": _qr(paper.url),
    }


def script(language: str) -> dict[str, str]:
    """What typst has to know of a language ("zh-hans") to choose the right glyphs: `lang`, `region`, `script`."""
    return dict(zip(("lang", "region", "script"), _SCRIPTS.get(language, _SCRIPTS["zh-hans"]), strict=True))


def document(template: str, form: str, paper: Mapping[str, Any], *, folder: Path = TEMPLATES) -> bytes:
    """The template of this name in `folder`, set with these values (JSON in `sys.inputs.paper`), and kept.

    `form` is "pdf", "png" for one page, or "pngs": a JSON list of all pages, each a PNG as base64. Raises BusyError
    and NotSetError.
    """
    asked = json.dumps(
        {"folder": str(folder), "template": template, "form": form, "paper": paper},
        ensure_ascii=False,
        sort_keys=True,
    )
    key = hashlib.sha256(f"{_templates(folder)}{asked}".encode()).hexdigest()
    kept = caches["papers"]
    if (held := kept.get(key)) is not None:
        return bytes(held)
    if not _ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        raise BusyError
    try:
        held = kept.get(key)  # somebody else asked for the same
        if held is None:
            held = _set(asked)
            kept.set(key, held)
        return bytes(held)
    finally:
        _ONE_AT_A_TIME.release()


def _set(asked: str) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(TYPESETTER)],
            input=asked.encode(),
            capture_output=True,
            timeout=SECONDS,
            env={},
            cwd=tempfile.gettempdir(),
            check=False,
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


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()
