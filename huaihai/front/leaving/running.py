"""What a run needs: no other beside it, and a place for what it writes at its end, looked at before it begins."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huaihai.kit import locks
from huaihai.kit.keys import carrying
from huaihai.kit.keys.carrying import CannotCarry
from huaihai.kit.refusals import gettext_noop as _

LOCK = "leaving"


@contextmanager
def alone() -> Iterator[None]:
    """A block in which no other process takes a city in or lets one go. Raises CannotCarry."""
    with locks.tried(LOCK) as is_alone:
        if not is_alone:
            raise CannotCarry(
                _("a city is taken in or deleted by another run just now: wait for it, then again")
            )
        yield


def refuse_unwritable(path: Path, option: str) -> None:
    """Raises CannotCarry where no file of this name can be put."""
    try:
        if path.is_dir():
            raise IsADirectoryError
        with tempfile.TemporaryFile(dir=path.parent) as held:
            held.write(bytes(4096))
    except OSError as error:
        words = _("%(file)s cannot be written: name another place with %(option)s; nothing was changed")
        raise CannotCarry(words, file=path, option=option) from error


def put(path: Path, content: bytes) -> None:
    """In the place of what is there, for its owner alone; whole or not at all. Raises OSError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        carrying.write_new(draft, content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
