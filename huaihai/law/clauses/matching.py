"""Which clauses of the register a text holds, sentence by sentence, with the words that decided.

By hand-written signs first; where none fits, by likeness to the register's own wordings, which is what helps with
misread pages. What is said of a fair clause takes a sign away: see `signs.py`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Final

from huaihai.law.clauses.register import Clause, held
from huaihai.law.clauses.signs import Sign, Signs, compiled
from huaihai.law.clauses.text import folded, parts, sentences
from huaihai.packs import country_folder

ALIKE: Final = 0.62  # of the weight of a wording, found again: below it is another sentence
SHORTEST: Final = 6  # characters of a part that can be likened at all

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
    known = {one.clause.code for one in found}
    found += _apart(
        [
            one
            for one in _by_likeness(compared)
            if one.clause.code not in known and not any(_meet(one.reach, taken) for taken in covered)
        ]
    )
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
    """The parts between commas that this reach touches, and a following one that excepts something."""
    touched = [part for part in parts(compared) if _meet(part, reach)]
    start, end = touched[0][0], touched[-1][1]
    rest = compared[end : end + 30]
    return start, end + len(rest.split("除外")[0]) + 2 if "除外" in rest else end


def _by_likeness(compared: str) -> Iterator[Found]:
    likeness = _likeness_in(country_folder())
    signs = {one.code: one for one in compiled()}
    for start, end in _stretches(compared):
        pairs = _pairs(compared[start:end])
        for code, wording in likeness.near(pairs):
            score = likeness.score(pairs, wording)
            unless = signs[code].unless if code in signs else ()
            if score >= ALIKE and not any(one.search(compared[start:end]) for one in unless):
                yield Found(held().clauses[code], ((start, end),), score)


def _stretches(compared: str) -> Iterator[Span]:
    """One to three neighbouring parts."""
    cut = [part for part in parts(compared) if part[1] > part[0]]
    for at in range(len(cut)):
        for last in cut[at : at + 3]:
            if last[1] - cut[at][0] >= SHORTEST:
                yield cut[at][0], last[1]


def _pairs(compared: str) -> Counter[str]:
    plain = "".join(character for character in compared if character.isalnum())
    return Counter(plain[at : at + 2] for at in range(len(plain) - 1))


@dataclass(frozen=True)
class Likeness:
    """The register's wordings as pairs of characters; a rare pair weighs more."""

    wordings: Sequence[tuple[str, Counter[str]]]
    weights: Mapping[str, float]
    by_pair: Mapping[str, Sequence[int]]

    def near(self, pairs: Counter[str]) -> Iterator[tuple[str, Counter[str]]]:
        """Wordings that share a third of their pairs."""
        shared = Counter(number for pair in pairs for number in self.by_pair.get(pair, ()))
        for number, count in shared.items():
            if count * 3 >= len(self.wordings[number][1]):
                yield self.wordings[number]

    def score(self, pairs: Counter[str], wording: Counter[str]) -> float:
        """Twice the shared weight by the weight of both: 1 for the same."""
        both = self._weight(pairs & wording)
        return 2 * both / (self._weight(pairs) + self._weight(wording))

    def _weight(self, pairs: Counter[str]) -> float:
        return sum(count * self.weights.get(pair, self.weights[""]) for pair, count in pairs.items())


@cache
def _likeness_in(_folder: Path) -> Likeness:
    wordings = [
        (clause.code, _pairs(folded(wording)))
        for clause in held().clauses.values()
        for wording in clause.wordings
    ]
    counted = Counter(pair for _code, pairs in wordings for pair in pairs)
    weights = {pair: log(1 + len(wordings) / count) for pair, count in counted.items()}
    by_pair: dict[str, list[int]] = {}
    for number, (_code, pairs) in enumerate(wordings):
        for pair in pairs:
            by_pair.setdefault(pair, []).append(number)
    weights[""] = log(1 + len(wordings))
    return Likeness(wordings, weights, by_pair)
