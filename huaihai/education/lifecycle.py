"""The life of a publication: one table, verb → (from, to). A withdrawn one stays readable for its publisher."""

from collections.abc import Mapping
from dataclasses import dataclass

DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"
STATES = (DRAFT, PUBLISHED, WITHDRAWN)


@dataclass(frozen=True)
class Move:
    """From which states a verb leads to which; `to` is None where the state stays."""

    starts: tuple[str, ...]
    to: str | None


MOVES: Mapping[str, Move] = {
    "revise": Move((DRAFT, PUBLISHED), None),
    "publish": Move((DRAFT, WITHDRAWN), PUBLISHED),
    "withdraw": Move((PUBLISHED,), WITHDRAWN),
}


class MoveRefusedError(ValueError):
    """A verb that this state does not allow. The message names the verb and the state."""


def after(state: str, verb: str) -> str:
    """The state a verb leads to. Raises MoveRefusedError."""
    move = MOVES[verb]
    if state not in move.starts:
        raise MoveRefusedError(f"cannot {verb} a publication that is {state}")
    return move.to or state
