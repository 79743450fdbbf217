"""Taking a file in."""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

from huaihai.kit.filestore import derivatives, kinds, refusals, sealed


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


def store(upload: Upload, *, max_bytes: int | None = None) -> Stored:
    """Take the file in. Raises Refused, with what to do instead; then nothing of it is kept.

    `max_bytes` is `settings.EVIDENCE_MAX_BYTES` unless given. Memory grows by a few chunks only.
    """
    limit = settings.EVIDENCE_MAX_BYTES if max_bytes is None else max_bytes
    name = _short(upload.name)
    if (upload.size or 0) > limit:
        raise refusals.too_big(name, upload.size or 0, limit)
    with tempfile.TemporaryFile(dir=_folder()) as held:
        sha256, size = _received(upload, held, name, limit)
        held.seek(0)
        kind = kinds.kind_of(held.read(kinds.HEAD_BYTES), name)
        derivative = f"{sha256}.jpg" if kind in kinds.PICTURES else ""
        if derivative and not sealed.renewed(sealed.derivative_path(derivative)):
            with tempfile.TemporaryFile(dir=_folder()) as drawn:
                derivatives.draw_into(drawn, held, name)
                sealed.keep_derivative(derivative, drawn)
        sealed.keep_original(sha256, held)
    return Stored(sha256, kind, size, derivative)


def is_still_there(stored: Stored) -> bool:
    """Whether a file that has no row yet, since a form carries it, is there; then it stays for another day."""
    is_shown = not stored.derivative or sealed.renewed(sealed.derivative_path(stored.derivative))
    return sealed.renewed(sealed.original_path(stored.sha256)) and is_shown


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


def _folder() -> Path:
    folder = Path(settings.FILES)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
