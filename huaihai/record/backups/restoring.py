"""Putting a backup into an empty installation: keys, then files, and the database last, so that nothing is served
before all of it is there."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_noop

from huaihai.kit import first_keys, keyring
from huaihai.kit.keys import carrying
from huaihai.kit.refusals import Refusal
from huaihai.record.backups import databases, manifest
from huaihai.record.backups.manifest import Entry, Manifest

DAMAGED: Final = gettext_noop("%(file)s is damaged: take another backup")


class CannotRestore(Refusal):
    """Nothing was put back, or not all; the message says why and what to do."""


@dataclass
class Restored:
    """What was put back. `damaged`: files that are missing in the store or are no longer what they were."""

    manifest: Manifest
    has_keys: bool
    has_shares: bool
    files: int = 0
    damaged: list[str] = field(default_factory=list)


def restore(
    folder: Path,
    *,
    var: Path,
    files: Path,
    database: Mapping[str, Any],
    identity: Path | None = None,
    may_link: bool = False,
    later: Path | None = None,
) -> Restored:
    """Raises CannotRestore, CannotCopy, CannotCarry, BadBackup and OSError. `may_link`: files of a trial need no second
    copy. `later`: a backup of files alone, whose files come as well."""
    made = manifest.read(folder)
    lists = [held for held in (later, folder) if held]
    for held in lists:
        if manifest.digest(held / manifest.LIST) != manifest.read(held).list_sha256:
            raise manifest.BadBackup(DAMAGED, file=held / manifest.LIST)
    _refuse(folder, made, files, database)
    var.mkdir(parents=True, exist_ok=True, mode=0o700)
    for held in lists:  # the newest first: what a file of today is sealed with may be of today
        _put_recovery(held, var)
    _put_keys(folder, var, identity)
    done = Restored(made, (var / keyring.FILE).exists(), (var / manifest.RECOVERY).exists())
    for one in {one.path: one for held in lists for one in manifest.read_list(held)}.values():
        if _put_file(folder.parent, one, files / one.path, may_link=may_link):
            done.files += 1
        else:
            done.damaged.append(one.path)
    if made.kind:
        databases.put_back(database, folder / manifest.DATABASES[made.kind])
    return done


def _refuse(folder: Path, made: Manifest, files: Path, database: Mapping[str, Any]) -> None:
    """Before anything is touched."""
    if any(path.is_file() for path in files.rglob("*")):
        raise CannotRestore(gettext_noop("%(folder)s is not empty: move it away first"), folder=files)
    if not made.kind:
        return
    file = folder / manifest.DATABASES[made.kind]
    if not file.exists() or manifest.digest(file) != made.database_sha256:
        raise manifest.BadBackup(DAMAGED, file=file)
    if databases.kind(database) != made.kind:
        of_server = gettext_noop("this backup is of %(server)s: set DATABASE_URL")
        of_file = gettext_noop("this backup is of %(server)s: leave DATABASE_URL out")
        raise CannotRestore(of_server if made.kind == "postgresql" else of_file, server=made.server)
    if doubt := first_keys.filled(database):
        raise CannotRestore(gettext_noop("%(doubt)s: move it away, or name an empty one"), doubt=doubt)
    if left := databases.left_over(database):
        raise CannotRestore(
            gettext_noop("%(files)s is left of another database: move it away first"), files=left
        )


def _put_recovery(folder: Path, var: Path) -> None:
    if (folder / manifest.RECOVERY).exists() and not (var / manifest.RECOVERY).exists():
        keyring.put(var / manifest.RECOVERY, (folder / manifest.RECOVERY).read_bytes())


def _put_keys(folder: Path, var: Path, identity: Path | None) -> None:
    if identity is None or (var / keyring.FILE).exists():
        return
    if not (folder / manifest.KEYS).exists():
        raise CannotRestore(
            gettext_noop("there is no %(file)s in %(folder)s: leave --identity out"),
            file=manifest.KEYS,
            folder=folder,
        )
    content = carrying.opened_by(identity.read_text(encoding="utf-8"), (folder / manifest.KEYS).read_bytes())
    carrying.take_in(var, content)


def _put_file(place: Path, one: Entry, target: Path, *, may_link: bool) -> bool:
    """Whether it is there and what it was."""
    source = manifest.stored(place, one.sha256)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        if may_link:
            is_good = manifest.digest(source) == one.sha256
            if is_good:
                _link(source, target)
            return is_good
        with source.open("rb") as held, target.open("xb") as out:
            is_good = manifest.copied(held, out) == (one.sha256, one.size)
    except FileNotFoundError:
        return False
    if not is_good:
        target.unlink()
        return False
    target.chmod(0o600)
    os.utime(target, ns=(one.mtime_ns, one.mtime_ns))
    return True


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a disk without links
        shutil.copyfile(source, target)
