"""Taking a file in."""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

from huaihai.kit.filestore import derivatives, kinds, pages, refusals, scanning, sealed


class Upload(Protocol):
    """What is handed in: Django's UploadedFile, or any of its File objects."""

    name: str | None

    @property
    def size(self) -> int | None: ...

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]: ...


@dataclass(frozen=True)
class Stored:
    """A file in the store: hash and size in bytes of the original, its kind as found, and the key of what is
    shown instead of it (empty: nothing is shown, the file is only downloaded)."""

    sha256: str
    kind: str
    size: int
    derivative: str


def store(upload: Upload) -> Stored:
    """Take the file in. Raises Refused, with what to do instead; then nothing of it is kept.

    Memory grows by a few chunks only.
    """
    limit = settings.EVIDENCE_MAX_BYTES
    name = _short(upload.name)
    if (upload.size or 0) > limit:
        raise refusals.too_big(name, upload.size or 0, limit)
    with tempfile.TemporaryFile(dir=sealed.folder()) as held:
        sha256, size = _received(upload, held, name, limit)
        held.seek(0)
        kind = kinds.kind_of(held.read(kinds.HEAD_BYTES), name)
        is_looked_at = scanning.look(_chunks(held), name)
        derivative = _drawn(held, sha256, kind, name)
        sealed.keep_original(sha256, held)
        scanning.mark(sha256, is_looked_at=is_looked_at)
    return Stored(sha256, kind, size, derivative)


def _drawn(held: BinaryIO, sha256: str, kind: str, name: str) -> str:
    """What is shown of it is drawn and kept; the key of what a page can show, which is a picture's alone."""
    if kind == pages.PDF:
        pages.keep(held, sha256, name)
    if kind not in kinds.PICTURES:
        return ""
    derivative = f"{sha256}.jpg"
    if not sealed.renewed(derivative):
        with tempfile.TemporaryFile(dir=sealed.folder()) as drawn:
            derivatives.draw_into(drawn, held, name)
            sealed.keep_derivative(derivative, drawn)
    return derivative


def _chunks(held: BinaryIO) -> Iterator[bytes]:
    held.seek(0)
    while chunk := held.read(sealed.CHUNK):
        yield chunk


def is_still_there(stored: Stored) -> bool:
    """Whether a file that has no row yet, since a form carries it, is there; then it stays for another day."""
    is_shown = not stored.derivative or sealed.renewed(stored.derivative)
    return sealed.renewed(stored.sha256) and is_shown


def _received(upload: Upload, held: BinaryIO, name: str, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in upload.chunks(sealed.CHUNK):
        size += len(chunk)
        if size > limit:
            raise refusals.too_big(name, size, limit)
        digest.update(chunk)
        held.write(chunk)
    if size == 0:
        raise refusals.empty(name)
    return digest.hexdigest(), size


def _short(name: str | None) -> str:
    clean = "".join(c for c in Path(name or "").name if c.isprintable())
    return clean if len(clean) <= 40 else f"{clean[:24]}…{clean[-12:]}"
