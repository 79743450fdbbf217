"""The plain count over all cases, as somebody would ask it who has no rollups: for equality, and for comparison.

It shares nothing with `insight/rollups/statement.py` but the tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

_DAY: Final = {
    "sqlite": "date({}, '+8 hours')",
    "postgresql": "to_char({} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')",
}
_DAYS: Final = {
    "sqlite": "(julianday(date(ended_at, '+8 hours')) - julianday(date(submitted_at, '+8 hours')))",
    "postgresql": (
        "((ended_at AT TIME ZONE 'Asia/Shanghai')::date - (submitted_at AT TIME ZONE 'Asia/Shanghai')::date)"
    ),
}
_REMEDIES: Final = {
    "sqlite": "CROSS JOIN json_each(c.remedies) r",
    "postgresql": "CROSS JOIN LATERAL jsonb_array_elements_text(c.remedies) r(value)",
}
_MEASURES: Final = """
    count(*),
    sum(CASE WHEN stage NOT IN ('closed', 'terminated', 'withdrawn', 'declined', 'referred', 'linked')
        THEN 1 ELSE 0 END),
    sum(CASE WHEN stage = 'closed' AND result = 'fulfilled' THEN 1 ELSE 0 END),
    sum(CASE WHEN stage = 'terminated' OR (stage = 'closed' AND result = 'unfulfilled') THEN 1 ELSE 0 END),
    sum(CASE WHEN stage = 'closed' AND result NOT IN ('fulfilled', 'unfulfilled') THEN 1 ELSE 0 END),
    sum(CASE WHEN stage = 'withdrawn' THEN 1 ELSE 0 END),
    sum(CASE WHEN stage IN ('declined', 'referred', 'linked') THEN 1 ELSE 0 END),
    coalesce(sum(asked_fen), 0),
    coalesce(sum(CASE WHEN stage = 'closed' AND result = 'fulfilled' THEN settled_fen END), 0),
    coalesce(max(CASE WHEN stage = 'closed' AND result = 'fulfilled' THEN settled_fen END), 0)
"""


@dataclass(frozen=True)
class Question:
    """What is counted by, in SQL, and what the cases are joined with for it."""

    name: str
    by: str
    joined: str = ""


def questions() -> Iterator[Question]:
    """Every axis, months, cities and counties, each over all cases."""
    month = f"substr({_DAY[connection.vendor].format('submitted_at')}, 1, 7)"
    days = _DAYS[connection.vendor]
    yield Question("all", "'all'")
    yield Question("category", "category")
    yield Question("nature", "nature")
    yield Question("pair", "category || ':' || nature")
    yield Question("channel", "origin")
    yield Question(
        "amount",
        "CASE WHEN asked_fen IS NULL THEN 'none' WHEN asked_fen < 20000 THEN '0-200' "
        "WHEN asked_fen < 100000 THEN '200-1000' WHEN asked_fen < 500000 THEN '1000-5000' "
        "WHEN asked_fen < 2000000 THEN '5000-20000' ELSE '20000+' END",
    )
    yield Question(
        "days",
        f"CASE WHEN ended_at IS NULL THEN 'open' WHEN {days} <= 7 THEN '0-7' WHEN {days} <= 30 THEN '8-30' "
        f"WHEN {days} <= 60 THEN '31-60' WHEN {days} <= 90 THEN '61-90' ELSE '91+' END",
    )
    yield Question("month", month)
    yield Question("remedy", "r.value", _REMEDIES[connection.vendor])
    city, desk = "substr(o.path, 10, 6)", "substr(o.path, 17, 6)"  # alliance/320300/320302/
    yield Question("city", city)
    yield Question("county", f"CASE WHEN consumer_at = {city} THEN {desk} ELSE consumer_at END")


def answer(question: Question) -> dict[str, tuple[int, ...]]:
    """Key → the ten measures, in one query over all cases."""
    sql = (
        f"SELECT {question.by} AS k, {_MEASURES} FROM cases_case c JOIN members_organisation o ON o.id = c.home_id "  # noqa: S608
        f"{question.joined} WHERE submitted_at IS NOT NULL AND stage NOT IN ('draft', 'abandoned') GROUP BY k"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0]: tuple(map(int, row[1:])) for row in cursor.fetchall() if row[0]}


def days_counted() -> dict[str, int]:
    """Local day → cases received."""
    day: Any = _DAY[connection.vendor].format("submitted_at")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {day} AS k, count(*) FROM cases_case WHERE submitted_at IS NOT NULL "  # noqa: S608
            "AND stage NOT IN ('draft', 'abandoned') GROUP BY k"
        )
        return dict(cursor.fetchall())
