"""The end of a round: what is still open was not reached, and the estimate is computed once."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction

from huaihai.insight.callbacks import questions
from huaihai.insight.callbacks.actions.drawing import PROGRAM
from huaihai.insight.callbacks.estimating import Called, Estimate, estimated
from huaihai.insight.models import Call, CallAnswer, CallRound
from huaihai.members.actors import Actor
from huaihai.record import events


def close(held: CallRound, *, by: Actor = PROGRAM, at: datetime) -> CallRound:
    """Close this round and keep what was found; nothing happens to a closed one."""
    with transaction.atomic():
        locked = CallRound.objects.select_for_update().get(pk=held.pk)
        if locked.closed_at is not None:
            return locked
        locked.calls.filter(state=Call.State.OPEN).update(state=Call.State.UNREACHED, ended_at=at)
        locked.result = found_in(locked)
        locked.closed_at = at
        locked.save(update_fields=["result", "closed_at"])
        solved = locked.result["solved"]
        counted = {name: solved[name] for name in ("called", "reached", "solved")} if solved else {}
        facts = {"quarter": locked.quarter, **counted}
        events.write(subject=locked.record_key, verb="call_backs_closed", by=by.key, at=at, facts=facts)
    return locked


def found_in(held: CallRound) -> dict[str, Any]:
    """What the answers of this round come to: the two estimates, and plain counts over the whole alliance."""
    said = {answer.call_id: answer.said for answer in CallAnswer.objects.filter(call__round=held)}
    calls = list(held.calls.all())
    frame: Counter[tuple[str, str]] = Counter((city, kind) for _case, city, kind in held.frame.rows)
    answers = [said.get(call.pk, {}) for call in calls]

    def estimate_of(one: Any, field: str) -> dict[str, Any] | None:
        sample = [
            Called(call.stratum, call.kind, one(answer.get(field, "")))
            for call, answer in zip(calls, answers, strict=True)
        ]
        found: Estimate | None = estimated(frame, sample)
        return found.as_json() if found else None

    given = [answer for answer in answers if answer]
    return {
        "solved": estimate_of(questions.solved, "done"),
        "money": estimate_of(questions.got_money, "money"),
        "paid_at_least_fen": sum(questions.at_least_fen(one["money"]) for one in given),
        "done": dict(Counter(one["done"] for one in given)),
        "bands": dict(Counter(one["money"] for one in given)),
        "satisfied": dict(Counter(one["satisfied"] for one in given)),
        "states": dict(Counter(call.state for call in calls)),
    }
