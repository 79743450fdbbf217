"""What every rollup says of a group of cases, as one value."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from typing import Final

from huaihai.insight.outcomes import Outcome

SUMS: Final = ("asked_fen", "recovered_fen")
LARGEST: Final = "largest_fen"


@dataclass(frozen=True, slots=True)
class Measures:
    """Cases received, what became of them (the six add up to `received`), and sums in fen.

    `asked_fen` is what all of them asked for; `recovered_fen` what was agreed in those that the consumer confirmed;
    `largest_fen` the largest single sum in `recovered_fen`.
    """

    received: int = 0
    open: int = 0
    confirmed: int = 0
    not_solved: int = 0
    unknown: int = 0
    withdrawn: int = 0
    elsewhere: int = 0
    asked_fen: int = 0
    recovered_fen: int = 0
    largest_fen: int = 0

    def outcome(self, outcome: Outcome) -> int:
        """How many ended so."""
        return int(getattr(self, outcome.value))

    @property
    def ended(self) -> int:
        """Those that are final, whatever became of them."""
        return self.received - self.open

    def __add__(self, other: "Measures") -> "Measures":
        """Both groups together; they have no case in common."""
        mine, theirs = astuple(self), astuple(other)
        added = [one + two for one, two in zip(mine[:-1], theirs[:-1], strict=True)]
        return Measures(*(*added, max(mine[-1], theirs[-1])))


NAMES: Final = tuple(one.name for one in fields(Measures))  # in the order of the columns everywhere


def total(measures: Iterable[Measures]) -> Measures:
    """All of them together; none without any."""
    return sum(measures, Measures())
