"""An old page as it was found beside as it is shown, line by line, with the open places marked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from huaihai.education.importing import asking
from huaihai.education.models import ImportedPage, ImportQuestion
from huaihai.kit.paging import Page
from huaihai.kit.text.pieces import Piece, pieces

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
        words = {asking.TAKEN: one.suggestion, asking.WORDS: one.words}.get(one.answer, one.found)
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
