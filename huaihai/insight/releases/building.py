"""Making a release: what is new and what is corrected, signed, and kept under its hash."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from huaihai.insight.apart import patiently
from huaihai.insight.models import Cell, Correction, CorrectionOrder, PublishedTable, Release, WithheldCount
from huaihai.insight.releases import changes, content
from huaihai.insight.releases import facts as releases_facts
from huaihai.insight.releases.cells import Key
from huaihai.insight.releases.changes import Added, Corrected
from huaihai.insight.releases.tables import BY_NAME, NONE, SCHEMA, last_day, months_of
from huaihai.insight.rollups import counting
from huaihai.kit import signing
from huaihai.kit.clock import local_day
from huaihai.kit.filestore.sealed import keep_original
from huaihai.members.actors import Actor
from huaihai.record import events

PROGRAM = Actor.system("releases")
SUBJECT = "insight:releases"
AT_ONCE = 500  # rows


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """One act when a period is complete, or a correction was ordered."""
    if changes.due(local_day(at)) or CorrectionOrder.objects.filter(done_at=None).exists():
        yield from patiently("releases", partial(_night, at), at=at)


def _night(at: datetime) -> None:
    """What is complete; then, in a release of its own, what was ordered to be corrected."""
    make_release(at=at)
    if CorrectionOrder.objects.filter(done_at=None).exists():
        make_release(at=at)


def make_release(*, at: datetime) -> Release | None:
    """The release of everything that is due on this day; None where nothing is, or where days of it wait to be counted.
    A second call makes no second one.

    Takes up to minutes, apart and without a transaction; nothing is stored before all is known, and then all of it or
    nothing. Corrections never share a release with new numbers, so that each is audited beside all that stands. Where
    a table cannot be protected at all, it is left out for good.
    """
    before = releases_facts.latest()
    wanted = changes.due(local_day(at))
    if wanted and not counting.is_counted(max(last_day(period) for _table, period in wanted)):
        return None  # what is published once waits for what is not counted yet
    orders = [] if wanted else list(CorrectionOrder.objects.filter(done_at=None))
    if not wanted and not orders:
        return None
    added = changes.gather(wanted)
    corrected = changes.corrected(orders, on=local_day(at)) if orders else []
    try:
        with transaction.atomic():
            if Release.objects.select_for_update().order_by("-number").first() != before:
                return None  # somebody else was faster
            return _stored(added, corrected, orders, before, at=at)
    except IntegrityError:
        if releases_facts.latest() == before:
            raise
        return None  # somebody else made the first one at the same moment


def _stored(
    added: Added,
    corrected: list[Corrected],
    orders: list[CorrectionOrder],
    before: Release | None,
    *,
    at: datetime,
) -> Release | None:
    if not (added.rungs or corrected):
        CorrectionOrder.objects.filter(pk__in=[order.pk for order in orders]).update(done_at=at)
        return None
    release = _begun(added, before, at=at)
    PublishedTable.objects.bulk_create(
        PublishedTable(table=table, period=period, rung=rung, release=release)
        for (table, period), rung in sorted(added.rungs.items())
    )
    _write_cells(added, release)
    _correct(corrected, release)
    CorrectionOrder.objects.filter(pk__in=[order.pk for order in orders]).update(done_at=at, release=release)
    _seal(release, before)
    facts = {"number": release.number, "sha256": release.file_hash, "cells": len(added.values)}
    events.write(
        subject=SUBJECT,
        verb="insight_released",
        by=PROGRAM.key,
        at=at,
        facts={**facts, "corrections": sum(not one.is_withheld for one in corrected)},
    )
    return release


def _begun(added: Added, before: Release | None, *, at: datetime) -> Release:
    """The row, before its file is known."""
    told = [
        (BY_NAME[table].is_late, months_of(period)[-1])
        for (table, period), rung in added.rungs.items()
        if rung != NONE
    ]
    received = [month for is_late, month in told if not is_late]
    outcomes = [month for is_late, month in told if is_late]
    if before is not None:
        received.append(before.received_through)
        outcomes += [before.outcomes_through] if before.outcomes_through else []
    return Release.objects.create(
        number=before.number + 1 if before else 1,
        made_at=at,
        received_through=max(received, default=local_day(at).replace(day=1)),
        outcomes_through=max(outcomes, default=None),
        schema=SCHEMA,
        previous_hash=before.file_hash if before else "",
        audit=added.audit,
        is_demo=settings.DEMO,
    )


def _write_cells(added: Added, release: Release) -> None:
    rows = [
        Cell(**name._asdict(), value=value, begin=release) for name, value in sorted(added.values.items())
    ]
    Cell.objects.bulk_create(rows, batch_size=AT_ONCE)
    counted = (
        (row, added.counted.get(Key(row.axis, row.period, row.place, row.key, row.measure))) for row in rows
    )
    WithheldCount.objects.bulk_create(
        (WithheldCount(cell=row, counted=count) for row, count in counted if count is not None),
        batch_size=AT_ONCE,
    )


def _correct(corrected: list[Corrected], release: Release) -> None:
    for one in corrected:
        name = one.name._asdict()
        if one.is_withheld:
            rows = Cell.objects.filter(end__isnull=True, **name)
            WithheldCount.objects.filter(cell__in=rows).update(counted=one.after)
            continue
        Cell.objects.filter(end__isnull=True, **name).update(end=release)
        Cell.objects.create(**name, value=one.after, begin=release)
        Correction.objects.create(
            **name,
            before=one.before,
            after=one.after,
            corrected_on=local_day(release.made_at),
            reason=one.reason,
            by=one.by,
            release=release,
        )


def _seal(release: Release, before: Release | None) -> None:
    """Write, sign and keep the files."""
    lines = releases_facts.cells()
    table = content.csv_of(lines)
    release.csv_hash = sha256(table).hexdigest()
    file = content.file_of(
        number=release.number,
        made_on=local_day(release.made_at),
        received_through=release.received_through,
        outcomes_through=release.outcomes_through,
        previous=before.file_hash if before else "",
        lines=lines,
        csv_hash=release.csv_hash,
        tables=[row for row in releases_facts.tables(release) if row[2] != NONE],
        corrections=[correction_line(one) for one in releases_facts.corrections()],
        is_demo=release.is_demo,
    )
    signed = signing.sign(file)
    release.file_hash, release.size = sha256(file).hexdigest(), len(file)
    release.signature, release.key_id = signed.value, signed.key_id
    release.save(update_fields=["csv_hash", "file_hash", "size", "signature", "key_id"])
    for name, written in ((release.file_hash, file), (release.csv_hash, table)):
        keep_original(name, io.BytesIO(written))


def correction_line(one: Correction) -> dict[str, Any]:
    """A correction as the file says it; who decided stays in the record."""
    return {
        "cell": [one.axis, one.period, one.place, one.key, one.measure],
        "from": one.before,
        "to": one.after,
        "on": one.corrected_on.isoformat(),
        "reason": one.reason,
        "release": one.release.number,
    }
