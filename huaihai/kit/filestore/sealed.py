"""Sealed files on disk: chunks of at most 1 MB, each bound to the file, its place in it and whether it is the last.

A chunk that is moved, repeated or left out does not open. Files are named by the hash of their contents, lie
outside the web root and are readable by their owner only.
"""

import fcntl
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from huaihai.kit import sealing

CHUNK: Final = 1024 * 1024
ORIGINALS, DERIVATIVES = "originals", "derivatives"
_LENGTH_BYTES: Final = 4
_HASH = re.compile(r"[0-9a-f]{64}")
_DERIVATIVE = re.compile(r"[0-9a-f]{64}\.(?:jpg|pdf)")


def open_original(sha256: str) -> Iterator[bytes]:
    """The original's contents, chunk by chunk. Raises FileNotFoundError, or CannotOpen while reading."""
    return _opened(original_path(sha256), f"original:{sha256}")


def open_derivative(key: str) -> Iterator[bytes]:
    """What is shown instead of the original, chunk by chunk. Raises FileNotFoundError, or CannotOpen."""
    return _opened(derivative_path(key), f"derivative:{key}")


def keep_original(sha256: str, contents: BinaryIO) -> None:
    """Seal the contents under their hash; the same contents are kept once."""
    _keep(original_path(sha256), f"original:{sha256}", contents)


def keep_derivative(key: str, contents: BinaryIO) -> None:
    _keep(derivative_path(key), f"derivative:{key}", contents)


def all_paths() -> Iterator[Path]:
    """Every stored file."""
    for folder in (ORIGINALS, DERIVATIVES):
        yield from (
            path for path in sorted((Path(settings.FILES) / folder).glob("*/*")) if path.name[0] != "."
        )


def reseal(path: Path) -> bool:
    """Seal a stored file with the current key; False if it is already. Raises FileNotFoundError, or CannotOpen: then it
    stays as it was."""
    with path.open("rb") as file:
        first = file.read(_LENGTH_BYTES + sealing.LONGEST_HEAD)[_LENGTH_BYTES:]
    if sealing.key_of_bytes(first) == sealing.ring().sealing_current:
        return False
    kind = {ORIGINALS: "original", DERIVATIVES: "derivative"}[path.parent.parent.name]
    with alone(path.parent):
        _write(path, lambda: _resealed(path.open("rb"), f"{kind}:{path.name}"), must_exist=True)
    return True


def original_path(sha256: str) -> Path:
    return _path(ORIGINALS, sha256, _HASH)


def derivative_path(key: str) -> Path:
    return _path(DERIVATIVES, key, _DERIVATIVE)


def folder() -> Path:
    """Where files lie; made for its owner alone if it is not there yet."""
    made = Path(settings.FILES)
    made.mkdir(parents=True, exist_ok=True, mode=0o700)
    return made


def _path(folder: str, name: str, pattern: re.Pattern[str]) -> Path:
    if not pattern.fullmatch(name):
        raise FileNotFoundError("not the name of a stored file")
    return Path(settings.FILES) / folder / name[:2] / name


def _keep(path: Path, place: str, contents: BinaryIO) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not renewed(path):
        _write(path, lambda: _sealed_chunks(contents, place))


def _write(path: Path, chunks: Callable[[], Iterator[bytes]], *, must_exist: bool = False) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            for sealed in chunks():
                out.write(len(sealed).to_bytes(_LENGTH_BYTES, "big") + sealed)
            out.flush()
            os.fsync(out.fileno())
        if must_exist:
            path.stat()  # one that was erased meanwhile does not come back
        draft.replace(path)
        _keep_name(path)
    finally:
        draft.unlink(missing_ok=True)


def _keep_name(path: Path) -> None:
    """Bring its name to the disk, and its folder's, which may be new: the row that is about to name it will be there
    after a power cut."""
    for folder in (path.parent, path.parent.parent):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def renewed(path: Path) -> bool:
    """Whether the file is there; then it is young again, and no sweep takes it (`keeping`)."""
    if not path.exists():
        return False
    with alone(path.parent), suppress(FileNotFoundError):
        os.utime(path)
        return True
    return False


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """A block that is entered by one at a time, of all processes: a file of this folder goes, or is taken up."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)  # which gives the lock up


def _sealed_chunks(contents: BinaryIO, place: str) -> Iterator[bytes]:
    contents.seek(0)
    chunk, number = contents.read(CHUNK), 0
    while True:
        following = contents.read(CHUNK)
        yield sealing.seal_bytes(chunk, place=_place(place, number, is_last=not following))
        if not following:
            return
        chunk, number = following, number + 1


def _resealed(file: BinaryIO, place: str) -> Iterator[bytes]:
    """The chunks as they are, each under the current key."""
    with file:
        for number, (sealed, is_last) in enumerate(_with_last(_pieces(file))):
            here = _place(place, number, is_last=is_last)
            yield sealing.seal_bytes(sealing.unseal_bytes(sealed, place=here), place=here)


def _opened(path: Path, place: str) -> Iterator[bytes]:
    return _unsealed(path.open("rb"), place)


def _unsealed(file: BinaryIO, place: str) -> Iterator[bytes]:
    with file:
        for number, (sealed, is_last) in enumerate(_with_last(_pieces(file))):
            yield sealing.unseal_bytes(sealed, place=_place(place, number, is_last=is_last))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while length := file.read(_LENGTH_BYTES):
        yield file.read(min(int.from_bytes(length, "big"), 2 * CHUNK))


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    held: bytes | None = None
    for piece in pieces:
        if held is not None:
            yield held, False
        held = piece
    if held is not None:
        yield held, True


def _place(place: str, number: int, *, is_last: bool) -> str:
    return f"file.{place}:{number}:{'last' if is_last else 'more'}"
