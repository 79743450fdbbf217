"""Where sealed files lie: a folder of this machine, or a bucket that all machines share (`HUAIHAI_S3_BUCKET`).

Both keep what they are given under a folder and a name; what it is, and that it is sealed, `sealed` knows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Final, Protocol

from django.conf import settings

FOLDERS: Final = ("originals", "derivatives", "unscanned", "shut")
PIECE: Final = 1024 * 1024
type Pieces = Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class Entry:
    """A file of the store; `modified` in seconds since 1970."""

    folder: str
    name: str
    modified: float


class Store(Protocol):
    """What both can do. That one does not answer is an OSError of another kind than FileNotFoundError, which says that
    the file is surely not there."""

    def read(self, folder: str, name: str) -> BinaryIO: ...

    def has(self, folder: str, name: str) -> bool: ...

    def write(self, folder: str, name: str, pieces: Pieces) -> None:
        """Whole or not at all; it is there after a power cut."""

    def replace(self, folder: str, name: str, pieces: Pieces) -> None:
        """The same for one that is there: one that was erased meanwhile does not come back. Raises
        FileNotFoundError."""

    def renew(self, folder: str, name: str) -> bool:
        """Whether the file is there; then it is young again, and no sweep takes it (`keeping`)."""

    def remove(self, folder: str, name: str, *, before: float | None = None) -> bool:
        """Whether it was there (and as old) and went. Nobody takes it up meanwhile."""

    def all(self, folder: str, since: str = "", until: str = "~") -> Iterator[Entry]:
        """Files whose name lies between; those that somebody is still writing begin with a point."""


def store() -> Store:
    """The one in use."""
    if settings.BUCKET:
        from huaihai.kit.filestore.bucket import bucket

        return bucket()
    from huaihai.kit.filestore.folder import Folder

    return Folder(settings.FILES)


def copied(source: Store, target: Store) -> Iterator[bool]:
    """Everything in turn, as it lies there; whether the other one did not have it yet."""
    for folder in FOLDERS:
        for one in source.all(folder):
            if one.name.startswith("."):
                continue
            is_new = not target.has(folder, one.name)
            if is_new:
                target.write(folder, one.name, partial(_raw, source, one))
            yield is_new


def _raw(source: Store, one: Entry) -> Iterator[bytes]:
    with source.read(one.folder, one.name) as file:
        while piece := file.read(PIECE):
            yield piece
