"""Pages of a list without an end: each is found by the row before it, so page forty costs what page one costs.

"Next" and "previous" carry the values of the last or the first row by which the list is ordered (`after`, `before`).
Rows that come, go or move meanwhile neither make another row skipped nor shown twice. Pages within what is counted can
also be jumped to by their number. What stands in the address is read as values of these fields; nonsense is as if
nothing was asked. On either database a value that is missing counts as the greatest.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Field, Model, Q, QuerySet, Value, Window
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from huaihai.kit import paging
from huaihai.kit.compiled import Unread
from huaihai.kit.paging import PER_PAGE, Page

type Key = tuple[Any, ...]

LONGEST = 2_000  # characters of a key in an address
MOST = 2**63  # of a number that a column holds


@dataclass(frozen=True)
class KeyedPage(Page[Any]):
    """One page, as keys of its rows; `before` and `after` lead to the pages beside it. `first` are the first thousand
    in order, with the values that put them there, if they were read for it."""

    first: Sequence[Key] = ()

    @property
    def numbers(self) -> list[int | None]:
        """The pages that can be jumped to: those that were counted."""
        return [n for n in super().numbers if n is None or n <= self.last or n == self.number]

    @property
    def has_previous(self) -> bool:
        return self.before is not None

    @property
    def has_next(self) -> bool:
        return self.after is not None


@dataclass(frozen=True)
class Term:
    """One of the fields by which a list is ordered."""

    name: str
    field: "Field[Any, Any]"
    is_falling: bool
    may_miss: bool

    def turned(self) -> "Term":
        return Term(self.name, self.field, not self.is_falling, self.may_miss)

    @property
    def order(self) -> Any:
        by = F(self.name)
        if not self.may_miss:
            return by.desc() if self.is_falling else by.asc()
        return by.desc(nulls_first=True) if self.is_falling else by.asc(nulls_last=True)

    def beyond(self, value: Any, rest: Q | None) -> Q:
        """Rows that stand behind this value, or at it and then fit the rest."""
        way = "lt" if self.is_falling else "gt"
        if not self.may_miss:  # the first part is what an index walks
            further = Q(**{f"{self.name}__{way}": value})
            return further if rest is None else Q(**{f"{self.name}__{way}e": value}) & (further | rest)
        missing = Q(**{f"{self.name}__isnull": True})
        if value is None:
            further, same = (~missing if self.is_falling else Q(pk__in=())), missing
        else:
            further, same = Q(**{f"{self.name}__{way}": value}), Q(**{self.name: value})
            further = further if self.is_falling else further | missing
        return further if rest is None else further | (same & rest)

    def read(self, text: Any) -> Any:
        """The value as it stands in an address. Raises ValueError or ValidationError."""
        if text is None and self.may_miss:
            return None
        if not isinstance(text, str) or "\x00" in text:
            raise ValueError("no text")
        text.encode()
        value = self.field.to_python(text)
        if isinstance(value, datetime):
            return value.astimezone(UTC) if value.tzinfo else _refuse("no zone")
        return _refuse("too large") if isinstance(value, int) and not -MOST <= value < MOST else value


def page_of[M: Model](
    rows: QuerySet[M, Any], asked: Mapping[str, Any], *, per_page: int = PER_PAGE
) -> KeyedPage:
    """The page a reader asked for, as keys; `rows` are ordered by names of fields, the last of them one that differs in
    each row. Two queries; one where nothing is asked of rows that must be put in order as a whole anyway; none where
    somebody has read their `begin`."""
    walk = Walk.of(rows)
    begin = _begin_of(rows, asked, per_page)
    first = walk.read(paging.COUNT_TO + 1) if walk.is_whole and begin is None else begin
    counted = len(first) if first is not None and begin is None else paging.counted(rows)
    total, is_more = min(counted, paging.COUNT_TO), counted > paging.COUNT_TO
    number, last = paging.number_of(asked.get("page")), max(1, -(-total // per_page))
    found = walk.beside(asked, per_page, first or ())
    if found is None:
        number = min(number, last)
        start = (number - 1) * per_page
        some = first[start : start + per_page + 1] if first is not None else walk.read(per_page + 1, start)
        found = some[:per_page], number > 1, len(some) > per_page
    keys, is_behind, goes_on = found
    number = max(2, number if is_more else min(number, last)) if is_behind else 1
    return KeyedPage(
        [key[-1] for key in keys],
        number,
        total,
        is_more,
        per_page,
        walk.written(keys[0]) if is_behind else None,
        walk.written(keys[-1]) if goes_on else None,
        () if begin is not None else first or (),
    )


@dataclass(frozen=True)
class Walk:
    """Rows in an order of which the last field differs in each."""

    rows: QuerySet[Any, Any]
    terms: Sequence[Term]

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> "Walk":
        terms = [_term(rows, str(name)) for name in rows.query.order_by]
        return cls(rows.prefetch_related(None), terms)

    @cached_property
    def is_whole(self) -> bool:
        """Whether no index can have this order: it begins with what is worked out, or with a field of another table."""
        name = self.terms[0].name
        return name in self.rows.query.annotations or LOOKUP_SEP in name

    def read(
        self, number: int, start: int = 0, where: Q | None = None, *, turned: bool = False
    ) -> Sequence[Key]:
        """Keys of the first rows from there on, the last value of each is its own."""
        rows = self.rows if where is None else self.rows.filter(where)
        return Unread(self._ordered(rows, turned=turned)[start : start + number])

    def begin(self, number: int) -> tuple[Sequence[Key], int]:
        """Keys of the first rows, and how many rows there are in all."""
        rows = self.rows.annotate(of_all=Window(Count("*")))
        found = Unread(self._ordered(rows, "of_all")[:number])[:]
        return [row[:-1] for row in found], found[0][-1] if found else 0

    def _ordered(self, rows: QuerySet[Any, Any], *more: str, turned: bool = False) -> QuerySet[Any, Any]:
        order = [(term.turned() if turned else term).order for term in self.terms]
        return rows.order_by(*order).values_list(*(term.name for term in self.terms), *more)

    def beside(
        self, asked: Mapping[str, Any], per_page: int, first: Sequence[Key]
    ) -> tuple[Sequence[Key], bool, bool] | None:
        """The rows after or before what was asked, and whether there are more before and after them; None where there
        are none. If the row asked for still stands among the first ones, they say it."""
        found: Sequence[Key]
        if (key := self.key_of(asked.get("after"))) is not None:
            first = list(first)
            place = first.index(key) + 1 if key in first else None
            if place is not None and place + per_page < len(first):
                found = first[place : place + per_page + 1]
            else:
                found = self.read(per_page + 1, where=_beyond(self.terms, key))
            return (found[:per_page], True, len(found) > per_page) if found else None
        if (key := self.key_of(asked.get("before"))) is not None:
            first = list(first)
            if key in first:
                found = first[max(0, first.index(key) - per_page - 1) : first.index(key)][::-1]
            else:
                turned = [term.turned() for term in self.terms]
                found = self.read(per_page + 1, where=_beyond(turned, key), turned=True)
            return (found[:per_page][::-1], len(found) > per_page, True) if found else None
        return None

    def written(self, key: Key) -> str:
        """A key for an address."""
        words = [None if value is None else str(value) for value in key]
        packed = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    def key_of(self, text: Any) -> Key | None:
        """The key that stands in an address; None if it is none of this list."""
        if not text or not isinstance(text, str) or len(text) > LONGEST:
            return None
        try:
            words = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            if not isinstance(words, list) or len(words) != len(self.terms):
                return None
            return tuple(term.read(word) for term, word in zip(self.terms, words, strict=True))
        except (ValueError, ValidationError, OverflowError, RecursionError):
            return None


def _begin_of(rows: QuerySet[Any, Any], asked: Mapping[str, Any], per_page: int) -> Sequence[Key] | None:
    """The rows that are known to come first, if the page asked for is among them."""
    begin: Sequence[Key] = getattr(rows, "begin", ())
    is_first = paging.number_of(asked.get("page")) == 1 and not (asked.get("after") or asked.get("before"))
    return begin if begin and is_first and len(begin) >= min(per_page + 1, paging.counted(rows)) else None


def is_keyed(rows: QuerySet[Any, Any]) -> bool:
    """Whether pages can be found by the order of these rows."""
    order = rows.query.order_by
    return bool(order) and order[-1] == "pk" and all(isinstance(name, str) for name in order)


def _beyond(terms: Sequence[Term], key: Key) -> Q:
    found: Q | None = None
    for term, value in reversed(list(zip(terms, key, strict=True))):
        found = term.beyond(value, found)
    return found or Q()


def _term(rows: QuerySet[Any, Any], order: str) -> Term:
    name = order.removeprefix("-")
    annotation: Any = rows.query.annotations.get(name)
    if annotation is not None:
        last = annotation.get_source_expressions()[-1] if isinstance(annotation, Coalesce) else None
        is_sure = isinstance(last, Value) and last.value is not None
        return Term(name, annotation.output_field, order.startswith("-"), may_miss=not is_sure)
    meta, may_miss = rows.model._meta, False
    field: Any = None
    for part in name.split(LOOKUP_SEP):
        field = meta.pk if part == "pk" else meta.get_field(part)
        may_miss = may_miss or field.null
        meta = field.related_model._meta if field.is_relation else meta
    said: list[Any] = rows.query.where.children
    is_sure = any(isinstance(one, IsNull) and one.rhs is False and one.lhs.target is field for one in said)
    return Term(name, field, order.startswith("-"), may_miss and not is_sure)


def _refuse(why: str) -> Any:
    raise ValueError(why)
