"""What the engine is fed: the last year's counts by trade and nature, business, word of the titles, and place.

Words that many titles share say what is complained of, before anybody gave it a name. Chinese titles have no spaces,
so every run of two to four characters is tried; kept are those that stand in enough titles, without those that are
only a part of a longer one.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Coalesce

from huaihai.cases import business_figures
from huaihai.cases.genuine import forgeries
from huaihai.cases.models import Case
from huaihai.insight.alarms import keys
from huaihai.insight.alarms.keys import Places
from huaihai.insight.models import Alarm, DayCount, DayCounted
from huaihai.insight.rollups.statement import NEVER_COUNTED
from huaihai.kit.canonical import canonical
from huaihai.kit.clock import local_day, local_moment
from huaihai.members.actors import Actor

FEWEST: Final = 8  # titles of a year
MOST: Final = 300
SHORTEST, LONGEST = 2, 4  # characters
PART_OF: Final = 0.8  # a word that stands so often inside one longer word says nothing of its own
_RUN: Final = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z][A-Za-z0-9-]{2,19}")


def in_title(title: str) -> set[str]:
    """The runs of characters in a title that may be words, each once."""
    return set(_runs(title))


def shared(titles: Iterable[str]) -> list[str]:
    """The words of these titles that are worth counting, those of most titles first."""
    counted: Counter[str] = Counter()
    for title in titles:
        counted.update(in_title(title))
    often = {word: n for word, n in counted.items() if n >= FEWEST}
    parts = {
        part
        for word, n in often.items()
        for part in _parts(word)
        if part in often and n >= PART_OF * often[part]
    }
    kept = sorted((word for word in often if word not in parts), key=lambda word: (-often[word], word))
    return kept[:MOST]


def _runs(title: str) -> Iterator[str]:
    for run in _RUN.findall(title):
        if run[0].isascii():
            yield run.lower()
            continue
        for length in range(SHORTEST, LONGEST + 1):
            yield from (run[start : start + length] for start in range(len(run) - length + 1))


def _parts(word: str) -> Iterator[str]:
    if not word[0].isascii():
        for length in range(SHORTEST, len(word)):
            yield from (word[start : start + length] for start in range(len(word) - length + 1))


DAYS: Final = 365  # that are looked back on
# The stated budget: so many false alarms in so many days, over everything that is looked at together.
BUDGET: Final = {"alarms": 1, "days": 14}
ENGINE: Final = 2  # which way of deciding; what an earlier one decided cannot be computed again
REPLICATES: Final = 99
SEED: Final = 8
PROGRAM: Final = Actor.system("early-warning")
DAY: Final = timedelta(days=1)
CHUNK: Final = 5_000

type Rows = Counter[tuple[str, str, str]]  # day, place, key: cases


@dataclass(frozen=True)
class Fed:
    """Everything that the engine is given for one day, and what is worth keeping of it."""

    given: dict[str, Any]

    @property
    def bytes(self) -> bytes:
        """In the one spelling that is hashed."""
        return canonical(self.given)

    @property
    def hash(self) -> str:
        """SHA-256 of `bytes`, as 64 hexadecimal digits."""
        return hashlib.sha256(self.bytes).hexdigest()

    @property
    def cells(self) -> int:
        """How many counts above zero it holds."""
        return len(self.given["cells"]) + len(self.given["sums"])

    @property
    def cases(self) -> int:
        """How many cases it counts, each once."""
        return sum(row[3] for row in self.given["cells"])

    @property
    def parameters(self) -> dict[str, Any]:
        """All of it but the counts and the places."""
        left_out = ("cells", "sums", "places", "groups", "older")
        return {name: value for name, value in self.given.items() if name not in left_out}


def gather(as_of: date) -> Fed:
    """The counts of the year that ended on this day, with the alarms that were going on. A fixed number of queries."""
    first = _first_day(as_of)
    known = keys.load()
    cells = _by_trade(first, as_of, known)
    sums: Rows = Counter()
    for (day, place, key), n in cells.items():
        sums[day, place, keys.of_category(keys.category_of(key))] += n
    sums.update(_by_case(first, as_of, known))
    return Fed(
        {
            "engine": ENGINE,
            "as_of": as_of.isoformat(),
            "since": first.isoformat(),
            "cells": _listed(cells),
            "sums": _listed(sums),
            "places": known.coordinates(),
            "groups": known.groups(),
            "older": sorted(_older(first, known, {key for _day, _place, key in (*cells, *sums)})),
            "open": list(_going_on()),
            "budget": BUDGET,
            "replicates": REPLICATES,
            "seed": SEED,
        }
    )


def _first_day(as_of: date) -> date:
    """A year back, or the first day that was ever counted."""
    back = as_of - (DAYS - 1) * DAY
    first = DayCounted.objects.order_by("day").values_list("day", flat=True).first()
    return max(back, first) if first is not None and first <= as_of else back


def _by_trade(first: date, last: date, known: Places) -> Rows:
    """Without what has no place here: what came along with a city of an alliance that has others, too."""
    held = DayCount.objects.filter(day__gte=first, day__lte=last).values_list(
        "day", "city", "county", "category", "nature", "received"
    )
    found: Rows = Counter()
    for day, city, county, category, nature, n in held.iterator(CHUNK):
        if (place := county or city) in known.by_code:
            found[day.isoformat(), place, keys.of_pair(category, nature)] += n
    return found


def _by_case(first: date, last: date, known: Places) -> Rows:
    """By business, where one is known and has not said that another is meant, by word of the title, and what strangers
    sent in our name."""
    counted = set(shared(title for *_rest, title in _placed(first, last, known)))
    found: Rows = Counter()
    for day, code, business, title in _placed(first, last, known):  # read twice: a year of titles is not held
        if business is not None:
            found[day, code, keys.of_business(business)] += 1
        for word in in_title(title) & counted:
            found[day, code, keys.of_word(word)] += 1
    for at, body in forgeries.handed_in(*moments(first, last)):
        if code := known.of(body, ""):
            found[local_day(at).isoformat(), code, keys.of_word(forgeries.WORD)] += 1
    return found


def _older(first: date, known: Places, keys_now: set[str]) -> set[str]:
    """Which series had cases in the year before this day: they are past their first year, others are not judged."""
    if settings.DEMO:  # its one year is played as if another had gone before
        return {*keys_now, keys.ALL, *(f"{keys.ALL}/{city}" for city in known.groups())}
    since, until = first - DAYS * DAY, first - DAY
    rows = DayCount.objects.filter(day__gte=since, day__lte=until, received__gt=0)
    found: set[str] = set()
    for city, category, nature in rows.values_list("city", "category", "nature").distinct().order_by():
        if city in known.by_code:
            found |= {keys.of_pair(category, nature), keys.of_category(category)}
            found |= {keys.ALL, f"{keys.ALL}/{city}"}
    words = {word for key in keys_now if (word := keys.word_of(key))} - {forgeries.WORD}
    for *_rest, business, title in _placed(since, until, known):
        if business is not None:
            found.add(keys.of_business(business))
        if stands := {word for word in words if word in title or word in title.lower()}:
            found |= {keys.of_word(word) for word in stands}
            words -= stands
    if any(True for _one in forgeries.handed_in(*moments(since, until))):
        found.add(keys.of_word(forgeries.WORD))
    return found


def _placed(first: date, last: date, known: Places) -> Iterator[tuple[str, str, Any, str]]:
    for at, home, consumer_at, business, title in _cases(first, last):
        if code := known.of(home, consumer_at):
            yield local_day(at).isoformat(), code, business, title


def _cases(first: date, last: date) -> Iterator[tuple[datetime, Any, str, Any, str]]:
    begin, end = moments(first, last)
    received = Case.objects.visible_to(PROGRAM).filter(submitted_at__gte=begin, submitted_at__lt=end)
    counted = received.exclude(stage__in=NEVER_COUNTED)
    denied = set(counted.filter(business_figures.denied()).values_list("pk", flat=True))
    standing = counted.annotate(standing=Coalesce("business__merged_into_id", F("business_id"))).order_by()
    rows = standing.values_list("pk", "submitted_at", "home", "consumer_at", "standing", "title")
    for pk, at, home, consumer_at, business, title in rows.iterator(CHUNK):
        if at is not None:  # the filter has seen to it
            yield at, home, consumer_at, (None if pk in denied else business), title


def moments(first: date, last: date) -> tuple[datetime, datetime]:
    """When the first of these days begins and when the last one is over."""
    return local_moment(first), local_moment(last + DAY)


def _going_on() -> Iterator[dict[str, Any]]:
    for alarm in Alarm.objects.going_on().order_by("identity"):
        yield {
            "identity": alarm.identity,
            "key": alarm.key,
            "places": sorted(alarm.places),
            "since": alarm.since.isoformat(),
            "until": alarm.until.isoformat(),
        }


def _listed(rows: Rows) -> list[list[Any]]:
    return [[*where, n] for where, n in sorted(rows.items()) if n > 0]
