"""Making a backup, whole or not at all; and letting old ones go."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_noop

from huaihai import version
from huaihai.kit import keyring
from huaihai.kit.keys import carrying
from huaihai.record.backups import databases, manifest
from huaihai.record.backups.databases import CannotCopy
from huaihai.record.backups.manifest import Entry, Manifest

LOCK: Final = ".lock"
ROOM: Final = 64 * 1024 * 1024  # bytes that must be left on the place's disk when the database is copied


@dataclass(frozen=True)
class Made:
    """A backup, and what it took: files and bytes that were not in the store yet."""

    folder: Path
    manifest: Manifest
    new_files: int
    new_bytes: int
    is_apart: bool  # on another disk than the service


@dataclass
class _Taken:
    files: int = 0
    bytes: int = 0


def make(
    place: Path,
    *,
    name: str,
    var: Path,
    files: Path | None,
    database: Mapping[str, Any] | None,
    keys_for: str = "",
) -> Made:
    """Copy `database` (as in DATABASES), then `files`, into `place`. `keys_for`: a public key of age, for which the
    keys are sealed beside it. Raises CannotCopy and OSError, and then there is no such backup."""
    _refuse(place, var)
    with alone(place):
        before = _before(place)
        draft, taken = place / f".{name}", _Taken()
        draft.mkdir(mode=0o700)
        try:
            kind = databases.kind(database) if database else ""
            server, counts = databases.copy(database, draft) if database else ("", {})
            entries = _take(files, place, before, taken) if files else iter(())
            count, size = manifest.write_list(draft, entries)
            _put_keys(var, draft, keys_for)
            copied = draft / manifest.DATABASES[kind] if kind else None
            made = Manifest(
                made_at=name,
                version=version.VERSION,
                commit=version.commit(),
                kind=kind,
                server=server,
                database_sha256=manifest.digest(copied) if copied else "",
                database_bytes=copied.stat().st_size if copied else 0,
                files=count,
                files_bytes=size,
                list_sha256=manifest.digest(draft / manifest.LIST),
                counts=counts,
            )
            manifest.write(draft, made)
            os.sync()  # all of it is on the disk before the backup has its name
            draft.rename(place / name)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        is_apart = place.stat().st_dev != var.stat().st_dev
        return Made(place / name, made, taken.files, taken.bytes, is_apart)


def let_go(place: Path, *, keep: int) -> int:
    """Remove all backups but the newest `keep` with a database and the very last one, and what no other one needs of
    the store; how many backups went."""
    with alone(place):
        every = manifest.all_in(place)
        stay = {*manifest.whole_in(place)[-keep:], *every[-1:]} if keep > 0 else set(every)
        old = [folder for folder in every if folder not in stay]
        for folder in old:
            shutil.rmtree(folder)
        if old:
            _sweep(place)
        return len(old)


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """A block that one process at a time is in. Raises CannotCopy if another one is."""
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(place / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotCopy(gettext_noop("another backup works in %(place)s"), place=place) from error
        yield
    finally:
        os.close(descriptor)


def _refuse(place: Path, var: Path) -> None:
    if place.resolve().is_relative_to(var.resolve()):
        raise CannotCopy(
            gettext_noop("%(place)s lies in the folder of the service itself: choose another disk"),
            place=place,
        )


def _before(place: Path) -> dict[str, Entry]:
    """The files of the last backup, by where they lie."""
    for folder in reversed(manifest.all_in(place)):
        with suppress(manifest.BadBackup):
            return {one.path: one for one in manifest.read_list(folder)}
    return {}


def _take(source: Path, place: Path, before: Mapping[str, Entry], taken: _Taken) -> Iterator[Entry]:
    for path in _all(source):
        try:
            found = path.stat()
            known = before.get(name := path.relative_to(source).as_posix())
            is_same = known is not None and (known.size, known.mtime_ns) == (found.st_size, found.st_mtime_ns)
            if known is not None and is_same and manifest.stored(place, known.sha256).exists():
                yield known
            else:
                sha256, size, is_new = _put(path, place)
                taken.files, taken.bytes = taken.files + is_new, taken.bytes + size * is_new
                yield Entry(name, size, found.st_mtime_ns, sha256)
        except FileNotFoundError:  # erased or swept meanwhile
            continue


def _all(source: Path) -> Iterator[Path]:
    """Every file of the store, but what somebody is writing right now."""
    for where, folders, names in os.walk(source):
        folders.sort()
        yield from (Path(where, name) for name in sorted(names) if not name.startswith("."))


def _put(path: Path, place: Path) -> tuple[str, int, bool]:
    """SHA-256, size, and whether the store did not have it yet."""
    store = place / manifest.STORE
    store.mkdir(exist_ok=True, mode=0o700)
    draft = store / f".{secrets.token_hex(8)}"
    try:
        with path.open("rb") as source, draft.open("xb") as target:
            sha256, size = manifest.copied(source, target)
        target_path = manifest.stored(place, sha256)
        is_new = not target_path.exists()
        if is_new:
            target_path.parent.mkdir(exist_ok=True, mode=0o700)
            draft.replace(target_path)
        return sha256, size, is_new
    finally:
        draft.unlink(missing_ok=True)


def _put_keys(var: Path, draft: Path, keys_for: str) -> None:
    """What opens nothing by itself: the file of the heads' shares, and keys sealed for a key that lies elsewhere."""
    if (var / manifest.RECOVERY).exists():
        shutil.copyfile(var / manifest.RECOVERY, draft / manifest.RECOVERY)
    if keys_for:
        try:
            sealed = carrying.sealed_for(keys_for, (var / keyring.FILE).read_bytes())
        except carrying.CannotCarry as error:
            raise CannotCopy(error.text, **error.values) from error
        (draft / manifest.KEYS).write_bytes(sealed)


def _sweep(place: Path) -> None:
    needed = {one.sha256 for folder in manifest.all_in(place) for one in manifest.read_list(folder)}
    for path in (place / manifest.STORE).glob("*/*"):
        if path.name not in needed:
            path.unlink()
