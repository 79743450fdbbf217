"""Which stored files a row names: those that none names are swept, those that one names and nobody finds are told.

Columns are known by their names, so that a new one protects its files without being listed: what ends as in `MAY_NAME`
may name a file. A pair such as `sha256` and `derivative`, or one of `ALONE`, always does.
"""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.apps import apps
from django.db import models

from huaihai.kit import sealing
from huaihai.kit.filestore import pages, sealed
from huaihai.kit.filestore.stores import Entry, store

MAY_NAME: Final = ("sha256", "derivative", "stored", "file_hash", "csv_hash")
ALONE: Final = frozenset(
    {
        "brands.ScoreFile.stored",
        "education.ImportedPage.sha256",
        "insight.BusinessIndex.csv_hash",
        "insight.BusinessIndex.file_hash",
        "insight.Release.csv_hash",
        "insight.Release.file_hash",
    }
)
YOUNG: Final = 24 * 60 * 60.0  # seconds: its row may still be on the way
MOST: Final = 100  # files of one sweep above which somebody has to look first
PARTS: Final = (("0", "4"), ("4", "8"), ("8", "c"), ("c", "g"))  # of the names: one at a time is in memory
KINDS: Final = (sealed.ORIGINALS, sealed.DERIVATIVES)

type Column = tuple[type[models.Model], str]


class Braked(RuntimeError):
    """More files are without a row than is plausible: this may be another database, or an older copy of it."""


@dataclass
class Found:
    """What a look through the store found: files without a row, and names of files that rows hold and nobody finds."""

    orphans: list[Entry] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    present: int = 0  # files that a row names


def columns(*, only_files: bool = False) -> Iterator[Column]:
    """Columns that may name a stored file, or those alone that always do."""
    for model in apps.get_models():
        names = {one.name for one in model._meta.local_fields if isinstance(one, models.CharField)}
        for name in sorted(names):
            if name.endswith(MAY_NAME) and (not only_files or _is_sure(model, name, names)):
                yield model, name


def _is_sure(model: type[models.Model], name: str, names: set[str]) -> bool:
    base = name.removesuffix("sha256").removesuffix("derivative")
    return f"{model._meta.label}.{name}" in ALONE or {f"{base}sha256", f"{base}derivative"} <= names


def look(*, young: float = YOUNG) -> Found:
    """Go through rows and files. A file that is younger is nobody's orphan."""
    found, before = Found(), time.time() - young
    sure = set(columns(only_files=True))
    for since, until in PARTS:
        drafts, files = list[Entry](), dict[str, Entry]()
        for folder in KINDS:
            for one in store().all(folder, since, until):
                if one.name.startswith("."):  # what somebody was writing when the program ended
                    drafts.append(one)
                else:
                    files[one.name] = one
        unnamed = dict(files)
        for column in columns():
            for name in _names(column, since, until):
                unnamed.pop(name, None)
                unnamed.pop(pages.key_of(name), None)
                if column in sure and name not in files:
                    found.missing.append(name)
        found.present += len(files) - len(unnamed)
        found.orphans += [one for one in (*drafts, *unnamed.values()) if one.modified < before]
    # Lists of a bucket may lag behind what it holds.
    found.missing = [name for name in sorted(set(found.missing)) if not _is_there(name)]
    return found


def sweep(found: Found, *, young: float = YOUNG, brake: int | None = MOST) -> int:
    """Remove what nobody names; how many went. Raises Braked before it removes anything."""
    if brake is not None and (len(found.orphans) > brake or (found.orphans and not found.present)):
        raise Braked(f"{len(found.orphans)} files have no row in this database")
    before = time.time() - young
    return sum(store().remove(one.folder, one.name, before=before) for one in found.orphans)


def where(name: str) -> list[str]:
    """The rows that name this file, for whoever looks for it."""
    return [
        f"{model._meta.label} {row.pk}"
        for model, column in columns(only_files=True)
        for row in _rows(model).filter(**{column: name}).only("pk").order_by("pk")
    ]


def damaged() -> Iterator[str]:
    """Originals whose contents do not open or are not those of their name. It reads every one."""
    for one in sealed.all_files():
        if one.folder != sealed.ORIGINALS:
            continue
        digest = hashlib.sha256()
        try:
            for chunk in sealed.open_original(one.name):
                digest.update(chunk)
        except (sealing.CannotOpen, OSError, ValueError):
            yield one.name
        else:
            if digest.hexdigest() != one.name:
                yield one.name


def _is_there(name: str) -> bool:
    try:
        return sealed.is_there(name)
    except FileNotFoundError:  # no name of a stored file
        return False


def _rows(model: type[models.Model]) -> models.QuerySet[models.Model]:
    """All of them, whoever may see them."""
    return models.QuerySet(model)


def _names(column: Column, since: str, until: str) -> Iterator[str]:
    model, name = column
    rows = _rows(model).filter(**{f"{name}__gte": since, f"{name}__lt": until}).order_by()
    yield from rows.values_list(name, flat=True).iterator(2000)
