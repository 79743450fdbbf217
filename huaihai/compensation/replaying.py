"""Adding a fund's books up again from the first entry, as plain arithmetic; the first fen that does not fit is told.

It knows nothing of the verbs that wrote the entries but what kinds there are (`books.PAIRS`): each entry is built anew
and compared line by line. Caps are looked at in the order in which things happened.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from huaihai.compensation.books import PAIRS, RECEIVABLE, REVERSALS, Book, DoesNotFit, Line, Lines, adds_up


@dataclass(frozen=True, slots=True)
class Written:
    """One entry as it stands in the books."""

    number: int
    kind: str
    lines: Lines
    day: date
    claim: str = ""
    reverses: int = 0  # the number of the entry that it reverses


@dataclass(frozen=True, slots=True)
class Caps:
    """What one approval or withdrawal had to keep to; empty is no cap. `floor_fen` had to stay free."""

    claim_fen: int | None = None
    day_fen: int | None = None
    at_once_fen: int | None = None
    at_once_day_fen: int | None = None
    is_at_once: bool = False
    floor_fen: int = 0


NO_CAPS = Caps()


class Misfit(ValueError):
    """The first thing that does not fit: in which entry, and what."""

    def __init__(self, number: int, what: str) -> None:
        super().__init__(f"entry {number}: {what}")
        self.number, self.what = number, what


@dataclass
class Replay:
    """One fund's books under way."""

    book: Book = field(default_factory=Book)
    number: int = 0
    day: date = date.min
    held: dict[int, Written] = field(default_factory=dict)  # entries that may still be reversed
    approved: Counter[date] = field(default_factory=Counter)  # what stands of a day's approvals
    at_once: Counter[date] = field(default_factory=Counter)  # of those, what the rules approved
    small: set[str] = field(default_factory=set)  # claims that the rules approved

    def take(self, entry: Written, caps: Caps = NO_CAPS) -> None:
        """Go on by one entry. Raises Misfit."""
        self.number += 1
        if entry.number != self.number:
            raise Misfit(self.number, f"is missing; the next one is {entry.number}")
        if entry.day < self.day:
            raise Misfit(entry.number, "was booked on a day before the one before it")
        self.day = entry.day
        if not adds_up(entry.lines):
            raise Misfit(
                entry.number, f"does not add up: {sum(line.fen for line in entry.lines)} fen are left over"
            )
        undone = self._undone(entry)
        self._book(entry, undone, caps)
        if entry.kind == "approve":
            self._approve(entry, caps)

    def _undone(self, entry: Written) -> Written | None:
        if entry.kind in PAIRS:
            return None
        undone = self.held.pop(entry.reverses, None)
        if undone is None or undone.kind not in REVERSALS.get(entry.kind, frozenset()):
            raise Misfit(entry.number, f"reverses entry {entry.reverses}, which does not stand (any more)")
        if undone.claim != entry.claim:
            raise Misfit(entry.number, "reverses the entry of another claim")
        if undone.kind == "approve":
            self.approved[undone.day] -= size_of(undone.lines)
            if undone.claim in self.small:
                self.at_once[undone.day] -= size_of(undone.lines)
        return undone

    def _book(self, entry: Written, undone: Written | None, caps: Caps) -> None:
        try:
            lines = self.book.take(
                entry.kind,
                size_of(entry.lines),
                claim=entry.claim,
                business=business_of(entry.lines),
                undoes=undone.lines if undone else None,
                floor=caps.floor_fen,
            )
        except DoesNotFit as error:
            raise Misfit(entry.number, f"may not be: {error}") from error
        if sorted(lines, key=_order) != sorted(entry.lines, key=_order):
            raise Misfit(entry.number, f"does not say what its kind ({entry.kind}) says")
        if entry.kind in PAIRS:
            self.held[entry.number] = entry

    def _approve(self, entry: Written, caps: Caps) -> None:
        fen, day = size_of(entry.lines), entry.day
        self.approved[day] += fen
        _require(entry, "the cap of a claim", fen, caps.claim_fen)
        _require(entry, "the cap of a day", self.approved[day], caps.day_fen)
        if caps.is_at_once:
            self.small.add(entry.claim)
            self.at_once[day] += fen
            _require(entry, "the cap of a claim at once", fen, caps.at_once_fen or 0)
            _require(entry, "the cap of a day at once", self.at_once[day], caps.at_once_day_fen or 0)


def _require(entry: Written, name: str, fen: int, cap: int | None) -> None:
    if cap is not None and fen > cap:
        raise Misfit(entry.number, f"is {fen - cap} fen above {name}")


def size_of(lines: Iterable[Line]) -> int:
    """The sum of an entry: of what it debits."""
    return sum(line.fen for line in lines if line.fen > 0)


def business_of(lines: Iterable[Line]) -> str:
    """Whose sub-account an entry touches; of two, that which owes."""
    named = sorted((line.account != RECEIVABLE, line.business) for line in lines if line.business)
    return named[0][1] if named else ""


def _order(line: Line) -> tuple[str, str, int]:
    return line.account, line.business, line.fen
