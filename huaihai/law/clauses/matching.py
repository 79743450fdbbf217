"""Which clauses of the register a text holds, sentence by sentence, with the words that decided.

By hand-written signs first; where none fits, by likeness to the register's own wordings, which is what helps with
misread pages. What is said of a fair clause takes a sign away: see `signs.py`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from huaihai.law.clauses.likeness import known
from huaihai.law.clauses.register import Clause, held
from huaihai.law.clauses.signs import Sign, Signs, compiled, concept
from huaihai.law.clauses.text import folded, parts, sentences

SHORTEST: Final = 9  # characters of a part that can be likened at all
HARSH: Final = "强硬"  # a concept: without one of its words only what is CLOSE counts
CLOSE: Final = 0.5  # of one
EXCEPTS: Final = "除开"  # a concept: said in the next part, it takes a sign away
KIND: Final = ("公平", "可退", "担责")  # concepts: with one of theirs neither

type Span = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """A clause in a sentence: the places of the words that decided, first to last."""

    clause: Clause
    spans: tuple[Span, ...]
    weight: float

    @property
    def reach(self) -> Span:
        return self.spans[0][0], max(end for _start, end in self.spans)


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
    """Each sentence of the text, in its order."""
    return tuple(Sentence(one, _found_in(one)) for one in sentences(text))


def _found_in(sentence: str) -> tuple[Found, ...]:
    compared = folded(sentence)
    register = held().clauses
    by_sign = [
        Found(register[signs.code], tuple(sorted(spans)), _weight(spans))
        for signs in compiled()
        for spans in _by_signs(compared, signs)
    ]
    found = _apart(_yielding(by_sign))
    covered = [_covering(compared, one.reach) for one in found]
    free = [part for part in parts(compared) if not any(_meet(part, taken) for taken in covered)]
    codes = {one.clause.code for one in found}
    found += [one for one in _apart(list(_by_likeness(compared, free))) if one.clause.code not in codes]
    return tuple(sorted(found, key=lambda one: one.reach))


def _weight(spans: Sequence[Span]) -> float:
    return len({place for start, end in spans for place in range(start, end)}) + 2 * len(spans)


def _apart(found: list[Found]) -> list[Found]:
    """The weightiest of those that stand on the same words; a clause once."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (-one.weight, one.reach[0] - one.reach[1])):
        if not any(_meet(one.reach, other.reach) or one.clause is other.clause for other in kept):
            kept.append(one)
    return kept


def _yielding(found: list[Found]) -> list[Found]:
    """Without what says no more than another one in the sentence."""
    weak = {one.code for one in compiled() if one.yields}
    strong = [one for one in found if one.clause.code not in weak]
    return strong or found


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _by_signs(compared: str, signs: Signs) -> Iterator[list[Span]]:
    for sign in signs.signs:
        spans = _nearest(compared, sign)
        if not spans:
            continue
        start, end = _covering(compared, (min(spans)[0], max(span[1] for span in spans)))
        around = compared[start:end]
        if concept(EXCEPTS).search(_after(compared, end)):
            continue
        if not any(one.search(around) for one in (*sign.never, *signs.unless)):
            yield spans
            return


def _nearest(compared: str, sign: Sign) -> list[Span]:
    """One place for each group, as near to one another as can be; none if they are too far apart."""
    places: list[list[Span]] = []
    for group in sign.groups:
        here = [match.span() for match in group.finditer(compared) if match.end() > match.start()]
        if not here:
            return []
        places.append(here)
    best: list[Span] = []
    width = sign.near + 1
    for first in places[0]:
        chosen = [first, *(min(others, key=lambda span: _gap(first, span)) for others in places[1:])]
        reach = max(end for _start, end in chosen) - min(start for start, _end in chosen)
        if reach < width:
            best, width = chosen, reach
    return best


def _gap(one: Span, other: Span) -> int:
    return max(one[0], other[0]) - min(one[1], other[1])


def _covering(compared: str, reach: Span) -> Span:
    """The parts between commas that this reach touches."""
    touched = [part for part in parts(compared) if _meet(part, reach)]
    return touched[0][0], touched[-1][1]


def _after(compared: str, end: int) -> str:
    """The part that follows: what it excepts counts for what stands before it."""
    return compared[end + 1 :].split("，", 1)[0]


def _by_likeness(compared: str, free: Sequence[Span]) -> Iterator[Found]:
    """Of the parts in which no sign was found."""
    harsh, fair = concept(HARSH), [concept(name) for name in KIND]
    signs = {one.code: one for one in compiled()}
    for start, end in _stretches(free):
        stretch = compared[start:end]
        around = compared[compared.rfind("，", 0, max(0, start - 1)) + 1 : end]  # with the part before
        if any(one.search(around) for one in fair):
            continue
        near = known().nearest(stretch)
        if not near or (near[1] < CLOSE and not harsh.search(stretch)):
            continue
        if not any(one.search(stretch) for one in signs[near[0]].unless):
            yield Found(held().clauses[near[0]], ((start, end),), near[1])


def _stretches(free: Sequence[Span]) -> Iterator[Span]:
    """One to three neighbouring parts."""
    for at in range(len(free)):
        for last in range(at, min(at + 3, len(free))):
            is_whole = all(one[1] + 1 == other[0] for one, other in pairwise(free[at : last + 1]))
            if is_whole and free[last][1] - free[at][0] >= SHORTEST:
                yield free[at][0], free[last][1]
