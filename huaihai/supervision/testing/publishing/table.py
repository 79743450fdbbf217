"""The table of results: sorted and narrowed by its address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from huaihai.kit.paging import Page
from huaihai.supervision.testing.publishing.bands import Band, Bands
from huaihai.supervision.testing.publishing.facts import Results, Row

PER_PAGE = 40
SORTS: Mapping[str, Promise | str] = {
    "": pgettext_lazy("sort results", "best first"),
    "price": pgettext_lazy("sort results", "cheapest first"),
    "name": pgettext_lazy("sort results", "by name"),
}
SHOWS: Mapping[str, Promise | str] = {
    "": pgettext_lazy("narrow results", "all"),
    "online": pgettext_lazy("narrow results", "bought online"),
    "shop": pgettext_lazy("narrow results", "bought in shops"),
    "failed": pgettext_lazy("narrow results", "something failed"),
}


@dataclass(frozen=True)
class Chip:
    """A choice with its address."""

    label: Promise | str
    url: str
    is_current: bool
    count: int | None = None
    tone: int | None = None


@dataclass(frozen=True)
class Narrowed:
    """The rows to show, and the choices around them."""

    page: Page[Row]
    bands: Sequence[Band]  # the same rows; one without a name where they are sorted otherwise
    last_place: int
    has_ranges: bool  # whether the file says how firm places are
    sorts: list[Chip]
    shows: list[Chip]
    grades: list[Chip]
    is_narrowed: bool


def narrowed(held: Results, asked: Mapping[str, str]) -> Narrowed:
    """What the reader asked for; nonsense counts as nothing asked."""
    grade_keys = {grade.key for grade in held.grades}
    now = {
        "sort": asked.get("sort", "") if asked.get("sort", "") in SORTS else "",
        "show": asked.get("show", "") if asked.get("show", "") in SHOWS else "",
        "grade": asked.get("grade", "") if asked.get("grade", "") in grade_keys else "",
    }
    rows = [row for row in held.rows if _fits(row, now)]
    bands = Bands(held.rows)
    rows.sort(key=_ORDER.get(now["sort"], bands.order))
    page = _page(rows, asked.get("page", ""))
    whole = [Band("", "", [(row, bands.spot(row)) for row in page.rows], len(rows))]
    return Narrowed(
        page=page,
        bands=bands.grouped(page.rows, rows) if bands.are_known and not now["sort"] else whole,
        last_place=bands.last,
        has_ranges=bands.are_known,
        sorts=[_chip(label, now, "sort", key) for key, label in SORTS.items()],
        shows=[_chip(label, now, "show", key) for key, label in SHOWS.items()],
        grades=[
            _chip(grade.name, now, "grade", grade.key, count=grade.count, tone=grade.tone)
            for grade in held.grades
        ],
        is_narrowed=bool(now["show"] or now["grade"]),
    )


def _fits(row: Row, now: Mapping[str, str]) -> bool:
    if now["grade"] and (row.grade is None or row.grade.key != now["grade"]):
        return False
    if now["show"] == "failed":
        return bool(row.failed)
    return not now["show"] or row.product["channel"] == now["show"]


_ORDER = {
    "price": lambda row: (row.product["price_fen"], row.name),
    "name": lambda row: (row.name, row.key),
}


def _chip(
    label: Promise | str,
    now: Mapping[str, str],
    name: str,
    value: str,
    *,
    count: int | None = None,
    tone: int | None = None,
) -> Chip:
    """A grade that is chosen already leads back to all."""
    is_current = now[name] == value
    chosen = "" if is_current and name == "grade" else value
    query = {key: held for key, held in {**now, name: chosen}.items() if held}
    return Chip(label, f"?{urlencode(query)}#table", is_current, count, tone)


def _page(rows: Sequence[Row], asked: str) -> Page[Row]:
    last = max(1, -(-len(rows) // PER_PAGE))
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    number = min(max(1, number), last)
    start = (number - 1) * PER_PAGE
    return Page(rows[start : start + PER_PAGE], number, len(rows), is_more=False, per_page=PER_PAGE)
