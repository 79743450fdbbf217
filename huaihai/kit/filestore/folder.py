"""The store in a folder: readable by its owner only, outside the web root."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from huaihai.kit.filestore.stores import Entry, Pieces

FLAT: Final = frozenset({"unscanned", "shut"})  # few, and empty


class Folder:
    """Names of many files lie in folders by their first two letters."""

    def __init__(self, root: Path) -> None:
        self._root = Path(root)

    def path(self, folder: str, name: str) -> Path:
        inner = "" if folder in FLAT else name.removeprefix(".")[:2]  # a draft lies beside what it becomes
        return self._root / folder / inner / name

    def read(self, folder: str, name: str) -> BinaryIO:
        return self.path(folder, name).open("rb")

    def has(self, folder: str, name: str) -> bool:
        return self.path(folder, name).exists()

    def write(self, folder: str, name: str, pieces: Pieces) -> None:
        path = self.path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, pieces)

    def replace(self, folder: str, name: str, pieces: Pieces) -> None:
        path = self.path(folder, name)
        with _alone(path.parent):
            _write(path, pieces, must_exist=True)

    def renew(self, folder: str, name: str) -> bool:
        path = self.path(folder, name)
        if not path.exists():
            return False
        with _alone(path.parent), suppress(FileNotFoundError):
            os.utime(path)
            return True
        return False

    def remove(self, folder: str, name: str, *, before: float | None = None) -> bool:
        path = self.path(folder, name)
        if not path.parent.exists():
            return False
        with _alone(path.parent), suppress(FileNotFoundError):
            if before is None or path.stat().st_mtime < before:
                path.unlink()
                return True
        return False

    def all(self, folder: str, since: str = "", until: str = "~") -> Iterator[Entry]:
        inner = [self._root / folder] if folder in FLAT else sorted((self._root / folder).glob("??"))
        for one in inner:
            may_hold = folder in FLAT or since[:2] <= one.name < until
            for path in sorted(one.iterdir()) if may_hold and one.is_dir() else ():
                if since <= path.name.removeprefix(".") < until:
                    with suppress(FileNotFoundError):
                        yield Entry(folder, path.name, path.stat().st_mtime)


def _write(path: Path, pieces: Pieces, *, must_exist: bool = False) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.writelines(pieces())
            out.flush()
            os.fsync(out.fileno())
        if must_exist:
            path.stat()
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


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """A block that is entered by one at a time, of all processes: a file of this folder goes, or is taken up."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)  # which gives the lock up
