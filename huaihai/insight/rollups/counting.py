"""Counting a month anew from the cases, comparing, putting right; and which days have to be counted anew.

The unit is the month of receipt, in local days. A count from nothing and a count of what has changed come out the same.

Nothing is counted while a complaint comes in. By night the record is read on from where it was left; each case named
there makes its day of receipt dirty (its `DayCounted` is deleted), and the months of dirty days are counted anew. What
was missed in one night is caught up in the next. Besides, the month counted longest ago is counted again each night, so
that what no event tells (a county that moved to another city) does not stay wrong.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import batched
from typing import Any, Final
from uuid import UUID

from django.db import models, transaction
from django.db.models import Min

from huaihai.cases.models import Case
from huaihai.insight import counts
from huaihai.insight.axes import NOT_STATED, Axis
from huaihai.insight.models import DayCounted, Followed
from huaihai.insight.models.rollups import EVERYWHERE
from huaihai.insight.months import between, later
from huaihai.insight.rollups import statement, tables
from huaihai.insight.rollups.tables import DAYS, MIXES, MONTHS, Key, Rows, Table, Values
from huaihai.kit.clock import local_day
from huaihai.record.models import Event, LogLeaf


@dataclass(frozen=True)
class Difference:
    """One row that is not what the cases say. `stored` or `counted` is None where there is no such row."""

    table: Table
    key: Key
    stored: Values | None
    counted: Values | None
    row_id: int | None

    def __str__(self) -> str:
        where = " ".join(str(one) for one in self.key if one != "")
        said = [
            f"{name} {_at(self.stored, place)} ≠ {_at(self.counted, place)}"
            for place, name in enumerate(self.table.values)
            if _at(self.stored, place) != _at(self.counted, place)
        ]
        return f"{self.table.model._meta.db_table} {where}: {', '.join(said)}"


def counted(month: date, *, with_days: bool = True) -> dict[Table, Rows]:
    """What the cases received in this month (its first day) come to, in one query."""
    found: dict[Table, Rows] = {MONTHS: {}, MIXES: {}, DAYS: {}}
    for name, *rest in statement.groups_of(month, later(month, 1), with_days=with_days):
        keys, values = tuple(rest[:4]), tuple(map(int, rest[4:]))
        if name == statement.MIX:
            found[MIXES][(month, *keys)] = values
        elif name == statement.DAY:
            day, city, county, pair = keys
            found[DAYS][(date.fromisoformat(str(day)), city, county, *pair.split(":"))] = values[:1]
        elif name == Axis.REMEDY:
            _add_remedies(found[MONTHS], month, keys, values[:-1])
        else:
            found[MONTHS][(month, name, *keys[:3])] = values[:-1]
    _add_alliance(found[MONTHS])
    return found


def differences(month: date) -> list[Difference]:
    """Every stored row of this month that is missing, too many or wrong."""
    found = []
    for table, rows in counted(month).items():
        held = table.stored(month, later(month, 1))
        found += [
            Difference(table, key, was[1] if was else None, values, was[0] if was else None)
            for key, values in rows.items()
            if (was := held.get(key)) is None or was[1] != values
        ]
        found += [
            Difference(table, key, held[key][1], None, held[key][0]) for key in held.keys() - rows.keys()
        ]
    return found


def recount(month: date, *, at: datetime) -> list[Difference]:
    """Count the cases received in this month anew and write what differs; returns that. Its days up to `at` are
    noted as counted at that moment, those beyond it only if something was received on them.

    Nothing is locked while it counts: what happens meanwhile makes its day dirty again.
    """
    found = differences(month)
    with transaction.atomic():
        _write(found)
        _note(month, at)
    return found


def rebuild(*, at: datetime) -> Iterator[date]:
    """Count every month from nothing, and empty those in which nothing was received. Yields each when it is done."""
    stored = {month for table in (MONTHS, MIXES) for month in _months_of(table)}
    for month in sorted(stored | set(all_months(at))):
        rebuild_month(month, at=at)
        yield month


def rebuild_month(month: date, *, at: datetime) -> None:
    """Forget what is stored of this month, and count it. Quicker than `recount` where much is missing."""
    found = counted(month, with_days=False)
    with transaction.atomic():
        for table in tables.ALL:
            table.between(month, later(month, 1)).delete()
        statement.add_days(month, later(month, 1))
        for table, rows in found.items():
            table.write(rows.items())
        _note(month, at)


def all_months(at: datetime) -> list[date]:
    """The months from the first case received to this moment, or to the last one received if that is later."""
    span = received_span()
    return between(span[0], max(span[1], local_day(at))) if span else []


def received_span() -> tuple[date, date] | None:
    """The local days on which the first and the last case were received, read from the ends of an index: one by one,
    since SQLite walks all of it for both at once.
    """
    moments = Case.objects.filter(submitted_at__isnull=False).values_list("submitted_at", flat=True)
    first, last = moments.order_by("submitted_at").first(), moments.order_by("-submitted_at").first()
    return (local_day(first), local_day(last)) if first and last else None


def _add_remedies(rows: Rows, month: date, keys: Key, values: Values) -> None:
    """A case counts under each remedy asked for; the groups share the list of remedies as it was written."""
    asked, city, county = keys[:3]
    for remedy in sorted(set(json.loads(asked))) or [NOT_STATED]:
        _add(rows, (month, Axis.REMEDY.value, remedy, city, county), values)


def _add_alliance(rows: Rows) -> None:
    """The rows of all cities together, so that reading them needs a tenth of the rows."""
    for (month, axis, key, _city, county), values in list(rows.items()):
        if county == "":
            _add(rows, (month, axis, key, "", EVERYWHERE), values)


def _add(rows: Rows, key: Key, values: Values) -> None:
    held = rows.get(key, (0,) * len(values))
    sums = [one + two for one, two in zip(held[:-1], values[:-1], strict=True)]
    rows[key] = (*sums, max(held[-1], values[-1]))


def _write(found: Sequence[Difference]) -> None:
    """Upsert what was counted, delete what is left over."""
    for table in tables.ALL:
        mine = [one for one in found if one.table is table]
        table.delete([one.row_id for one in mine if one.counted is None and one.row_id is not None])
        table.write((one.key, one.counted) for one in mine if one.counted is not None)


def _note(month: date, at: datetime) -> None:
    span = received_span()
    last = max(local_day(at), span[1]) if span else local_day(at)
    last = min(last, later(month, 1) - timedelta(days=1))
    days = [month + timedelta(days=number) for number in range((last - month).days + 1)]
    DayCounted.objects.bulk_create(
        [DayCounted(day=day, counted_at=at) for day in days],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["counted_at"],
    )


def _months_of(table: Table) -> Mapping[date, None]:
    return dict.fromkeys(table.model.objects.order_by().values_list("month", flat=True).distinct())


def _at(values: Values | None, place: int) -> int:
    return values[place] if values is not None else 0


Act = Callable[[], object]
TOGETHER: Final = 1000


def due_acts(at: datetime) -> Iterator[Act]:
    """One act a day; and again if a day up to then could not be counted."""
    followed = Followed.objects.first()
    if followed is None or local_day(followed.at) < local_day(at) or dirty_days(followed.at):
        yield partial(catch_up, at=at)


def catch_up(*, at: datetime) -> list[date]:
    """Follow the record and count anew the months of all dirty days, and the one counted longest ago; returns these."""
    follow(at=at)
    months = sorted({day.replace(day=1) for day in dirty_days(at)} | _longest_ago(at))
    for month in months:  # each in a transaction of its own: what is done is done
        recount(month, at=at)
    counts.keep(at=at)
    return months


def follow(*, at: datetime) -> None:
    """Read the log on, and what it does not have yet, and mark the days of receipt of the cases to which something has
    happened: whatever moments and ids a wrong clock gave to events, none is passed over."""
    with transaction.atomic():
        held = Followed.objects.select_for_update().first()
        last = LogLeaf.objects.order_by("-number").values_list("number", flat=True).first()
        if held is None:
            DayCounted.objects.all().delete()  # who knows what has happened since those were counted
        else:
            for rows in (
                LogLeaf.objects.filter(number__gte=held.leaves),
                Event.objects.filter(is_in_log=False),
            ):
                for days in _days_of(rows):
                    DayCounted.objects.filter(day__in=days).delete()
        leaves = 0 if last is None else last + 1
        Followed.objects.update_or_create(pk=1, defaults={"leaves": leaves, "at": at})


def dirty_days(at: datetime) -> list[date]:
    """The days from the first receipt to this moment that wait to be counted."""
    span = received_span()
    if span is None:
        return []
    last = max(local_day(at), span[1])
    counted = set(DayCounted.objects.filter(day__gte=span[0], day__lte=last).values_list("day", flat=True))
    every = (span[0] + timedelta(days=number) for number in range((last - span[0]).days + 1))
    return [day for day in every if day not in counted]


def is_counted(until: date) -> bool:
    """Whether everything received up to this day is counted, as the record told it after the day had ended.

    What is published once asks this first.
    """
    followed, span = Followed.objects.first(), received_span()
    if followed is not None and local_day(followed.at) <= until:
        return False
    if span is None or span[0] > until:
        return True
    return DayCounted.objects.filter(day__gte=span[0], day__lte=until).count() == (until - span[0]).days + 1


def _longest_ago(at: datetime) -> set[date]:
    first = DayCounted.objects.aggregate(first=Min("counted_at"))["first"]
    if first is None or local_day(first) >= local_day(at):
        return set()
    held = DayCounted.objects.filter(counted_at=first).order_by("day").first()
    return {held.day.replace(day=1)} if held else set()


def _days_of(rows: "models.QuerySet[Any]") -> Iterator[list[date]]:
    """The days of receipt of the cases that these events or leaves are about, so many cases at a time."""
    cases_only = rows.order_by().filter(subject__startswith="case:")
    subjects: Any = cases_only.values_list("subject", flat=True).distinct()
    for some in batched(subjects.iterator(TOGETHER), TOGETHER):
        cases = Case.objects.filter(pk__in=[UUID(one.removeprefix("case:")) for one in some])
        received = cases.filter(submitted_at__isnull=False).values_list("submitted_at", flat=True)
        yield sorted({local_day(at) for at in received if at is not None})
