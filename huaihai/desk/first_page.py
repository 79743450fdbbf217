"""The first page after signing in, for every post of staff: what waits, by its day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.desk import waiting
from huaihai.desk.asking import show
from huaihai.desk.frame import actor_of
from huaihai.desk.waiting import Waiting
from huaihai.kit import clock
from huaihai.kit.guards import staff

SOON = 3  # days


@dataclass(frozen=True)
class Line:
    """A row as the page shows it, with its one day in words."""

    one: Waiting
    day: str
    is_late: bool


@dataclass(frozen=True)
class Group:
    """Rows that are as late, or as near, as each other. `count` is how many things they are."""

    name: str
    label: Promise
    lines: list[Line]

    @property
    def count(self) -> int:
        return sum(line.one.count for line in self.lines)


@staff()
@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the reader can do, what nobody has, and what the reader waits for from others."""
    today = clock.today()
    lists = waiting.of(actor_of(request), clock.now())
    return show(
        request,
        "desk/first_page.html",
        current="office",
        groups=grouped(lists.mine, today),
        nobodys=_lines(lists.nobodys, today),
        others=_lines(lists.others, today),
        counts=[group for group in grouped(lists.to_do, today) if group.name in ("late", "today", "soon")],
        total=sum(one.count for one in lists.to_do),
        soon=SOON,
    )


def grouped(rows: Iterable[Waiting], today: date) -> list[Group]:
    """Late, today, in three days, later, without a day."""
    held: dict[str, list[Waiting]] = {name: [] for name in LABELS}
    for one in rows:
        held[_group_of(one.days_left(today))].append(one)
    return [Group(name, LABELS[name], _lines(found, today)) for name, found in held.items()]


LABELS = {
    "late": pgettext_lazy("waiting", "Late"),
    "today": pgettext_lazy("waiting", "Today"),
    "soon": pgettext_lazy("waiting", "In three days"),
    "later": pgettext_lazy("waiting", "Later"),
    "": _("Without a day"),
}


def _group_of(left: int | None) -> str:
    if left is None:
        return ""
    if left < 0:
        return "late"
    return "today" if left == 0 else "soon" if left <= SOON else "later"


def _lines(rows: Iterable[Waiting], today: date) -> list[Line]:
    return [Line(one, waiting.in_words(one, today), (one.days_left(today) or 0) < 0) for one in rows]
