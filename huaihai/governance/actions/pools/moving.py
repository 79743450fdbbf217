"""How every verb moves a request: lock, guard, change, one event.

Locks are always taken in one order, the entry before the request, so that two verbs never wait for each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.governance.actions.pools import keeping
from huaihai.governance.errors import Moved, NotAllowed
from huaihai.governance.models import PoolEntry, PoolRequest
from huaihai.governance.models.pools.lives import REQUEST
from huaihai.members.actors import Actor
from huaihai.record import events

GIVER = frozenset({"grant", "decline", "take back", "call off", "enter hours", "counter hours"})
ASKER = frozenset({"take up", "turn down", "withdraw", "answer hours", "finish"})


@dataclass
class Move:
    """A verb under way: change `request`, and say what the record keeps. `entry` is locked too."""

    request: PoolRequest
    entry: PoolEntry | None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def given(self) -> PoolEntry:
        """The entry, where the stage says that there is one."""
        assert self.entry is not None  # noqa: S101 -- a database constraint sees to it
        return self.entry


@contextmanager
def moving(
    request: PoolRequest,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    text: str = "",
    offered: PoolEntry | None = None,
) -> Iterator[Move]:
    """Lock entry and request, check version, stage and party, hand the move out, then write it down.

    Raises Moved, NotPossible, NotAllowed, PoolRequest.DoesNotExist.
    """
    with transaction.atomic():
        entry = _locked_entry(offered.pk if offered else _entry_of(request))
        rows = PoolRequest.objects.select_for_update(of=("self",)).select_related("asked_by")
        held: PoolRequest = rows.get(pk=request.pk)
        if seen is not None and seen != held.version:
            raise Moved(held)
        before, after = held.stage, REQUEST.after(verb, held.stage)
        if offered is None and held.entry_id != (entry.pk if entry else None):
            raise Moved(held)  # it got another entry between the two locks
        _require_party(verb, held, entry, by)
        move = Move(held, entry)
        yield move
        if before != after:
            held.stage, held.stage_since = after, at
        held.version += 1
        held.save()
        facts = {"before": before, "after": after, **move.facts}
        events.write(subject=held.record_key, verb=verb, by=by.key, at=at, facts=facts, text=text)
    request.refresh_from_db()


def _entry_of(request: PoolRequest) -> Any:
    return PoolRequest.objects.values_list("entry_id", flat=True).get(pk=request.pk)


def _locked_entry(key: Any) -> PoolEntry | None:
    if key is None:
        return None
    return PoolEntry.objects.select_for_update(of=("self",)).select_related("body").get(pk=key)


def _require_party(verb: str, request: PoolRequest, entry: PoolEntry | None, by: Actor) -> None:
    if verb in ASKER:
        keeping.require(by, request.asked_by)
    elif entry is not None and verb in GIVER | {"offer"}:
        keeping.require(by, entry.body)
    elif by.kind != "system":
        raise NotAllowed(_("Nobody was named in this request; offer somebody instead."))
