"""One SQL statement that tells all groups of the cases received in a month, of every table; for both databases.

It looks at each of these cases once, by the index on the moment of receipt, and names for each its day, place, keys and
outcome; then groups these rows. Each answer is: table or axis, four keys, the measures, and how many ended in 60 days.

A case belongs to the city of its home body. Its county is where the consumer lives, if that is a county or zone of
this city; else, where the consumer named no county of it, that of the home body, if a county or a body below one
wrote it down. Somebody who lives outside the city has no county in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from django.db import connection

from huaihai.cases.models import Case
from huaihai.insight import axes
from huaihai.insight.axes import OF_RESULT, OF_STAGE, WHOLE, Axis, Outcome
from huaihai.insight.models import DayCount
from huaihai.kit.clock import ZONE
from huaihai.members.models import Organisation, PlaceAlias


@dataclass(frozen=True)
class Dialect:
    """Patterns: `day` takes a column with a moment and seconds ahead of UTC; `between` two days."""

    day: str
    between: str
    text: str

    def local_day(self, column: str, ahead: int) -> str:
        """The local day of a moment."""
        return self.day.format(column=column, ahead=ahead)

    def days_between(self, since: str, until: str) -> str:
        """Whole days from one day to another."""
        return self.between.format(since=since, until=until)


_DIALECTS: Final = {
    "sqlite": Dialect(
        day="date({column}, '{ahead:+d} seconds')",
        between="CAST(julianday({until}) - julianday({since}) AS INTEGER)",
        text="{column}",
    ),
    "postgresql": Dialect(
        day="({column} AT TIME ZONE 'UTC' + interval '{ahead:d} seconds')::date",
        between="({until} - {since})",
        text="{column}::text",
    ),
}


def current() -> Dialect:
    """That of the database in use."""
    return _DIALECTS[connection.vendor]


def _case(pairs: Iterable[tuple[str, str]], otherwise: str) -> str:
    told = " ".join(f"WHEN {condition} THEN '{value}'" for condition, value in pairs)
    return f"CASE {told} ELSE '{otherwise}' END"


def outcome_case(stage: str, result: str) -> str:
    """`outcomes.outcome_of` in SQL, from the same tables."""
    results = [(f"{result} = '{one}'", outcome.value) for one, outcome in OF_RESULT.items()]
    stages = [(f"{stage} = '{one}'", outcome.value) for one, outcome in OF_STAGE.items()]
    closed = _case(results, Outcome.UNKNOWN.value)
    return f"CASE WHEN {stage} = 'closed' THEN {closed} ELSE {_case(stages, Outcome.OPEN.value)} END"


def amount_case(fen: str) -> str:
    """`axes.amount_key` in SQL."""
    bands = [(f"{fen} IS NULL", axes.NOT_STATED), *((f"{fen} < {end}", key) for key, end in axes.AMOUNTS)]
    return _case(bands, axes.LARGEST)


def days_case(number: str) -> str:
    """The band of so many whole days (`axes.DAYS`); `OPEN` without an end."""
    bands = [(f"{number} IS NULL", axes.OPEN), *((f"{number} <= {end}", key) for key, end in axes.DAYS)]
    return _case(bands, axes.LONGEST)


def stated(column: str) -> str:
    """The column, or `axes.NOT_STATED` where it is empty."""
    return f"CASE WHEN {column} = '' THEN '{axes.NOT_STATED}' ELSE {column} END"


Home = tuple[Any, str, str]  # the body's key, city code, county code or ""
Seat = tuple[str, str]  # a county's or zone's code, the code of its city


def homes() -> list[Home]:
    """Every body with the codes of the city and county that it is or stands under ("" without one)."""
    kinds = Organisation.Kind
    found: list[Home] = []
    above: dict[str, tuple[str, str]] = {}  # path → city, county
    for node in Organisation.objects.order_by("path").only("path", "kind", "region_code"):
        parent = node.path.rstrip("/").rpartition("/")[0] + "/"
        city, county = above.get(parent, ("", ""))
        if node.kind == kinds.CITY:
            city, county = node.region_code, ""
        elif node.kind == kinds.COUNTY:
            county = node.region_code
        above[node.path] = city, county
        found.append((node.pk, city, county))
    return found


def seats(bodies: Iterable[Home]) -> list[Seat]:
    """Every county and zone with its city."""
    known = list(bodies)
    counties = {county: city for _pk, city, county in known if county}
    cities = {pk: city for pk, city, _county in known}
    zones = {
        code: cities[organisation]
        for code, organisation in PlaceAlias.objects.order_by("code").values_list("code", "organisation_id")
    }
    return sorted((zones | counties).items())


MIX: Final = "mix"
DAY: Final = "day"
NEVER_COUNTED: Final = ("draft", "abandoned")
IN_DAYS: Final = 60
_KEYS: Final = {
    Axis.ALL: f"'{WHOLE}'",
    Axis.CATEGORY: "category",
    Axis.NATURE: "nature",
    Axis.PAIR: "category || ':' || nature",
    Axis.CHANNEL: "origin",
    Axis.REMEDY: "remedies",  # the list as text: whoever reads it takes it apart
    Axis.AMOUNT: "amount",
    Axis.DAYS: "days_band",
}
OF_COUNTIES: Final = (Axis.ALL, Axis.CATEGORY, Axis.NATURE)


def groups_of(since: date, until: date, *, with_days: bool) -> list[tuple[Any, ...]]:
    """The groups of the cases received from this local day to before that one."""
    groups = [*_months(), _group(MIX, ("handled", "category", "nature", "amount"))]
    if with_days:
        groups.append(_group(DAY, ("CAST(day AS VARCHAR(10))", "city", "county", _KEYS[Axis.PAIR])))
    with connection.cursor() as cursor:
        cursor.execute(*_statement(since, until, " UNION ALL ".join(groups)))
        return list(cursor.fetchall())


def add_days(since: date, until: date) -> None:
    """Count the days into their table, from which they were taken out, without a row passing through here."""
    keys = "day, city, county, category, nature"
    sql, params = _statement(since, until, f"SELECT {keys}, COUNT(*) FROM told GROUP BY {keys}")  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {DayCount._meta.db_table} ({keys}, received) {sql}", params)


def _statement(since: date, until: date, groups: str) -> tuple[str, list[Any]]:
    start, end = (datetime.combine(day, time(), ZONE) for day in (since, until))
    bodies = homes()
    key: Any = Organisation._meta.pk
    known = [(key.get_db_prep_value(pk, connection), city, county) for pk, city, county in bodies]
    home, home_params = _values("home", ("id", "city", "county"), known)
    seat, seat_params = _values("seat", ("code", "city"), seats(bodies))
    ahead = start.utcoffset()
    told = _told(int(ahead.total_seconds()) if ahead else 0)
    adapt = connection.ops.adapt_datetimefield_value
    params = [*home_params, *seat_params, adapt(start), adapt(end)]
    return f"WITH {home}, {seat}, told AS MATERIALIZED ({told}) {groups}", params


def _values(name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[str, list[Any]]:
    """A small table of what this program knows, as a common table expression."""
    head = f"{name}({', '.join(columns)}) AS"
    if not rows:
        return f"{head} (SELECT {', '.join(['NULL'] * len(columns))} WHERE 1 = 0)", []
    row = f"({', '.join(['%s'] * len(columns))})"
    return f"{head} (VALUES {', '.join([row] * len(rows))})", [value for one in rows for value in one]


def _told(ahead: int) -> str:
    """What is told of each case, one row each. The zone has had one distance from UTC since 1991."""
    sql = current()
    day, ended = (sql.local_day(f"c.{name}", ahead) for name in ("submitted_at", "ended_at"))
    days = sql.days_between(day, ended)
    outcome = outcome_case("c.stage", "c.result")
    never = ", ".join(f"'{stage}'" for stage in NEVER_COUNTED)
    # The joins are outer ones so that the database begins with the cases of the month.
    return f"""
        SELECT {day} AS day, COALESCE(home.city, '') AS city,
            CASE WHEN seat.city = home.city THEN seat.code
                WHEN c.consumer_at IN ('', home.city) THEN home.county ELSE '' END AS county,
            COALESCE(NULLIF(led.city, ''), home.city, '') AS handled,
            {stated("c.category")} AS category, {stated("c.nature")} AS nature,
            c.origin AS origin, {sql.text.format(column="c.remedies")} AS remedies,
            {amount_case("c.asked_fen")} AS amount, {days_case(days)} AS days_band,
            CASE WHEN {days} <= {IN_DAYS} THEN 1 ELSE 0 END AS in_days,
            {outcome} AS outcome, COALESCE(c.asked_fen, 0) AS asked,
            CASE WHEN {outcome} = '{Outcome.CONFIRMED.value}' THEN COALESCE(c.settled_fen, 0) ELSE 0 END AS recovered
        FROM {Case._meta.db_table} c LEFT JOIN home ON home.id = c.home_id
            LEFT JOIN home led ON led.id = c.lead_id LEFT JOIN seat ON seat.code = c.consumer_at
        WHERE c.stage NOT IN ({never}) AND c.submitted_at >= %s AND c.submitted_at < %s
    """  # noqa: S608 # made of this program's own words; values are parameters


def _months() -> list[str]:
    of_cities = [_group(axis, (key, "city", "''", "''")) for axis, key in _KEYS.items()]
    of_counties = [
        _group(axis, (_KEYS[axis], "city", "county", "''"), "county <> ''") for axis in OF_COUNTIES
    ]
    return [*of_cities, *of_counties]


def _group(name: str, keys: Sequence[str], condition: str = "1 = 1") -> str:
    outcomes = ", ".join(f"COUNT(*) FILTER (WHERE outcome = '{one.value}')" for one in Outcome)
    grouped = ", ".join(key for key in keys if not key.startswith("'"))
    return (
        f"SELECT '{name}', {', '.join(keys)}, COUNT(*), {outcomes}, CAST(SUM(asked) AS BIGINT), "  # noqa: S608
        f"CAST(SUM(recovered) AS BIGINT), MAX(recovered), SUM(in_days) FROM told WHERE {condition} GROUP BY {grouped}"
    )
