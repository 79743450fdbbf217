"""The text of what somebody hands in to be checked: a text file, a Word file, a PDF, photographs of pages.

Nothing is stored. What came is opened in limited processes (`limited.py`), a picture after it was drawn anew, a PDF
without text page by page, as pictures; few at once, and few wait.
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, BinaryIO, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from huaihai.kit.filestore import Refused, refusals
from huaihai.kit.filestore.derivatives import draw_into, run
from huaihai.kit.filestore.kinds import HEAD_BYTES, PICTURES, kind_of
from huaihai.kit.text.files import UnreadableFileError, decode
from huaihai.supervision.clauses import limited

MOST_FILES, MOST_BYTES = 6, 15 * 1024 * 1024  # MOST_BYTES of each
SECONDS: Final = 75
MOST_PAGES, SCAN_SECONDS = 8, 120  # of a PDF without text
PATIENCE: Final = 45  # seconds until it is one's turn
AT_ONCE, MOST_WAITING = 1, 3
LEAST: Final = 8  # characters that a page with writing on it has
_inside, _reading = BoundedSemaphore(AT_ONCE + MOST_WAITING), BoundedSemaphore(AT_ONCE)
_DOCX: Final = b"PK\x03\x04"

type Upload = UploadedFile[Any]


def can_photograph() -> bool:
    """Whether the engine that reads pictures is installed here."""
    return bool(settings.TESSERACT)


def text_of(uploads: Sequence[Upload]) -> str:
    """What stands in these files, one below the other. Raises Refused, whose words say what to do instead."""
    if len(uploads) > MOST_FILES:
        raise Refused(_("At most %(n)d files at a time, please.") % {"n": MOST_FILES})
    return "\n\n".join(_text_of(one) for one in uploads)


def _text_of(upload: Upload) -> str:
    name = upload.name or ""
    if (upload.size or 0) > MOST_BYTES:
        raise Refused(
            _(
                "“%(name)s” is larger than %(limit)d MB. Please photograph its pages one by one, or paste the text."
            )
            % {"name": name, "limit": MOST_BYTES // refusals.MEGA}
        )
    head = upload.read(HEAD_BYTES)
    upload.seek(0)
    if not head:
        raise refusals.empty(name)
    kind = "docx" if head.startswith(_DOCX) and name.lower().endswith(".docx") else kind_of(head, name)
    if kind == "text/plain":
        return _plain(upload.read(), name)
    with _real(upload) as file:
        if kind in PICTURES:
            return _photographed(file, name)
        if kind == "docx":
            return _limited(file, name, "docx")
        if kind == "application/pdf":
            return _paper(file, name)
    raise Refused(
        _("“%(name)s” cannot be read as a text. Please photograph the pages, or paste the text.")
        % {"name": name}
    )


def _plain(raw: bytes, name: str) -> str:
    try:
        return decode(raw, name)
    except UnreadableFileError as error:
        raise refusals.unknown_kind(name) from error


def _paper(file: BinaryIO, name: str) -> str:
    if not settings.PDFTOTEXT:
        raise Refused(_("A PDF cannot be read here. Please paste its text, or photograph its pages."))
    text = _limited(file, name, "pdf", settings.PDFTOTEXT)
    if len("".join(text.split())) >= LEAST:
        return text
    if not settings.PDFTOPPM or not can_photograph():
        raise Refused(
            _("“%(name)s” holds pictures and no text. They cannot be read here; please paste the text.")
            % {"name": name}
        )
    return _seen_in("\n\n".join(_scanned(file, name)), name)


def _scanned(paper: BinaryIO, name: str) -> Iterator[str]:
    """The text of each page of a PDF that holds pictures."""
    began = time.monotonic()
    for number in range(1, MOST_PAGES + 2):
        with tempfile.TemporaryFile() as page:
            code = _run(paper, page, name, "page", str(number), settings.PDFTOPPM)
            if code < 0:
                raise refusals.too_much(name)
            if code:  # there is no such page
                return
            if number > MOST_PAGES or time.monotonic() - began > SCAN_SECONDS:
                raise Refused(
                    _(
                        "“%(name)s” holds more pictures of pages than can be read at once. Please hand in at most "
                        "%(n)d pages at a time."
                    )
                    % {"name": name, "n": MOST_PAGES}
                )
            yield _limited(page, name, "picture", settings.TESSERACT)


def _photographed(file: BinaryIO, name: str) -> str:
    if not can_photograph():
        raise Refused(_("Photographs cannot be read here. Please paste the text."))
    with tempfile.TemporaryFile() as drawn:
        draw_into(drawn, file, name)
        return _seen_in(_limited(drawn, name, "picture", settings.TESSERACT), name)


def _seen_in(text: str, name: str) -> str:
    if len("".join(text.split())) < LEAST:
        raise Refused(
            _(
                "No writing was found in “%(name)s”. Please photograph the page from above, near and in good light."
            )
            % {"name": name}
        )
    return text


@contextmanager
def _real(upload: Upload) -> Iterator[BinaryIO]:
    """The upload as a file that another process can read; gone afterwards."""
    with tempfile.TemporaryFile() as file:
        for piece in upload.chunks():
            file.write(piece)
        file.flush()
        yield file


def _limited(file: BinaryIO, name: str, *asked: str) -> str:
    with tempfile.TemporaryFile() as target:
        code = _run(file, target, name, *asked)
        target.seek(0)
        raw = target.read(limited.OUTPUT_BYTES)
    if code < 0 or code == limited.TOO_MUCH:
        raise refusals.too_much(name)
    if code:
        raise refusals.broken(name)
    return raw.decode("utf-8", "replace").replace("\f", "\n\n")


def _run(file: BinaryIO, target: BinaryIO, name: str, *asked: str) -> int:
    file.seek(0)
    with _turn(name):
        program = [sys.executable, "-I", str(Path(limited.__file__)), *asked]
        return run(program, file, target, seconds=SECONDS)


@contextmanager
def _turn(name: str) -> Iterator[None]:
    if not _inside.acquire(blocking=False):
        raise refusals.Busy(name)
    try:
        if not _reading.acquire(timeout=PATIENCE):
            raise refusals.Busy(name)
        try:
            yield
        finally:
            _reading.release()
    finally:
        _inside.release()
