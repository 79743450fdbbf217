"""The end of a round: who has not decided is late, and the agreement is computed once."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction

from huaihai.insight.models import RedecisionRound, RedecisionSeat, RedecisionSheet
from huaihai.insight.redecisions import agreeing
from huaihai.insight.redecisions.actions.drawing import PROGRAM
from huaihai.insight.redecisions.pairing import PAIR
from huaihai.members.actors import Actor
from huaihai.record import events


def close(held: RedecisionRound, *, by: Actor = PROGRAM, at: datetime) -> RedecisionRound:
    """Close this round and keep what was found; nothing happens to a closed one."""
    with transaction.atomic():
        locked = RedecisionRound.objects.select_for_update().get(pk=held.pk)
        if locked.closed_at is not None:
            return locked
        seats = RedecisionSeat.objects.filter(file__round=locked, state=RedecisionSeat.State.OPEN)
        seats.update(state=RedecisionSeat.State.LATE, ended_at=at)
        locked.result, locked.closed_at = found_in(locked), at
        locked.save(update_fields=["result", "closed_at"])
        facts = {"year": locked.year, "files": locked.result["files"]}
        events.write(subject=locked.record_key, verb="redecisions_closed", by=by.key, at=at, facts=facts)
    return locked


def found_in(held: RedecisionRound) -> dict[str, Any]:
    """The files with both sheets, and how far they agree by question."""
    sheets: dict[Any, list[RedecisionSheet]] = defaultdict(list)
    rows = RedecisionSheet.objects.filter(seat__file__round=held).select_related("seat")
    for one in rows.order_by("at", "pk"):
        sheets[one.seat.file_id].append(one)
    both = [
        agreeing.BothDecided(sheets[file.pk][0].decided, sheets[file.pk][1].decided, file.original)
        for file in held.files.order_by("number")
        if len(sheets[file.pk]) == PAIR
    ]
    return {
        "drawn": held.files.count(),
        "files": len(both),
        "questions": [one.as_json() for one in agreeing.agreement(both, seed=held.seed)],
    }
