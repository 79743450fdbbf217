"""The log by itself: its leaves, in their order, and the tree over them, which must be the one that others kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast

from huaihai.record.log.leaves import leaf_hash
from huaihai.record.models import Event, LogLeaf
from huaihai.record.verify.findings import Finding, Findings
from huaihai.record.verify.growing import Growing
from huaihai.record.verify.heads import Head
from huaihai.record.verify.raw import moment

AT_ONCE = 2_000
SAID = ("subject", "event_number", "event_hash", "rows", "salt")


@dataclass
class Log:
    """What was seen. `covered` leaves are held by the largest head that fits; the last of their events happened at
    `until`."""

    now: datetime
    size: int = 0
    covered: int = 0
    until: datetime | None = None


def look(log: Log, heads: Sequence[Head]) -> Findings:
    """Everything that does not fit in the log; `heads` smallest first."""
    growing, waiting, latest = Growing(), list(heads), None
    yield from _compare(log, growing, waiting, latest)
    for number, stored, said, at in _leaves():
        if number != growing.size:
            yield Finding(f"log, entry {growing.size}", f"is not there; the next one is {number}")
        computed = leaf_hash(**said)
        if computed != stored:
            yield Finding(
                f"log, entry {number}", f"was changed ({said['subject']}, event {said['event_number']})"
            )
        growing.add(bytes.fromhex(computed))
        if at is not None and at <= log.now:
            latest = max(latest or at, at)
        yield from _compare(log, growing, waiting, latest)
    log.size = growing.size
    for head in waiting:
        yield Finding("log", f"has {log.size} entries, {head.source} holds {head.size}: its end was cut off")


def _leaves() -> Iterator[tuple[Any, str, dict[str, Any], datetime | None]]:
    event = Event.objects.filter(subject=OuterRef("subject"), number=OuterRef("event_number"))
    at = Cast(Subquery(event.values("at")[:1]), TextField())
    rows = LogLeaf.objects.order_by("number").values_list("number", "leaf_hash", *SAID, at)
    for number, stored, *said, text in rows.iterator(AT_ONCE):
        yield number, stored, dict(zip(SAID, said, strict=True)), moment(text)


def _compare(log: Log, growing: Growing, waiting: list[Head], latest: datetime | None) -> Findings:
    """The heads of this size."""
    while waiting and waiting[0].size == growing.size:
        head = waiting.pop(0)
        if growing.root() == head.root:
            if head.holds:
                log.covered, log.until = growing.size, latest
            continue
        where = f"log, entries {log.covered} to {head.size - 1}"
        yield Finding(where, f"were others when {head.source} was signed: something among them was changed")
