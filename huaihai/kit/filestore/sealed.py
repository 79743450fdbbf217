"""Sealed files: chunks of at most 1 MB, each bound to the file, its place in it and whether it is the last.

A chunk that is moved, repeated or left out does not open. Files are named by the hash of their contents; where they lie
`stores` says.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from huaihai.kit import sealing
from huaihai.kit.filestore.folder import Folder
from huaihai.kit.filestore.stores import Entry, store

CHUNK: Final = 1024 * 1024
ORIGINALS, DERIVATIVES = "originals", "derivatives"
_LENGTH_BYTES: Final = 4
KINDS: Final = {ORIGINALS: "original", DERIVATIVES: "derivative"}
_NAME = re.compile(r"[0-9a-f]{64}(?:\.(?:jpg|pdf))?")


def open_original(sha256: str) -> Iterator[bytes]:
    """The original's contents, chunk by chunk. Raises FileNotFoundError, or CannotOpen while reading."""
    return _unsealed(store().read(ORIGINALS, _known(sha256)), f"original:{sha256}")


def open_derivative(key: str) -> Iterator[bytes]:
    """What is shown instead of the original, chunk by chunk. Raises FileNotFoundError, or CannotOpen."""
    return _unsealed(store().read(DERIVATIVES, _known(key)), f"derivative:{key}")


def keep_original(sha256: str, contents: BinaryIO) -> None:
    """Seal the contents under their hash; the same contents are kept once."""
    if not renewed(sha256):
        store().write(
            ORIGINALS, sha256, lambda: _with_lengths(_sealed_chunks(contents, f"original:{sha256}"))
        )


def keep_derivative(key: str, contents: BinaryIO) -> None:
    if not renewed(key):
        store().write(DERIVATIVES, key, lambda: _with_lengths(_sealed_chunks(contents, f"derivative:{key}")))


def renewed(name: str) -> bool:
    """Whether the original or derivative is there; then it is young again, and no sweep takes it (`keeping`)."""
    return store().renew(_folder_of(_known(name)), name)


def is_there(name: str) -> bool:
    return store().has(_folder_of(_known(name)), name)


def all_files() -> Iterator[Entry]:
    """Every stored file."""
    for folder in (ORIGINALS, DERIVATIVES):
        yield from (one for one in store().all(folder) if not one.name.startswith("."))


def reseal(name: str) -> bool:
    """Seal a stored file with the current key; False if it is already. Raises FileNotFoundError, or CannotOpen: then it
    stays as it was."""
    folder = _folder_of(_known(name))
    with store().read(folder, name) as file:
        first = file.read(_LENGTH_BYTES + sealing.LONGEST_HEAD)[_LENGTH_BYTES:]
    if sealing.key_of_bytes(first) == sealing.ring().sealing_current:
        return False
    place = f"{KINDS[folder]}:{name}"
    store().replace(folder, name, lambda: _with_lengths(_resealed(store().read(folder, name), place)))
    return True


def original_path(sha256: str) -> Path:
    """Where the folder of this machine has it."""
    return Folder(settings.FILES).path(ORIGINALS, _known(sha256))


def derivative_path(key: str) -> Path:
    return Folder(settings.FILES).path(DERIVATIVES, _known(key))


def folder() -> Path:
    """Where files lie, and whatever is on its way; made for its owner alone if it is not there yet."""
    made = Path(settings.FILES)
    made.mkdir(parents=True, exist_ok=True, mode=0o700)
    return made


def is_name(name: str) -> bool:
    """Whether a stored file can be called so."""
    return bool(_NAME.fullmatch(name))


def _known(name: str) -> str:
    if not is_name(name):
        raise FileNotFoundError("not the name of a stored file")
    return name


def _folder_of(name: str) -> str:
    return DERIVATIVES if "." in name else ORIGINALS


def _with_lengths(chunks: Iterable[bytes]) -> Iterator[bytes]:
    return (len(sealed).to_bytes(_LENGTH_BYTES, "big") + sealed for sealed in chunks)


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
