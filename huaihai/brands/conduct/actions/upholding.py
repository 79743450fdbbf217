"""What follows when two of the three in a panel agree."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huaihai.brands.actions.moving import moving
from huaihai.brands.conduct import messages
from huaihai.brands.conduct.actions import ending, panels
from huaihai.brands.conduct.actions.stepping import PROGRAM, ends_suspension, others_suspend, stepping
from huaihai.brands.models import PanelSeat, PanelVote, Proceeding
from huaihai.brands.powers import Who

NEEDED = 2  # voices that agree


def decide(row: Proceeding, *, at: datetime) -> bool:
    """Carry out what two of the three agree on; whether they do. The caller holds the entry's lock."""
    seats = [seat for seat in panels.sitting(row) if hasattr(seat, "vote")]
    counted = Counter(seat.vote.choice for seat in seats)
    for choice, count in counted.items():
        if count >= NEEDED:
            _carried_out(row, choice, seats, at=at)
            PanelSeat.objects.filter(proceeding=row, left_at=None).update(left_at=at)
            return True
    return False


def _carried_out(row: Proceeding, choice: str, seats: Sequence[PanelSeat], *, at: datetime) -> None:
    agreeing = [seat for seat in seats if seat.vote.choice == choice]
    told = {
        "reasons": "\n".join(seat.vote.reasons for seat in agreeing),
        "votes": [sum(seat.vote.choice == one for seat in seats) for one in PanelVote.Choice.values],
    }
    if choice == PanelVote.Choice.UPHOLD:
        _upheld(row, told, at=at)
    else:
        _set_aside(row, told, at=at)


def _upheld(row: Proceeding, told: dict[str, Any], *, at: datetime) -> None:
    verb = "uphold suspension" if row.kind == Proceeding.Kind.SUSPEND else "uphold"
    with stepping(row, verb, who=Who.PANEL, noted="panel upheld", by=PROGRAM, at=at) as step:
        if not step.row.outcome:  # it was overdue, and nobody had decided
            step.row.outcome = Proceeding.Outcome.SUSPENDED
        step.row.reasons, step.row.decided_at = told["reasons"], at
        step.move.facts |= told
    messages.tell(row, "upheld", at=at)
    if row.kind == Proceeding.Kind.REMOVE:
        ending.end_others(row, at=at)


def _set_aside(row: Proceeding, told: dict[str, Any], *, at: datetime) -> None:
    """The warning is struck out, the mark restored, the removed entry reinstated."""
    verb = {"suspend": ends_suspension(row), "remove": _reinstates(row)}.get(row.kind, "note")
    with stepping(
        row, "set aside", who=Who.PANEL, noted="panel set aside", entry_verb=verb, by=PROGRAM, at=at
    ) as step:
        step.row.outcome = Proceeding.Outcome.SET_ASIDE
        step.row.reasons, step.row.decided_at = told["reasons"], at
        if verb == "reinstate":
            step.entry.ended_at = None
        step.move.facts |= told
    if verb == "reinstate" and others_suspend(row):
        with moving(row.entry, "suspend", who=Who.RULE, by=PROGRAM, at=at) as move:
            move.facts["again"] = True
    messages.tell(row, "set-aside", at=at)


def _reinstates(row: Proceeding) -> str:
    return "reinstate" if row.entry.stage == "removed" else "note"
