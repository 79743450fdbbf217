"""A page out of rows that are in memory already, such as the products of a plan."""

from collections.abc import Sequence

from huaihai.kit.paging import PER_PAGE, Page


def page_of_rows[T](rows: Sequence[T], asked: str | None, *, per_page: int = PER_PAGE) -> Page[T]:
    """The page a reader asked for. Nonsense gives the first, too far gives the last."""
    number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    number = min(max(1, number), max(1, -(-len(rows) // per_page)))
    start = (number - 1) * per_page
    return Page(rows[start : start + per_page], number, len(rows), is_more=False, per_page=per_page)
