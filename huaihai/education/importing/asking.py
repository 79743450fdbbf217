"""What the repair is not sure of, as questions in their places; and the text with the answers worked in.

Places count characters of the repaired text from 0. Nothing is changed that nobody confirmed.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from huaihai.education.importing.charsets import REPLACEMENT
from huaihai.kit.text.repair import Doubt, Repair
from huaihai.kit.text.scripts import to_simplified

BROKEN: Final = "broken_bytes"  # the other kinds are those of `kit.text.repair.Doubt`
CORRECTION: Final = "correction"
TAKEN: Final = "taken"
KEPT: Final = "kept"
WORDS: Final = "words"  # the editor's own
MOST_QUESTIONS: Final = 300  # a page with more is not a page to mend
_BESIDE: Final = 24  # characters shown before and after a place


@dataclass(frozen=True)
class Asked:
    """A place, what stands there (`found`), what might stand there (`suggestion`), and what stands around it."""

    kind: str
    start: int
    end: int
    found: str
    suggestion: str
    before: str
    after: str


@dataclass(frozen=True)
class Answer:
    """What an editor said to one place."""

    start: int
    end: int
    words: str


def questions(done: Repair) -> list[Asked]:
    """One for each place, in order; places do not overlap."""
    asked: list[Asked] = []
    for kind, start, end, suggestion in sorted(_places(done), key=lambda one: (one[1], -one[2])):
        if asked and start < asked[-1].end:
            continue
        asked.append(
            Asked(
                kind,
                start,
                end,
                done.text[start:end],
                suggestion,
                done.text[max(0, start - _BESIDE) : start],
                done.text[end : end + _BESIDE],
            )
        )
    return asked[:MOST_QUESTIONS]


def answered(text: str, answers: Iterable[Answer]) -> str:
    """The text with the editor's words in their places."""
    for answer in sorted(answers, key=lambda one: -one.start):
        text = text[: answer.start] + answer.words + text[answer.end :]
    return text


def _places(done: Repair) -> Iterator[tuple[str, int, int, str]]:
    kept = _kept(done)
    for doubt in done.doubts:
        start, end = bisect_left(kept, doubt.start), bisect_left(kept, doubt.end)
        if doubt.kind == "mixed_script":
            yield from _odd_characters(done.text, doubt)
        elif doubt.kind == "kept_annotation":
            yield doubt.kind, start, end, done.text[start : start + 1]
        else:
            yield doubt.kind, start, end, to_simplified(doubt.suggestion)
    for broken in re.finditer(re.escape(REPLACEMENT), done.text):
        yield BROKEN, *broken.span(), ""


def _kept(done: Repair) -> Sequence[int]:
    """For each character of the repaired text its place in the original."""
    gone = {place for one in done.removed for place in range(one.start, one.end)}
    return [place for place in range(len(done.original)) if place not in gone]


def _odd_characters(text: str, doubt: Doubt) -> Iterator[tuple[str, int, int, str]]:
    """Every place of a traditional character in a simplified text: a name, or a slip."""
    for odd in re.finditer(f"[{re.escape(doubt.found)}]", text):
        yield doubt.kind, *odd.span(), to_simplified(odd.group())
