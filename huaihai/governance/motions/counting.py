"""How votes are counted. Plain and exact: whole bodies and fractions, no database, no clock.

Only a body that is a member when the vote closes counts, and only if it is present then. In a meeting that is
whoever has come and not left; in a written vote, whoever has voted. Silence is not consent, and an abstention is
present but not for. So: voters ⊆ present ⊆ members.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

type Said = Literal["for", "against", "abstain"]
ORDINARY, WEIGHTY = "ordinary", "weighty"


@dataclass(frozen=True)
class Terms:
    """Under what rules a vote is counted.

    An ordinary motion needs more than `majority` of those present, a weighty one at least `majority` of all members.
    """

    quorum: Fraction
    majority: Fraction
    weight: str

    def as_json(self) -> dict[str, str]:
        """As the motion keeps it and the file shows it: {"quorum": "2/3", …}."""
        return {"quorum": str(self.quorum), "majority": str(self.majority), "weight": self.weight}

    @classmethod
    def from_json(cls, held: Mapping[str, str]) -> "Terms":
        """Reads what `as_json` wrote. Raises ValueError, KeyError."""
        return cls(Fraction(held["quorum"]), Fraction(held["majority"]), held["weight"])

    def quorum_of(self, members: int) -> int:
        """How many bodies must be there: at least this share of the members, and never none."""
        return max(1, _at_least(self.quorum * members))

    def majority_of(self, members: int, present: int) -> int:
        """How many must be for it: never none."""
        if self.weight == WEIGHTY:
            return max(1, _at_least(self.majority * members))
        return int(self.majority * present) + 1  # more than the share: the next whole body


@dataclass(frozen=True)
class Counted:
    """The result; bodies by their keys, sorted."""

    members: tuple[str, ...]
    present: tuple[str, ...]
    votes_for: int
    votes_against: int
    abstentions: int
    quorum_needed: int
    majority_needed: int

    @property
    def has_quorum(self) -> bool:
        """Whether enough bodies were there."""
        return len(self.present) >= self.quorum_needed

    @property
    def is_carried(self) -> bool:
        """Whether it is decided."""
        return self.has_quorum and self.votes_for >= self.majority_needed


def count(
    *,
    members: Iterable[str],
    votes: Mapping[str, Said],
    attending: Iterable[str] | None,
    terms: Terms,
) -> Counted:
    """Count a vote at its close. `attending` is None for a written vote: then whoever voted is present."""
    belonging = frozenset(members)
    present = belonging & frozenset(votes if attending is None else attending)
    said = [choice for body, choice in votes.items() if body in present]
    return Counted(
        members=tuple(sorted(belonging)),
        present=tuple(sorted(present)),
        votes_for=said.count("for"),
        votes_against=said.count("against"),
        abstentions=said.count("abstain"),
        quorum_needed=terms.quorum_of(len(belonging)),
        majority_needed=terms.majority_of(len(belonging), len(present)),
    )


def _at_least(share: Fraction) -> int:
    return -(-share.numerator // share.denominator)
