"""The plainest count there is: every case looked at, one after the other. What the rollups must come to."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from huaihai.cases.models import Case
from huaihai.insight.axes import DAYS, LONGEST, OPEN, Axis, Outcome, amount_key, outcome_of
from huaihai.insight.models import DayCount, MixCount, MonthCount
from huaihai.kit.clock import local_day
from huaihai.members.models import PlaceAlias

MEASURES = ("received", *(one.value for one in Outcome), "asked_fen", "recovered_fen", "largest_fen")
Rows = dict[tuple[Any, ...], list[int]]


def counted() -> dict[str, Rows]:
    """Months, mixes and days of all cases in the database."""
    found: dict[str, Rows] = {name: defaultdict(lambda: [0] * 11) for name in ("months", "mixes", "days")}
    zones = {
        row.code: row.organisation.region_code for row in PlaceAlias.objects.select_related("organisation")
    }
    for case in Case.objects.select_related("home", "lead"):
        if case.submitted_at is None or case.stage in ("draft", "abandoned"):
            continue
        for table, key in _keys(case, zones):
            _add(found[table][key], case)
    return {name: dict(rows) for name, rows in found.items()}


def stored() -> dict[str, Rows]:
    """The same of what is stored."""
    names = (*MEASURES, "in_60_days")
    months = MonthCount.objects.values_list("month", "axis", "key", "city", "county", *MEASURES)
    mixes = MixCount.objects.values_list("month", "city", "category", "nature", "amount", *names)
    days = DayCount.objects.values_list("day", "city", "county", "category", "nature", "received")
    return {name: {row[:5]: list(row[5:]) for row in rows} for name, rows in zip(
        ("months", "mixes", "days"), (months, mixes, days), strict=True
    )}  # fmt: skip


def agree() -> None:
    """Fails unless both are the same, down to the last row."""
    theirs, mine = stored(), counted()
    assert theirs["months"] == {key: values[:-1] for key, values in mine["months"].items()}
    assert theirs["mixes"] == mine["mixes"]
    assert theirs["days"] == {key: values[:1] for key, values in mine["days"].items()}


def _keys(case: Case, zones: dict[str, str]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    assert case.home is not None
    assert case.submitted_at is not None
    day = local_day(case.submitted_at)
    month = day.replace(day=1)
    city, county = _place(case, zones)
    category, nature = case.category or "none", case.nature or "none"
    pairs = [(Axis.ALL, "all"), (Axis.CATEGORY, category), (Axis.NATURE, nature)]
    for axis, key in pairs:
        if county:
            yield "months", (month, axis.value, key, city, county)
    pairs += [(Axis.PAIR, f"{category}:{nature}"), (Axis.CHANNEL, case.origin)]
    pairs += [(Axis.AMOUNT, amount_key(case.asked_fen)), (Axis.DAYS, days_key(_days(case)))]
    pairs += [(Axis.REMEDY, remedy) for remedy in set(case.remedies) or {"none"}]
    for axis, key in pairs:
        yield "months", (month, axis.value, key, city, "")
        yield "months", (month, axis.value, key, "", "all")
    led = case.lead and case.lead.city
    yield "mixes", (month, led.region_code if led else city, category, nature, amount_key(case.asked_fen))
    yield "days", (day, city, county, category, nature)


def _place(case: Case, zones: dict[str, str]) -> tuple[str, str]:
    assert case.home is not None
    city = case.home.city.region_code if case.home.city else ""
    lives_in = zones.get(case.consumer_at) or case.consumer_at[:4] + "00"
    if case.consumer_at and case.consumer_at != city:
        return city, case.consumer_at if lives_in == city else ""
    bodies = [case.home, *case.home.ancestors()]
    return city, next((one.region_code for one in bodies if one.kind == "county"), "")


def _days(case: Case) -> int | None:
    if case.ended_at is None or case.submitted_at is None:
        return None
    return (local_day(case.ended_at) - local_day(case.submitted_at)).days


def _add(row: list[int], case: Case) -> None:
    outcome, days = outcome_of(case.stage, case.result), _days(case)
    paid = (case.settled_fen or 0) if outcome == Outcome.CONFIRMED else 0
    row[0] += 1
    row[1 + list(Outcome).index(outcome)] += 1
    row[7] += case.asked_fen or 0
    row[8] += paid
    row[9] = max(row[9], paid)
    row[10] += days is not None and days <= 60


def months_of(rows: Rows) -> set[date]:
    """The months in which there is anything."""
    return {key[0] for key in rows}


def days_key(days: int | None) -> str:
    """The band of so many whole days; `OPEN` without an end."""
    if days is None:
        return OPEN
    return next((key for key, end in DAYS if days <= end), LONGEST)
