"""The life of a case, as one table: stages, verbs, who may act, and what each audience reads.

The program obeys it, a test walks every stage × verb, a database constraint keeps unknown stages out, and the
diagram in docs/case-life.md is printed from it (`huaihai cases diagram`).
"""

from huaihai.cases.lifecycle.stages import (
    BODY,
    BUSINESS,
    CONSUMER,
    HOME,
    KNOWN_TO_BUSINESS,
    OPEN,
    STAGES,
    SYSTEM,
    WITH_LEAD,
    Stage,
)
from huaihai.cases.lifecycle.verbs import NEW, VERBS, Verb

__all__ = [
    "BODY",
    "BUSINESS",
    "CONSUMER",
    "HOME",
    "KNOWN_TO_BUSINESS",
    "NEW",
    "OPEN",
    "STAGES",
    "SYSTEM",
    "VERBS",
    "WITH_LEAD",
    "NotPossible",
    "Stage",
    "Verb",
    "after",
    "diagram",
    "possible",
]


class NotPossible(ValueError):
    """The verb does not exist for the stage: names the verb, the thing and the state."""

    def __init__(self, verb: str, stage: str) -> None:
        super().__init__(f"cannot {verb.replace('_', ' ')} a case that is {stage or 'not begun'}")
        self.verb, self.stage = verb, stage


def after(verb: str, stage: str) -> str:
    """The stage that `verb` leads to from `stage`. Raises NotPossible."""
    moves = VERBS[verb].moves
    if stage not in moves:
        raise NotPossible(verb, stage)
    return moves[stage]


def possible(stage: str, party: str) -> list[Verb]:
    """The verbs open to `party` in `stage`, in the table's order."""
    return [verb for verb in VERBS.values() if stage in verb.moves and party in verb.by]


def diagram() -> str:
    """The table as a Mermaid state diagram; verbs that lead from one stage to the same are left out."""
    lines = ["stateDiagram-v2"]
    for verb in VERBS.values():
        for start, end in verb.moves.items():
            if start != end:
                lines.append(f"    {start or '[*]'} --> {end}: {verb.name}")
    lines += [f"    {name} --> [*]" for name, stage in STAGES.items() if stage.is_final]
    return "\n".join(lines)
