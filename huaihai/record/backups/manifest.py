"""What a backup holds, with a SHA-256 of each part."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from django.utils.translation import gettext_noop

from huaihai.kit.refusals import Refusal

FORMAT: Final = 1
NAME: Final = "manifest.json"
LIST: Final = "files.tsv"
STORE: Final = "files"  # beside the folders of backups
DATABASES: Final = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
KEYS: Final = "keys.age"
RECOVERY: Final = "recovery.age"
CHUNK: Final = 1024 * 1024


class BadBackup(Refusal):
    """This is no backup, or it was damaged or changed; the message says where."""


@dataclass(frozen=True)
class Entry:
    """A stored file as it was: where it lies, and the SHA-256 of its sealed bytes, under which the store keeps them."""

    path: str
    size: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """One backup. `kind` is "" if its database is kept by other means (pgBackRest); `counts`: rows of each table."""

    made_at: str
    version: str
    commit: str
    kind: str
    server: str
    database_sha256: str
    database_bytes: int
    files: int
    files_bytes: int
    list_sha256: str
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Of all tables together."""
        return sum(self.counts.values())


def write(folder: Path, manifest: Manifest) -> None:
    text = json.dumps({"format": FORMAT} | asdict(manifest), indent=1, ensure_ascii=False)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Raises BadBackup."""
    try:
        held = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if held.pop("format") != FORMAT:
            raise BadBackup(
                gettext_noop("%(folder)s was made by another version of the program, in another format"),
                folder=folder,
            )
        return Manifest(**held)
    except (OSError, AttributeError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, BadBackup):
            raise
        raise BadBackup(
            gettext_noop("%(folder)s is no backup: %(file)s is missing or damaged"), folder=folder, file=NAME
        ) from error


def write_list(folder: Path, entries: Iterable[Entry]) -> tuple[int, int]:
    """How many files, and their bytes together."""
    files = size = 0
    with (folder / LIST).open("w", encoding="utf-8") as out:
        for one in entries:
            out.write(f"{one.sha256}\t{one.size}\t{one.mtime_ns}\t{one.path}\n")
            files, size = files + 1, size + one.size
    return files, size


def read_list(folder: Path) -> Iterator[Entry]:
    """Raises BadBackup."""
    try:
        with (folder / LIST).open(encoding="utf-8") as lines:
            for line in lines:
                sha256, size, mtime_ns, path = line.rstrip("\n").split("\t")
                if path.startswith("/") or ".." in path.split("/"):
                    raise BadBackup(
                        gettext_noop("%(file)s names a place outside of the store: %(path)s"),
                        file=folder / LIST,
                        path=path,
                    )
                yield Entry(path, int(size), int(mtime_ns), sha256)
    except (OSError, ValueError) as error:
        if isinstance(error, BadBackup):
            raise
        raise BadBackup(gettext_noop("%(file)s is missing or damaged"), file=folder / LIST) from error


def all_in(place: Path) -> list[Path]:
    """The folders of whole backups, the newest last."""
    found = place.glob("*/" + NAME) if place.is_dir() else ()
    return sorted(path.parent for path in found if not path.parent.name.startswith("."))


def whole_in(place: Path) -> list[Path]:
    """Those with a database; all of them where it is kept by other means alone."""
    every = all_in(place)
    return [one for one in every if any((one / name).exists() for name in DATABASES.values())] or every


def chosen(place: Path, name: str = "") -> Path:
    """The backup of that name, or the newest whole one. Raises BadBackup."""
    every = all_in(place)
    if not every:
        raise BadBackup(gettext_noop("there is no backup in %(place)s: is the disk mounted?"), place=place)
    if not name:
        return whole_in(place)[-1]
    if (place / name) not in every:
        raise BadBackup(
            gettext_noop("there is no %(name)s in %(place)s; there are %(others)s"),
            name=name,
            place=place,
            others=", ".join(one.name for one in every[-5:]),
        )
    return place / name


def stored(place: Path, sha256: str) -> Path:
    """Where the store keeps these bytes."""
    return place / STORE / sha256[:2] / sha256


def copied(source: BinaryIO, target: BinaryIO | None) -> tuple[str, int]:
    """SHA-256 and number of the bytes that went from one to the other; without a target they are only read."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if target is not None:
            target.write(chunk)
    return digest.hexdigest(), size


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
