"""The original beside the repaired text, piece by piece, for a page that shows the difference."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Piece:
    """`kind` is same, removed (then `after` is empty) or converted."""

    kind: str
    before: str
    after: str


def pieces(original: str, removed: Iterable[tuple[int, int]], text: str) -> Iterator[Piece]:
    """Cuts both texts into pieces that belong together.

    `removed` are the places taken out of the original; what is left is as long as `text`. Raises ValueError
    if it is not: then the two do not belong together.
    """
    gone = {place for start, end in removed for place in range(start, end)}
    rest = iter(text)
    marked: list[tuple[str, str, str]] = []
    for place, char in enumerate(original):
        after = "" if place in gone else next(rest, "")
        if place not in gone and not after:
            raise ValueError("the repaired text is shorter than what is left of the original")
        marked.append((_kind(char, after), char, after))
    if next(rest, ""):
        raise ValueError("the repaired text is longer than what is left of the original")
    for kind, run in groupby(marked, key=lambda one: one[0]):
        run_list = list(run)
        yield Piece(kind, "".join(one[1] for one in run_list), "".join(one[2] for one in run_list))


def _kind(before: str, after: str) -> str:
    if not after:
        return "removed"
    return "same" if before == after else "converted"
