"""What the repair is not sure of, as questions in their places; an old page as it was beside as it is shown.

Places count characters of the repaired text from 0. Nothing is changed that nobody confirmed.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from huaihai.education import heads
from huaihai.education.importing.charsets import REPLACEMENT
from huaihai.education.models import ImportedPage, ImportQuestion, Publication
from huaihai.kit.paging import Page
from huaihai.kit.text.pieces import Piece, pieces
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
class OpenDoubt:
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


def questions(done: Repair) -> list[OpenDoubt]:
    """One for each place, in order; places do not overlap."""
    asked: list[OpenDoubt] = []
    for kind, start, end, suggestion in sorted(_places(done), key=lambda one: (one[1], -one[2])):
        if asked and start < asked[-1].end:
            continue
        asked.append(
            OpenDoubt(
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


LINES_A_PAGE = 60


@dataclass(frozen=True)
class Run:
    """Words of a line as it is shown: plain, open (a place nobody answered), or answered."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """One line. `is_changed`: the two sides differ, or a place in it is asked about."""

    number: int
    before: tuple[Piece, ...]
    after: tuple[Run, ...]

    @property
    def is_changed(self) -> bool:
        return any(piece.kind != "same" for piece in self.before) or any(
            run.kind != "plain" for run in self.after
        )


def lines_of(page: ImportedPage, asked: str | None) -> Page[Line]:
    """The lines of the page that a reader asked for; nonsense gives the first, too far the last."""
    every = lines(page)
    last = max(1, -(-len(every) // LINES_A_PAGE))
    number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    number = min(max(1, number), last)
    shown = every[(number - 1) * LINES_A_PAGE : number * LINES_A_PAGE]
    return Page(shown, number, len(every), is_more=False, per_page=LINES_A_PAGE)


def lines(page: ImportedPage) -> list[Line]:
    """All lines that hold words."""
    removed = [(start, end) for start, end, _why in page.removed]
    marks = _marks(page.questions.all())
    found: list[Line] = []
    place = 0
    for row in _rows(pieces(page.found, removed, page.repaired)):
        shown = "".join(piece.after for piece in row)
        after = tuple(_runs(shown, place, marks))
        place += len(shown) + 1
        if any(piece.before.strip() for piece in row):
            found.append(Line(len(found) + 1, tuple(row), after))
    return found


def _rows(cut: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each line. Nothing that is taken out holds the end of a line."""
    row: list[Piece] = []
    for piece in cut:
        before, after = piece.before.split("\n"), piece.after.split("\n")
        for at, part in enumerate(before):
            if at:
                yield row
                row = []
            if part:
                row.append(Piece(piece.kind, part, after[at] if at < len(after) else ""))
    yield row


def _marks(questions: Iterable[ImportQuestion]) -> dict[int, tuple[int, str, str]]:
    """By its first character: where a place ends, how it is shown, and its words."""
    marks = {}
    for one in questions:
        words = {TAKEN: one.suggestion, WORDS: one.words}.get(one.answer, one.found)
        marks[one.start] = (one.end, "answered" if one.answer else "open", words)
    return marks


def _runs(shown: str, start: int, marks: dict[int, tuple[int, str, str]]) -> Iterator[Run]:
    at, plain_from = 0, 0
    while at < len(shown):
        mark = marks.get(start + at)
        if mark is None:
            at += 1
            continue
        if plain_from < at:
            yield Run("plain", shown[plain_from:at])
        end, kind, words = mark
        yield Run(kind, words)
        at = plain_from = max(at + 1, end - start)
    if plain_from < len(shown):
        yield Run("plain", shown[plain_from:])


KINDS = (
    Publication.Kind.ANNOUNCEMENT,
    Publication.Kind.TIP,
    Publication.Kind.WARNING,
    Publication.Kind.NOTICE,
    Publication.Kind.LESSON,
    Publication.Kind.STORY,
)


@dataclass(frozen=True)
class Facts:
    """What an editor says of an old page. `version_of` is a text that it is another version of, `change_note` what the
    public is told of that if the text is out."""

    title: str
    kind: str
    source_name: str
    source_on: date | None
    source_url: str
    mark: str
    version_of: Publication | None = None
    change_note: str = ""


def article_of(page: ImportedPage) -> heads.Article:
    """Title and body with the answers worked in; a misprint of the source stays, and is shown corrected."""
    answers = [
        Answer(one.start, one.end, _words(one))
        for one in page.questions.exclude(answer__in=["", KEPT])
        if one.kind != CORRECTION or one.answer == WORDS
    ]
    return heads.read_article(answered(page.repaired, answers))


def _words(question: ImportQuestion) -> str:
    return question.words if question.answer == WORDS else question.suggestion
