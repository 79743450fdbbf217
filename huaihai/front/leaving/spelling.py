"""Rows that leave, as an archive has them: alike wherever they are written.

What an installation makes itself is left out. A number that a database gave becomes that of the line; a column that
names what is not taken becomes empty. Of a body there is what its pack does not say, of people and bodies of elsewhere
no more than that they are.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from huaihai.businesses.models import Business
from huaihai.front.leaving.belonging import Belongings
from huaihai.front.leaving.words import ALONG, GOES, SUBJECT, Line, Model, lines, taken
from huaihai.kit.canonical import canonical
from huaihai.kit.fields import BlindIndexField
from huaihai.kit.refusals import Refusal, gettext_noop
from huaihai.kit.rows import Field, spelled
from huaihai.members.directory import CONTACT
from huaihai.members.models import Account, Organisation
from huaihai.record.models import Clock, ClockPause

OWN_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "cases.Case": ("lead_key", "to_index"),
    "members.Account": ("password",),
    "record.Event": ("is_in_log",),
}
SEEDED: Final = (Organisation.Kind.CITY, Organisation.Kind.COUNTY)  # by a pack, which says the rest of them
OF_A_BODY: Final = frozenset({"id", "key", "path"})
OF_A_SEEDED: Final = OF_A_BODY | {"kind", "is_computerised", "contact_corrected_at"}
AWAY: Final = "away-"  # how an account of elsewhere is called

type Row = dict[str, Any]  # by attname


class CannotLeave(Refusal):
    """Nothing was written; the message says why."""


def columns(model: Model) -> list[Field]:
    """What is written of a table."""
    own = OWN_COLUMNS.get(model._meta.label, ())
    return [
        one
        for one in model._meta.concrete_fields
        if one.name not in own and not isinstance(one, BlindIndexField)
    ]


def line(values: list[Any]) -> bytes:
    return canonical(values) + b"\n"


def read(text: bytes) -> Any:
    return json.loads(text)


@dataclass
class Spelling:
    """The tables of one city. Each must be read before the next one is asked for: others name its rows."""

    held: Belongings
    _numbers: dict[Model, dict[Any, int]] = field(default_factory=dict)

    def tables(self) -> Iterator[tuple[Line, Iterator[bytes]]]:
        """Each with its lines, the names of its columns first."""
        for one in taken():
            yield one, self._lines(one)

    def _lines(self, one: Line) -> Iterator[bytes]:
        fields = columns(one.model)
        is_first = True
        for row in self._rows(one, fields):
            if is_first:
                yield line([field.column for field in fields])
                is_first = False
            yield line([row[field.attname] for field in fields])

    def _rows(self, one: Line, fields: list[Field]) -> Iterator[Row]:
        names = [field.attname for field in fields]
        changes = self._changes(one, fields)
        known = self._numbers.setdefault(one.model, {})
        for some in self.held.of(one.model, GOES, ALONG):
            found = [
                dict(zip(("pk", *names), values, strict=True)) for values in some.values_list("pk", *names)
            ]
            for row in sorted(found, key=self._place(one)):
                key = row.pop("pk")
                for name, change in changes:
                    row[name] = change(row[name], key)
                if one.is_numbered:
                    known[key] = row[str(one.model._meta.pk.attname)] = len(known) + 1
                yield self._as_carried(one.model, row)

    def _place(self, one: Line) -> Callable[[Row], Any]:
        """In which order, whatever the database."""
        if one.model is ClockPause:
            clocks = self._numbers[Clock]
            return lambda row: (clocks[row["clock_id"]], row["pk"])
        first = SUBJECT if one.by == SUBJECT else one.sorted_by
        return lambda row: (row[first] if first else None, row["pk"])

    def _changes(self, one: Line, fields: list[Field]) -> list[tuple[str, Callable[[Any, Any], Any]]]:
        return [(field.attname, self._change(one, field)) for field in fields]

    def _change(self, one: Line, field: Field) -> Callable[[Any, Any], Any]:
        target: Any = field.related_model
        if target is None:
            return lambda value, key: spelled(field, value, key)

        def named(value: Any, key: Any) -> Any:
            found = self._named(target, value)
            if found is None and value is not None and not field.null:
                words = gettext_noop(
                    "%(table)s %(key)s names something that does not go with it (%(column)s)"
                )
                raise CannotLeave(words, table=one.model._meta.label, key=key, column=field.name)
            return found

        return named

    def _named(self, target: Model, value: Any) -> Any:
        """How a row of this table is named; None for one that is not taken."""
        above = lines()[target]
        if value is None or not above.is_taken:
            return None
        if above.is_numbered:
            if target in self._numbers:
                return self._numbers[target].get(value)
            raise LookupError(f"{target._meta.label} comes too late")
        return str(value) if self.held.has(target, value) else None

    def _as_carried(self, model: Model, row: Row) -> Row:
        if model is Organisation:
            return self._body(row)
        if model is Account:
            return self._account(row)
        if model is Business and (code := self._doubles.get(row["id"])) and not row[Business.CODE]:
            return row | {Business.CODE: code, "merged_into_id": None}
        return row

    def _body(self, row: Row) -> Row:
        own = self._own_bodies.get(row["id"])
        if own is None:
            kept = OF_A_BODY
        elif own.kind in SEEDED:
            kept = OF_A_SEEDED | (set(CONTACT) if own.contact_corrected_at else set())
        else:
            return row
        return {name: value if name in kept else None for name, value in row.items()}

    def _account(self, row: Row) -> Row:
        if row["id"] in self._own_accounts:
            return row
        return row | {"username": f"{AWAY}{row['id']}", "is_active": False, "is_demo": False}

    @cached_property
    def _doubles(self) -> dict[str, str]:
        return {str(key): code for key, code in self.held.doubles.items()}

    @cached_property
    def _own_bodies(self) -> dict[str, Organisation]:
        return {str(key): body for key, body in self.held.own_bodies.items()}

    @cached_property
    def _own_accounts(self) -> set[str]:
        return {str(key) for key in self.held.own_accounts}
