"""Which clauses of the register a text holds, sentence by sentence, with the words that decided.

What speaks for the likeliest clause of a sentence is compared with what speaks for a fair one (`weights.py`). Where a
second clause is nearly as likely, both are named; a part between commas may hold one of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Final

from huaihai.law.clauses.register import NO_CLAUSE, Clause, held
from huaihai.law.clauses.text import parts, sentences
from huaihai.law.clauses.weights import Weights
from huaihai.law.clauses.weights import held as weights_held

LEAD: Final = -0.3  # by which a clause is ahead of what is fair, or nothing is found
CLOSE: Final = 0.2  # behind the likeliest clause: a second one is named, too
ALONE: Final = 0.9  # by which a part of a sentence is ahead that holds another clause than the whole
SHORTEST: Final = 4  # characters that can hold a clause

type Span = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """A clause in a sentence: the parts between commas that decided, first to last, and by how much it is ahead of
    what is fair."""

    clause: Clause
    spans: tuple[Span, ...]
    lead: float


@dataclass(frozen=True)
class Sentence:
    """A sentence as it stands, and what was found in it."""

    text: str
    found: tuple[Found, ...] = ()

    def words(self, found: Found) -> list[str]:
        """The parts that decided."""
        return [self.text[start:end] for start, end in found.spans]

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The sentence in pieces, each with whether it decided."""
        marked = [False] * len(self.text)
        for one in self.found:
            for start, end in one.spans:
                marked[start:end] = [True] * (end - start)
        pieces: list[tuple[str, bool]] = []
        for character, is_marked in zip(self.text, marked, strict=True):
            if pieces and pieces[-1][1] == is_marked:
                pieces[-1] = (pieces[-1][0] + character, is_marked)
            else:
                pieces.append((character, is_marked))
        return pieces


def check(text: str) -> tuple[Sentence, ...]:
    """Each sentence of the text, in its order. Without weights nothing is found."""
    weights = weights_held()
    return tuple(
        Sentence(one, tuple(_found_in(one, weights, held().clauses)) if weights else ())
        for one in sentences(text)
    )


def _found_in(sentence: str, weights: Weights, register: Mapping[str, Clause]) -> Iterator[Found]:
    whole = weighed(sentence, weights)
    if len(sentence) < SHORTEST or whole.lead(whole.ranked[0]) < LEAD:
        return
    parted = [(span, weighed(sentence[slice(*span)], weights)) for span in parts(sentence)]
    named = [code for code in whole.ranked if whole.scores[whole.ranked[0]] - whole.scores[code] <= CLOSE]
    for code in named:
        yield Found(register[code], _decided(code, parted), whole.lead(code))
    for span, part in parted if len(parted) > 1 else ():
        code = part.ranked[0]
        if code not in named and span[1] - span[0] >= SHORTEST and part.lead(code) >= ALONE:
            named.append(code)
            yield Found(register[code], (span,), part.lead(code))


@dataclass(frozen=True)
class Weighed:
    """What speaks for each clause in a sentence or a part of one; `ranked`: the two likeliest."""

    scores: Mapping[str, float]
    ranked: Sequence[str]

    def lead(self, code: str) -> float:
        """By how much it is ahead of what is fair."""
        return self.scores[code] - self.scores[NO_CLAUSE]


def weighed(sentence: str, weights: Weights) -> Weighed:
    """What speaks for each clause, and for what is fair."""
    scores = dict(zip(weights.names, weights.scores(sentence), strict=True))
    return Weighed(scores, nlargest(2, (one for one in scores if one != NO_CLAUSE), key=scores.__getitem__))


def _decided(code: str, parted: Sequence[tuple[Span, Weighed]]) -> tuple[Span, ...]:
    """The part that speaks most for this clause, and those that would hold it by themselves."""
    most = max(parted, key=lambda one: one[1].lead(code))
    own = (one for one in parted if one[1].ranked[0] == code and one[1].lead(code) >= LEAD)
    return tuple(sorted({most[0], *(span for span, _part in own)}))
