"""One process: whether every step that a case took stands in the table of steps."""

from collections.abc import Iterable
from itertools import batched, groupby
from typing import Any

from huaihai.cases import lifecycle
from huaihai.insight.board.arithmetic import Measured
from huaihai.insight.board.months import Span
from huaihai.insight.board.sources.routing import ended_in
from huaihai.record.models import Event

MOST = 5000  # cases looked at; of more, those with the smallest receipt hash, which nobody can choose
TOGETHER = 500  # cases whose events are read in one query

type Step = tuple[str, str, str]  # verb, stage before, stage after


def without_by_pass(span: Span) -> Measured:
    """Of the cases that ended in the month, those whose record is an unbroken way through the table."""
    chosen = list(ended_in(span).order_by("receipt_hash", "pk").values_list("pk", "stage")[:MOST])
    kept = 0
    for some in batched(chosen, TOGETHER):
        stages = {f"case:{key}": stage for key, stage in some}
        rows = Event.objects.filter(subject__in=list(stages)).order_by("subject", "number")
        ways = groupby(rows.values_list("subject", "verb", "facts"), key=lambda row: row[0])
        kept += sum(
            is_in_table(_steps((verb, facts) for _subject, verb, facts in events), stages[subject])
            for subject, events in ways
        )
    return Measured(kept, len(chosen), {"most": MOST} if len(chosen) == MOST else {})


def is_in_table(steps: Iterable[Step], stage: str) -> bool:
    """Whether these steps lead from nowhere to this stage, each of them one that its verb allows."""
    at = lifecycle.NEW
    taken = False
    for verb, before, after in steps:
        known = lifecycle.VERBS.get(verb)
        if known is None or before != at or known.moves.get(before) != after:
            return False
        at, taken = after, True
    return taken and at == stage


def _steps(events: Iterable[tuple[str, dict[str, Any]]]) -> Iterable[Step]:
    """Of what is on record about a case, what moved it or was done with it as a step."""
    return (
        (verb, facts["before"], facts["after"])
        for verb, facts in events
        if "before" in facts and "after" in facts
    )
