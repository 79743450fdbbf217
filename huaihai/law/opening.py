"""When an office is open, read from the words on its door; and the next times at which it can keep a promise.

`read` understands what people write ("周一至周五 上午8:30-12:00，下午2:30-6:00；周六 9点到11点半") and `Opening.zh`
writes it in one form, which `read` reads again as the same hours.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from huaihai.law.calendar import WEEKDAYS_EN, Calendar
from huaihai.law.notices import ONE_DAY
from huaihai.law.week import rests, working_days

type Span = tuple[time, time]

DAYS_ZH = "一二三四五六日"
NOON = 12
LEAST = timedelta(minutes=30)  # so much of its hours must be left for a promise
HORIZON = 60  # days: the longest holidays are far shorter

_TO = r"\s*(?:-|~|至|到)\s*"
_DAYS = rf"周(?P<first>[{DAYS_ZH}天])(?:{_TO}周?(?P<last>[{DAYS_ZH}天]))?|工作日|每天"
_CLOCK = (
    r"(?:(?P<half{0}>上午|早上|中午|下午|晚上)\s*+)?(?P<hour{0}>\d{{1,2}})"
    r"(?::(?P<minutes{0}>\d{{2}})|点(?P<o_clock{0}>半|\d{{1,2}}分?)?)?"
)
_TOKEN = re.compile(
    rf"(?P<days>{_DAYS})|(?P<span>{_CLOCK.format('')}{_TO}{_CLOCK.format('2')})|(?P<closed>休息|不上班|closed)"
)
_BETWEEN = re.compile(r"(?:[\s,、;。:/和及与()]|and)*")
_EN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENGLISH = re.compile(rf"\b({'|'.join(_EN)})[a-z]*")
_EVERY_DAY, _WORKING_DAYS = "每天", "工作日"
_AFTER_NOON = ("下午", "晚上")


class Unreadable(ValueError):
    """These words do not say when it is open."""


@dataclass(frozen=True)
class Opening:
    """The hours of each weekday, Monday first; none where it is closed."""

    days: tuple[tuple[Span, ...], ...]

    @property
    def zh(self) -> str:
        """周一至周五 9:00–12:00、14:00–17:00；周六 9:00–12:00."""
        named = (
            (f"周{DAYS_ZH[first]}" + (f"至周{DAYS_ZH[last]}" if last > first else ""), spans)
            for first, last, spans in self._runs()
        )
        return "；".join(f"{days} {'、'.join(map(_words, spans))}" for days, spans in named)

    @property
    def en(self) -> str:
        named = (
            (WEEKDAYS_EN[first] + (f" to {WEEKDAYS_EN[last]}" if last > first else ""), spans)
            for first, last, spans in self._runs()
        )
        return "; ".join(f"{days} {', '.join(map(_words, spans))}" for days, spans in named)

    def on(self, day: date, calendar: Calendar) -> tuple[Span, ...]:
        """The hours of this working day; a weekend that is worked has those of a Monday, if it has none."""
        if not calendar.is_working_day(day):
            return ()
        return self.days[day.weekday()] or (self.days[min(working_days())] if rests(day) else ())

    def _runs(self) -> Iterator[tuple[int, int, tuple[Span, ...]]]:
        """Days in a row with the same hours: first, last, hours."""
        first = 0
        for day in range(len(self.days)):
            if day + 1 == len(self.days) or self.days[day + 1] != self.days[first]:
                if self.days[first]:
                    yield first, day, self.days[first]
                first = day + 1


@dataclass(frozen=True)
class Slot:
    """Part of a working day in which a call is promised, without a zone: from then until then."""

    start: datetime
    until: datetime


_OFFICE = ((time(9), time(12)), (time(14), time(17)))
# A working default, confirmed by nobody, for bodies that have not said their own.
DEFAULT = Opening(tuple(_OFFICE if day in working_days() else () for day in range(len(DAYS_ZH))))


def read(words: str) -> Opening:
    """The hours that these words say; without a day they are those of the working days. Raises Unreadable."""
    plain = _plain(words)
    hours: dict[int, list[Span]] = {}
    days, has_hours, place = sorted(working_days()), True, 0
    for found in _TOKEN.finditer(plain):
        if not _BETWEEN.fullmatch(plain[place : found.start()]):
            raise Unreadable(words)
        place = found.end()
        if found["days"]:
            days, has_hours = (_days(found) if has_hours else days + _days(found)), False
            continue
        if not has_hours:
            hours |= {day: [] for day in days}
        has_hours = True
        for day in days if found["span"] else ():
            hours.setdefault(day, []).append(_span(found, words))
    if not has_hours or not _BETWEEN.fullmatch(plain[place:]) or not any(hours.values()):
        raise Unreadable(words)
    return Opening(tuple(_in_order(hours.get(day, []), words) for day in range(len(DAYS_ZH))))


def of(words: str) -> Opening | None:
    """The hours that these words say; None where they say none that can be read."""
    try:
        return read(words)
    except Unreadable:
        return None


def slots(opening: Opening, now: datetime, *, calendar: Calendar, most: int = 4) -> list[Slot]:
    """The next parts of working days in which it is open and that are not over (nearly). `now` is without a zone."""
    found: list[Slot] = []
    for ahead in range(HORIZON):
        day = now.date() + ahead * ONE_DAY
        for first, last in opening.on(day, calendar):
            start, until = datetime.combine(day, first), datetime.combine(day, last)
            if until - max(now, start) >= LEAST:
                found.append(Slot(start, until))
        if len(found) >= most:
            break
    return found[:most]


def _plain(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words).lower()
    plain = re.sub("[‐-―−]", "-", plain).replace("星期", "周").replace("礼拜", "周")
    plain = _ENGLISH.sub(lambda found: "周" + DAYS_ZH[_EN.index(found[1])], plain)
    return re.sub(r"\bto\b", "至", plain)


def _days(found: re.Match[str]) -> list[int]:
    if found["days"] == _WORKING_DAYS:
        return sorted(working_days())
    if found["days"] == _EVERY_DAY:
        return list(range(len(DAYS_ZH)))
    first = _number(found["first"])
    last = _number(found["last"]) if found["last"] else first
    return list(range(first, last + 1)) if first <= last else [*range(first, len(DAYS_ZH)), *range(last + 1)]


def _number(weekday: str) -> int:
    return DAYS_ZH.index(weekday.replace("天", "日"))


def _span(found: re.Match[str], words: str) -> Span:
    half = found["half"]
    start = _time(half, found["hour"], found["minutes"] or found["o_clock"], words)
    until = _time(found["half2"] or half, found["hour2"], found["minutes2"] or found["o_clock2"], words)
    if start >= until:
        raise Unreadable(words)
    return start, until


def _time(half: str | None, hour: str, rest: str | None, words: str) -> time:
    number = int(hour) + (NOON if half in _AFTER_NOON and int(hour) < NOON else 0)
    minutes = 30 if rest == "半" else int((rest or "0").removesuffix("分"))
    try:
        return time(number, minutes)
    except ValueError:
        raise Unreadable(words) from None


def _in_order(spans: list[Span], words: str) -> tuple[Span, ...]:
    ordered = sorted(spans)
    if any(before[1] > after[0] for before, after in pairwise(ordered)):
        raise Unreadable(words)
    return tuple(ordered)


def _words(span: Span) -> str:
    return "–".join(f"{one.hour}:{one:%M}" for one in span)
