"""Repairs Chinese articles that mirror sites spoiled: pinyin stuck behind characters, traditional script.

A text nobody spoiled comes back as it was. Whatever is not certain is left alone and reported as a doubt.
Method: bracketed pinyin goes only if it is a reading of the character before it, and only where the text as a
whole shows the damage; then traditional characters become simplified ones.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from huaihai.kit.text import corrections, damage
from huaihai.kit.text.readings import Annotation, annotations
from huaihai.kit.text.scripts import evidence, is_traditional, is_traditional_char, to_simplified

# One toned hit may be a teacher's note; two in one text are a machine's work.
TONED_HITS_NEEDED = 2
# 他叫李(li)明 is one honest hit in a short text; the damage is dense and repeated.
TONELESS_HITS_NEEDED = 5
TONELESS_SHARE_NEEDED = 0.01

_DOUBLED = re.compile(r"(?<=，)，+|(?<=、)、+|(?<=；)；+|[，、]+(?=[。；！？])")


@dataclass(frozen=True)
class Removal:
    """Something taken out. `start` and `end` count characters of the original from 0; `why` is a code."""

    start: int
    end: int
    text: str
    why: str


@dataclass(frozen=True)
class Doubt:
    """Something left as it is that a person should look at; `suggestion` is empty if there is none."""

    kind: str
    start: int
    end: int
    found: str
    suggestion: str = ""


@dataclass(frozen=True)
class Step:
    """What was done, as a code, and how often."""

    kind: str
    count: int


@dataclass(frozen=True)
class Repair:
    original: str
    text: str
    removed: tuple[Removal, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def changed(self) -> bool:
        return self.text != self.original


def repair(text: str) -> Repair:
    """The repaired text with every removal, step and doubt. Takes any text without lone surrogates."""
    work = _Work(text)
    while work.another_round():
        pass
    return work.result()


class _Work:
    """A text under repair: `here[i]` is the place in the original of the character `now[i]`."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.now = original
        self.here = list(range(len(original)))
        self.removed: list[Removal] = []
        self.converted = 0

    def another_round(self) -> bool:
        before = self.now
        hits = [(hit.start, hit.end, "toned" if toned else "toneless") for hit, toned in _hits(self.now)]
        self._take_out(hits)
        if any(removal.why != "doubled" for removal in self.removed):
            self._take_out([(*match.span(), "doubled") for match in _DOUBLED.finditer(self.now)])
        if is_traditional(self.now):
            self._convert()
        return self.now != before

    def result(self) -> Repair:
        removed = tuple(sorted(self.removed, key=lambda removal: removal.start))
        return Repair(self.original, self.now, removed, tuple(self._doubts()), tuple(self._steps()))

    def _take_out(self, spans: Iterable[tuple[int, int, str]]) -> None:
        for start, end, why in sorted(spans, reverse=True):
            places = self.here[start:end]
            self.removed.append(Removal(places[0], places[-1] + 1, self.now[start:end], why))
            self.now = self.now[:start] + self.now[end:]
            del self.here[start:end]

    def _convert(self) -> None:
        kept = damage.spans(self.now)
        parts, end_of_last = [], 0
        for start, end in kept:
            parts += [to_simplified(self.now[end_of_last:start]), self.now[start:end]]
            end_of_last = end
        converted = "".join([*parts, to_simplified(self.now[end_of_last:])])
        self.converted += sum(one != other for one, other in zip(self.now, converted, strict=True))
        self.now = converted

    def _steps(self) -> Iterable[Step]:
        for why in ("toned", "toneless", "doubled"):
            count = sum(removal.why == why for removal in self.removed)
            if count:
                yield Step(f"removed_{why}", count)
        if self.converted:
            yield Step("simplified", self.converted)

    def _doubts(self) -> Iterable[Doubt]:
        for kind, start, end, suggestion in _doubtful(self.now):
            origin = self.here[start], self.here[end - 1] + 1
            better = to_simplified(suggestion) if self.converted else suggestion
            yield Doubt(kind, *origin, self.now[start:end], better)
        traditional, simplified = evidence(self.now)
        if traditional and simplified:
            odd = "".join(dict.fromkeys(traditional))
            place = self.here[self.now.index(odd[0])]
            yield Doubt("mixed_script", place, place + 1, odd, to_simplified(odd))


def _hits(text: str) -> list[tuple[Annotation, bool]]:
    found = list(annotations(text))
    if not found:
        return []
    toned = [one for one in found if is_traditional_char(one.char) and one.is_reading()]
    needed = 1 if is_traditional(text) else TONED_HITS_NEEDED
    hits = [(one, True) for one in toned] if len(toned) >= needed else []
    toneless = [one for one in found if not one.is_toned and one.is_toneless_reading() and one not in toned]
    dense = len(toneless) >= TONELESS_HITS_NEEDED and len(toneless) >= TONELESS_SHARE_NEEDED * len(text)
    return hits + [(one, False) for one in toneless if dense]


def _doubtful(text: str) -> Iterable[tuple[str, int, int, str]]:
    for one in annotations(text):
        if one.is_toned or one.is_toneless_reading():
            yield "kept_annotation", one.start - 1, one.end, ""
    for broken in damage.find(text):
        yield "byte_damage", broken.start, broken.end, broken.suggestion
    for slip in corrections.find(text):
        yield "correction", slip.start, slip.end, slip.right
