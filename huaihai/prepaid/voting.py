"""Who of the card holders speaks for all: one vote a card, on those who stand. No Django, no clock.

Nobody's vote is shown. The rule is data, said on the page of the vote before it begins.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Rule:
    """A vote counts if at least so many voted: of a thousand cards, rounded up, and never fewer than `least`. It is
    open for `days`; among equal ones wins who stood first."""

    quorum_permille: int
    least: int
    days: int

    def quorum(self, cards: int) -> int:
        """How many of so many cards have to vote."""
        return max(self.least, -(-cards * self.quorum_permille // 1000))


RULE: Final = Rule(quorum_permille=100, least=3, days=7)


@dataclass(frozen=True)
class Outcome[K: Hashable]:
    """Who speaks for all, or nobody, and how many voted. `has_quorum`: enough did."""

    winner: K | None
    voted: int
    votes_for: int
    has_quorum: bool


def count[K: Hashable](
    standing: Sequence[K], votes: Mapping[K, K], *, cards: int, rule: Rule = RULE
) -> Outcome[K]:
    """What came of it. `standing` in the order in which they stood; `votes` by card: for whom. Votes for somebody who
    stands no more do not count. Raises ValueError where more votes than cards came in."""
    valid = Counter(wanted for wanted in votes.values() if wanted in standing)
    voted = valid.total()
    if voted > cards:
        raise ValueError("more votes than cards")
    if not voted or voted < rule.quorum(cards):
        return Outcome(None, voted, 0, has_quorum=False)
    winner = max(dict.fromkeys(standing), key=lambda one: valid[one])  # of equal ones the first
    return Outcome(winner, voted, valid[winner], has_quorum=True)
