"""Pages of a list. Every list is paged, and counting stops at a thousand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

PER_PAGE = 25
COUNT_TO = 1000
FAR = 12  # pages: with more of them, some on the way are named too


@dataclass(frozen=True)
class Page[T]:
    """One page of rows. `total` stops at 1,000; then `is_more` is true and pages say "1,000+"."""

    rows: Sequence[T]
    number: int
    total: int
    is_more: bool
    per_page: int = PER_PAGE
    before: str | None = None
    after: str | None = None  # what else the addresses of the pages beside this one say: see `keyset`

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.last or (self.is_more and len(self.rows) == self.per_page)

    @property
    def numbers(self) -> list[int | None]:
        """The pages to go to at once: the first, quarters of the way, those beside this one, the last; None: a gap."""
        last = max(self.last, self.number)
        near = range(self.number - 1, self.number + 2)
        far = {1, last} | ({last * part // 4 for part in (1, 2, 3)} if last > FAR else set())
        shown = sorted({number for number in (*near, *far) if 0 < number <= last})
        found: list[int | None] = []
        for before, number in zip([0, *shown], shown, strict=False):
            found += [number] if number - before < 2 else [None, number]
        return found

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def next_number(self) -> int:
        return self.number + 1


def page_of[M: Model](rows: QuerySet[M, Any], asked: str | None, *, per_page: int = PER_PAGE) -> Page[M]:
    """The page a reader asked for, in two queries; in one if the rows were `counted`. Nonsense gives the first page,
    too far gives the last."""
    found = counted(rows)
    is_more = found > COUNT_TO
    total = min(found, COUNT_TO)
    number = number_of(asked)
    if not is_more:
        number = min(number, max(1, -(-total // per_page)))
    start = (number - 1) * per_page
    return Page(list(rows[start : start + per_page]), number, total, is_more, per_page)


def counted(rows: QuerySet[Any, Any]) -> int:
    """How many there are; one more than a thousand stands for all that are more. Some rows know (`counted`)."""
    known: int | None = getattr(rows, "counted", None)
    if known is not None:
        return known
    return rows.order_by().values("pk")[: COUNT_TO + 1].count()


def number_of(asked: str | None) -> int:
    """Of the page that was asked for; nonsense is the first."""
    return max(1, int(asked)) if asked and asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
