"""The few words of SQL in which the two databases differ, and the bands and outcomes as CASE expressions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import connection

from huaihai.insight import axes
from huaihai.insight.outcomes import OF_RESULT, OF_STAGE, Outcome


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


def outcome(stage: str, result: str) -> str:
    """`outcomes.outcome_of` in SQL, from the same tables."""
    results = [(f"{result} = '{one}'", outcome.value) for one, outcome in OF_RESULT.items()]
    stages = [(f"{stage} = '{one}'", outcome.value) for one, outcome in OF_STAGE.items()]
    closed = _case(results, Outcome.UNKNOWN.value)
    return f"CASE WHEN {stage} = 'closed' THEN {closed} ELSE {_case(stages, Outcome.OPEN.value)} END"


def amount(fen: str) -> str:
    """`axes.amount_key` in SQL."""
    bands = [(f"{fen} IS NULL", axes.NOT_STATED), *((f"{fen} < {end}", key) for key, end in axes.AMOUNTS)]
    return _case(bands, axes.LARGEST)


def days(number: str) -> str:
    """`axes.days_key` in SQL."""
    bands = [(f"{number} IS NULL", axes.OPEN), *((f"{number} <= {end}", key) for key, end in axes.DAYS)]
    return _case(bands, axes.LONGEST)


def stated(column: str) -> str:
    """The column, or `axes.NOT_STATED` where it is empty."""
    return f"CASE WHEN {column} = '' THEN '{axes.NOT_STATED}' ELSE {column} END"
