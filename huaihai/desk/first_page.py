"""The first page after signing in, for every post of staff: what waits, by its day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai import reactions
from huaihai.desk import recent, waiting
from huaihai.desk.asking import show
from huaihai.desk.frame import waits_for
from huaihai.desk.waiting import Waiting
from huaihai.kit import clock
from huaihai.kit.guards import staff

SOON_DAYS = 3
LATE, TODAY, SOON, LATER, NO_DAY = "late", "today", "soon", "later", "no-day"


@dataclass(frozen=True)
class Line:
    """A row as the page shows it, with its one day in words."""

    one: Waiting
    day: str
    is_late: bool


@dataclass(frozen=True)
class Group:
    """Rows that are as late, or as near, as each other."""

    name: str
    label: Promise
    lines: list[Line]

    @property
    def count(self) -> int:
        """How many things they are."""
        return sum(line.one.count for line in self.lines)


@staff()
@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the reader can do, what nobody has, and what the reader waits for from others."""
    today = clock.today()
    lists = waits_for(request)
    nobodys = Group("nobodys", _("Nobody has these"), _lines(lists.nobodys, today))
    return show(
        request,
        "desk/first_page.html",
        current="office",
        groups=[*grouped(lists.mine, today), *([nobodys] if nobodys.lines else [])],
        nobodys=nobodys,
        others=Group("others", _("I wait for others"), _lines(lists.others, today)),
        counts=counts(lists.mine, today),
        total=sum(one.count for one in lists.mine),
        recent=recent.of(request),
        practice=import_string(reactions.PRACTICE)(request) if may_practise() else None,
    )


def may_practise() -> bool:
    """Whether there is somewhere to: here, or on a site that the operator named."""
    return bool(settings.DEMO or settings.PRACTICE_URL)


def grouped(rows: Iterable[Waiting], today: date) -> list[Group]:
    """Late, today, in three days, later, without a day."""
    held: dict[str, list[Waiting]] = {name: [] for name in LABELS}
    for one in rows:
        held[TODAY if one.is_urgent and one.on is None else name_of(one.on, today)].append(one)
    return [Group(name, LABELS[name], _lines(found, today)) for name, found in held.items() if found]


def counts(rows: Iterable[Waiting], today: date) -> list[tuple[str, Promise, int]]:
    """How many things are late, fall due today, and within three days."""
    days = [day for one in rows for day in one.each_on]
    names = [name_of(day, today) for day in days]
    return [(name, LABELS[name], names.count(name)) for name in (LATE, TODAY, SOON)]


LABELS = {
    LATE: pgettext_lazy("waiting", "Late"),
    TODAY: pgettext_lazy("waiting", "Today"),
    SOON: pgettext_lazy("waiting", "In three days"),
    LATER: pgettext_lazy("waiting", "Later"),
    NO_DAY: _("Without a day"),
}


def name_of(day: date | None, today: date) -> str:
    """The group of this day."""
    if day is None:
        return NO_DAY
    left = (day - today).days
    if left <= 0:
        return LATE if left < 0 else TODAY
    return SOON if left <= SOON_DAYS else LATER


def _lines(rows: Iterable[Waiting], today: date) -> list[Line]:
    return [Line(one, waiting.in_words(one, today), (one.days_left(today) or 0) < 0) for one in rows]
