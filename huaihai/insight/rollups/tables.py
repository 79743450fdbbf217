"""What every rollup says of a group of cases, and the three tables of counts, read and written by whole months."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from itertools import batched
from typing import Any, Final

from django.db import connection

from huaihai.insight.axes import Outcome
from huaihai.insight.models import DayCount, MixCount, MonthCount

LARGEST: Final = "largest_fen"


@dataclass(frozen=True, slots=True)
class Measures:
    """Cases received, what became of them (the six add up to `received`), and sums in fen.

    `asked_fen` is what all of them asked for; `recovered_fen` what was agreed in those that the consumer confirmed;
    `largest_fen` the largest single sum in `recovered_fen`.
    """

    received: int = 0
    open: int = 0
    confirmed: int = 0
    not_solved: int = 0
    unknown: int = 0
    withdrawn: int = 0
    elsewhere: int = 0
    asked_fen: int = 0
    recovered_fen: int = 0
    largest_fen: int = 0

    def outcome(self, outcome: Outcome) -> int:
        """How many ended so."""
        return int(getattr(self, outcome.value))

    @property
    def ended(self) -> int:
        """Those that are final, whatever became of them."""
        return self.received - self.open

    def __add__(self, other: "Measures") -> "Measures":
        """Both groups together; they have no case in common."""
        mine, theirs = astuple(self), astuple(other)
        added = [one + two for one, two in zip(mine[:-1], theirs[:-1], strict=True)]
        return Measures(*(*added, max(mine[-1], theirs[-1])))


NAMES: Final = tuple(one.name for one in fields(Measures))  # in the order of the columns everywhere


TOGETHER: Final = 500  # rows written or deleted by one statement
Key = tuple[Any, ...]
Values = tuple[int, ...]
Rows = dict[Key, Values]


@dataclass(frozen=True)
class Table:
    """A table of counts: the field that says when, first of its keys, and the fields counted."""

    model: Any  # a model class
    keys: tuple[str, ...]
    values: tuple[str, ...]

    def between(self, since: date, until: date) -> Any:
        """Its rows from this day to before that one."""
        when = self.keys[0]
        return self.model.objects.filter(**{f"{when}__gte": since, f"{when}__lt": until}).order_by()

    def stored(self, since: date, until: date) -> dict[Key, tuple[int, Values]]:
        """What it holds from this day to before that one: keys → row id and values."""
        width = len(self.keys)
        rows = self.between(since, until).values_list("pk", *self.keys, *self.values)
        return {row[1 : width + 1]: (row[0], row[width + 1 :]) for row in rows.iterator(10_000)}

    def write(self, rows: Iterable[tuple[Key, Values]]) -> None:
        """Add these rows, or give them these values. Called in the caller's transaction."""
        with connection.cursor() as cursor:
            for some in batched(rows, TOGETHER):
                cursor.execute(
                    self._upsert(len(some)), [self._put(one) for row in some for one in (*row[0], *row[1])]
                )

    def delete(self, ids: Sequence[int]) -> None:
        """Rows that are left over."""
        for some in batched(ids, TOGETHER):
            self.model.objects.filter(pk__in=some).delete()

    def _upsert(self, rows: int) -> str:
        names = (*self.keys, *self.values)
        row = f"({', '.join(['%s'] * len(names))})"
        sets = ", ".join(f"{name} = excluded.{name}" for name in self.values)
        return (
            f"INSERT INTO {self.model._meta.db_table} ({', '.join(map(_quoted, names))}) "  # noqa: S608 # own names
            f"VALUES {', '.join([row] * rows)} ON CONFLICT ({', '.join(map(_quoted, self.keys))}) DO UPDATE SET {sets}"
        )

    @staticmethod
    def _put(value: Any) -> Any:
        return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


MONTHS: Final = Table(MonthCount, ("month", "axis", "key", "city", "county"), NAMES)
MIXES: Final = Table(MixCount, ("month", "city", "category", "nature", "amount"), (*NAMES, "in_60_days"))
DAYS: Final = Table(DayCount, ("day", "city", "county", "category", "nature"), ("received",))
ALL: Final = (MONTHS, MIXES, DAYS)
