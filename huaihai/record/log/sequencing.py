"""Each event gets the next number of one log, after it was committed.

A step of the background, one at a time: who appends holds the lock on the log's head. An event is found by the mark on
its row, so that one whose transaction takes long is not passed over; those of one subject come in their order, since
none can be committed before the one it builds on.
"""

import logging
import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from huaihai.kit import clock
from huaihai.record.log import kept, tree
from huaihai.record.log.notes import Checkpoint
from huaihai.record.models import Event, LogHead, LogLeaf, LogTile
from huaihai.record.verify import commitments

log = logging.getLogger(__name__)
AT_ONCE = 50  # events; on SQLite nobody else writes meanwhile
SALT = 16  # bytes

type Waiting = tuple[UUID, str, int, str, bool]  # key, subject, number, hash, whether the log has it


def sequence_all(at_once: int | None = None) -> int:
    """Append whatever waits, and sign the head; returns how many leaves that were. `at_once`: events in a batch, where
    nobody waits beside it."""
    appended = 0
    while some := sequence(at=clock.now(), at_once=at_once):
        appended += some
    return appended


def sequence(*, at: datetime, at_once: int | None = None) -> int:
    """Append a batch; returns how many leaves that were. Nothing waits, or somebody else is at it: 0.

    The head is signed once nothing waits any more: a checkpoint holds every event that was there before it, so that
    one which is dated before it and is not in it was put in later (`record.verify`).
    """
    at_once = at_once or AT_ONCE
    if not Event.objects.filter(is_in_log=False).exists():
        return 0
    with transaction.atomic():
        head = _locked()
        if head is None:
            return 0
        waiting = _waiting(at_once)
        leaves = _leaves(head.size, [one for one in waiting if not one[-1]])
        LogLeaf.objects.bulk_create(leaves)
        Event.objects.filter(pk__in=[one[0] for one in waiting]).update(is_in_log=True)
        is_all = len(waiting) < at_once or not Event.objects.filter(is_in_log=False).exists()
        _grow(head, head.size + len(leaves), at, is_all=is_all)
    if known := len(waiting) - len(leaves):
        log.error("%s events lost their mark that they are in the log: somebody changed their rows", known)
    return len(leaves) or known


def _locked() -> LogHead | None:
    """The head, for us alone; None while another process appends."""
    LogHead.objects.bulk_create([LogHead(origin=kept.origin())], ignore_conflicts=True)
    return LogHead.objects.select_for_update(skip_locked=True).filter(pk=LogHead.ONE).first()


def _waiting(at_once: int) -> list[Waiting]:
    known = LogLeaf.objects.filter(subject=OuterRef("subject"), event_number=OuterRef("number"))
    rows = Event.objects.filter(is_in_log=False).order_by("subject", "number")
    return list(rows.values_list("pk", "subject", "number", "hash", Exists(known))[:at_once])


def _leaves(first: int, events: Sequence[Waiting]) -> list[LogLeaf]:
    last = {subject: number for _pk, subject, number, _hash, _known in events}
    rows = commitments.of(list(last))
    leaves = []
    for place, (_pk, subject, number, event_hash, _known) in enumerate(events, start=first):
        leaf = LogLeaf(
            number=place,
            subject=subject,
            event_number=number,
            event_hash=event_hash,
            rows=rows.get(subject, "") if number == last[subject] else "",
            salt=secrets.token_hex(SALT),
        )
        leaf.leaf_hash = kept.hash_of(leaf)
        leaves.append(leaf)
    return leaves


def _grow(head: LogHead, size: int, at: datetime, *, is_all: bool) -> None:
    _close_tiles(head.size, size)
    head.size = size
    if is_all:  # until then the head before it stands
        checkpoint = Checkpoint(head.origin, size, kept.root(size))
        head.checkpoint, head.signed_at = kept.signed(checkpoint).written, at
    head.save(update_fields=["size", "checkpoint", "signed_at"])


def _close_tiles(old: int, size: int) -> None:
    """Keep the hash over each tile that became full, level by level."""
    level = 0
    while size := size >> tree.HEIGHT:
        old >>= tree.HEIGHT
        full = [
            LogTile(level=level, number=number, hash=tree.of_tile(kept.tile(level, number, tree.WIDTH)).hex())
            for number in range(old, size)
        ]
        LogTile.objects.bulk_create(full)
        level += 1
