"""How the pools' pages say things: fields, half days, hours, tones, and the doors between the pages."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huaihai.governance.actions.pools.describing import SKILLS
from huaihai.governance.actions.pools.times import HalfDay
from huaihai.governance.models import PoolConflict, PoolEntry
from huaihai.governance.models.pools.lives import Half, Kind
from huaihai.kit import clock, local_words, spoken
from huaihai.law import kinds

MONDAY = date(2026, 1, 5)
HOUR = 60
STATE_TONES = {"active": "ok", "paused": "warn", "withdrawn": "calm"}
STAGE_TONES = {"asked": "warn", "offered": "warn", "granted": "ok", "done": "calm"}


@dataclass(frozen=True)
class Door:
    """A link of the pools' own menu."""

    label: str
    url: str
    is_current: bool


def doors(current: str) -> list[Door]:
    """The pages of the pools, side by side."""
    pages: tuple[tuple[str, str, Promise | str], ...] = (
        ("entries", "office-pools", gettext_lazy("Who can be had")),
        ("requests", "office-pool-requests", gettext_lazy("Requests")),
        ("hours", "office-pool-balance", gettext_lazy("Hours given and received")),
    )
    return [Door(str(label), reverse(name), key == current) for key, name, label in pages]


def skill_word(code: str) -> str:
    """A category of goods or services in the reader's language."""
    kind = SKILLS.get(code)
    return local_words.said(kind) if kind else code


def skill_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """All categories, in two groups, as a select takes them."""
    groups = ((_("Goods"), kinds.GOODS), (_("Services"), (*kinds.SERVICES, kinds.OTHER)))
    return [(title, [(kind.code, local_words.said(kind)) for kind in group]) for title, group in groups]


def kind_choices() -> list[tuple[str, str]]:
    """The five kinds."""
    return [(kind.value, str(kind.label)) for kind in Kind]


def half_word(half: str) -> str:
    """上午 or 下午."""
    return str(Half(half).label)


def half_day_word(day: date, half: str) -> str:
    """12 月 1 日 星期二 上午."""
    return f"{spoken.day(day, today=clock.today())} {spoken.weekday(day)} {half_word(half)}"


def weekday_half_word(weekday: int, half: str) -> str:
    """星期二 上午."""
    return f"{_weekday(weekday)} {half_word(half)}"


def free_words(free: Iterable[HalfDay]) -> list[str]:
    """Half days, one line a day: 12 月 1 日 星期二 全天."""
    by_day: dict[date, list[str]] = {}
    for one in free:
        by_day.setdefault(one.day, []).append(one.half)
    today = clock.today()
    return [
        f"{spoken.day(day, today=today)} {spoken.weekday(day)} {_halves_word(halves)}"
        for day, halves in by_day.items()
    ]


def week_words(entry: PoolEntry) -> str:
    """When an entry usually has time: 星期一到星期五全天、星期六上午. Reads `half_days`, prefetched on lists."""
    by_day: dict[int, list[str]] = {}
    for held in entry.half_days.all():
        by_day.setdefault(held.weekday, []).append(held.half)
    said = []
    for halves, days in groupby(sorted(by_day.items()), key=lambda pair: tuple(sorted(pair[1]))):
        said += [
            pgettext("pool", "%(days)s %(halves)s")
            % {"days": _run_word(first, last), "halves": _halves_word(halves)}
            for first, last in _runs([day for day, _halves in days])
        ]
    return pgettext("list", ", ").join(said)


def _runs(days: list[int]) -> Iterator[tuple[int, int]]:
    """Days that follow each other, as first and last."""
    for _apart, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0]):
        held = [day for _number, day in run]
        yield held[0], held[-1]


def _run_word(first: int, last: int) -> str:
    if first == last:
        return _weekday(first)
    return pgettext("pool", "%(first)s to %(last)s") % {"first": _weekday(first), "last": _weekday(last)}


def _halves_word(halves: Collection[str]) -> str:
    return pgettext("pool", "all day") if len(halves) == len(Half) else half_word(*halves)


def _weekday(number: int) -> str:
    return spoken.weekday(MONDAY + timedelta(days=number - 1))


def skills_words(entry: PoolEntry) -> str:
    """What an entry can do. Reads `skills`, prefetched on lists."""
    return pgettext("list", ", ").join(
        [*(skill_word(held.code) for held in entry.skills.all()), *filter(None, [entry.words])]
    )


def minutes_words(minutes: int) -> str:
    """150 → 2 小时 30 分; a counter-entry is −2 小时 30 分."""
    hours, rest = divmod(abs(minutes), HOUR)
    told = {"hours": hours, "minutes": rest}
    if not hours:
        said = _("%(minutes)s min") % told
    elif not rest:
        said = _("%(hours)s h") % told
    else:
        said = _("%(hours)s h %(minutes)s min") % told
    return f"−{said}" if minutes < 0 else said


def conflict_words(conflict: PoolConflict) -> str:
    """With whom, for the body of the entry."""
    parts = [
        conflict.business_name,
        conflict.credit_code,
        skill_word(conflict.trade) if conflict.trade else "",
    ]
    return " · ".join(filter(None, parts))
