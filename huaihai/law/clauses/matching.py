"""Which clauses of the register a text holds, sentence by sentence, with the words that decided.

What speaks for the likeliest clause of a sentence is compared with what speaks for a fair one (`weights.py`). Where a
second clause is nearly as likely, both are named.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from typing import Final

from huaihai.law.clauses.register import NO_CLAUSE, Clause, held
from huaihai.law.clauses.text import compared, sentences
from huaihai.law.clauses.weights import Weights
from huaihai.law.clauses.weights import held as weights_held

LEAD: Final = -0.3  # by which a clause is ahead of what is fair, or nothing is found
CLOSE: Final = 0.2  # behind the likeliest clause: a second one is named, too
DECIDED: Final = 0.5  # of what speaks for the clause: the words that make it are shown

type Span = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """A clause in a sentence: the places of the words that decided, first to last, and by how much it is ahead of what
    is fair."""

    clause: Clause
    spans: tuple[Span, ...]
    lead: float


@dataclass(frozen=True)
class Sentence:
    """A sentence as it stands, and what was found in it."""

    text: str
    found: tuple[Found, ...] = ()

    def words(self, found: Found) -> list[str]:
        """The words that decided."""
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
    fair, ranked = likeliest(sentence, weights)
    first = ranked[0][1]
    for code, score in ranked if first - fair >= LEAD else ():
        if first - score <= CLOSE:
            yield Found(register[code], _decided(sentence, weights, code), score - fair)


def likeliest(sentence: str, weights: Weights) -> tuple[float, list[tuple[str, float]]]:
    """What speaks for a fair sentence, and the two clauses for which most speaks, the likelier first."""
    scores = dict(zip(weights.names, weights.scores(sentence), strict=True))
    fair = scores.pop(NO_CLAUSE)
    return fair, nlargest(2, scores.items(), key=lambda one: one[1])


def _decided(sentence: str, weights: Weights, code: str) -> tuple[Span, ...]:
    """Where the words stand that speak most for the clause, and against what is fair."""
    place, fair = weights.names.index(code), weights.names.index(NO_CLAUSE)
    for_it = {}
    for gram, amount in weights.amounts(sentence).items():
        of = dict(weights.grams[gram][1])
        if (speaks := amount * (of.get(place, 0.0) - of.get(fair, 0.0))) > 0:
            for_it[gram] = speaks
    text, marked = compared(sentence), [False] * len(sentence)
    enough = DECIDED * sum(for_it.values())
    for gram in sorted(for_it, key=lambda one: (-for_it[one], one)):
        if enough <= 0:
            break
        enough -= for_it[gram]
        for at in range(len(text) - len(gram) + 1):
            if text.startswith(gram, at):
                marked[at : at + len(gram)] = [True] * len(gram)
    return tuple(_spans(marked)) or ((0, len(sentence)),)


def _spans(marked: list[bool]) -> Iterator[Span]:
    """Of more than one character; what is two characters apart or less is one."""
    line = "".join("x" if one else " " for one in marked)
    for place in re.finditer(r"x(?: ?x)+", line):
        yield place.span()
