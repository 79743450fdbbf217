"""The file of scores of a day: made once, at night, one entry at a time, and kept in the file store."""

import gzip
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from huaihai.brands import standing
from huaihai.brands.life import DIRECTORY
from huaihai.brands.models import EvidenceState, ScoreFile
from huaihai.brands.programme import content
from huaihai.brands.programme.verbs import added
from huaihai.brands.scoring import files
from huaihai.brands.scoring.criteria import Criteria
from huaihai.kit.clock import local_day
from huaihai.kit.filestore.sealed import keep_original
from huaihai.members.actors import Actor
from huaihai.record import signatures
from huaihai.record.due import Act

PROGRAM = Actor.system("brand scores")
AT_ONCE = 200  # rows
PIECE = 1024 * 1024  # bytes


def due_acts(at: datetime) -> Iterator[Act]:
    """One act a day, once anything is known about anybody."""
    if not ScoreFile.objects.filter(as_of=local_day(at)).exists() and _rows().exists():
        yield partial(_publish, at)


def publish(at: datetime, *, by: Actor = PROGRAM) -> ScoreFile:
    """Make the file of this day; the one there is, if it is made already."""
    day = local_day(at)
    made = ScoreFile.objects.filter(as_of=day).first()
    if made is not None:
        return made
    with tempfile.TemporaryFile() as packed:
        row = _written(day, packed, at)
        keep_original(row.stored, packed)
    with transaction.atomic():
        facts = {"as_of": day.isoformat(), "sha256": row.sha256, "entries": row.entries}
        added("scores_published", [row], facts, by=by, at=at)
        signatures.sign_file(
            sha256=row.sha256, of=files.FORMAT, name=f"three-hearts-{day.isoformat()}.json", at=at
        )
    return row


def _publish(at: datetime) -> None:
    publish(at)


def _written(day: date, packed: BinaryIO, at: datetime) -> ScoreFile:
    """Write the file, packed, and say what was written."""
    basis, found = standing.basis_on(day), content.current(day)
    version, criteria = found or (None, None)
    frame = files.frame_of(
        as_of=day,
        criteria=content.criteria_facts(version) if version else None,
        basis=content.basis_facts(basis) if basis else None,
        is_demo=settings.DEMO,
    )
    counted = _Counted(_entries(criteria if basis else None, version.pk if version else None))
    plain, size = sha256(), 0
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as out:
        for chunk in files.chunks(frame, counted):
            plain.update(chunk)
            size += len(chunk)
            out.write(chunk)
    return ScoreFile(
        as_of=day,
        sha256=plain.hexdigest(),
        stored=_hash_of(packed),
        size=size,
        entries=counted.count,
        has_results=basis is not None and version is not None,
        criteria=version,
        basis=basis,
        at=at,
    )


class _Counted:
    """Counts what goes by."""

    def __init__(self, rows: Iterator[dict[str, Any]]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self.rows:
            self.count += 1
            yield row


def _entries(criteria: Criteria | None, version: Any) -> Iterator[dict[str, Any]]:
    """Each entry of the directory with its newest evidence; results only with `criteria`."""
    for state in _rows().order_by("entry__opened_at", "pk").iterator(AT_ONCE):
        entry, known = state.entry, state.snapshot
        yield files.entry_of(
            criteria,
            number=entry.number,
            name=entry.name,
            kind=entry.kind,
            city=entry.body.region_code,
            evidence=known.evidence,
            result=known.result if known.criteria_id == version else None,
        )


def _rows() -> Any:
    rows = EvidenceState.objects.filter(entry__stage__in=DIRECTORY, entry__listed_at__isnull=False)
    return rows.select_related("entry__body", "snapshot").defer("snapshot__sources")


def _hash_of(packed: BinaryIO) -> str:
    packed.seek(0)
    found = sha256()
    while piece := packed.read(PIECE):
        found.update(piece)
    return found.hexdigest()
