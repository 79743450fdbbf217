"""The rows of an archive, put into this database: under its own keys, with its own numbers, what is here already left
as it is.

A row that came with an earlier city (a business, a matter of both) is not put in again, nor is what belongs to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, models

from huaihai.businesses.models import Business
from huaihai.front.leaving import bodies, spelling
from huaihai.front.leaving.archive import Reading
from huaihai.front.leaving.history import TAKEN_IN
from huaihai.front.leaving.spelling import AWAY
from huaihai.front.leaving.words import SUBJECT, Line, Model, lines, taken
from huaihai.kit.fields import BlindIndexField
from huaihai.kit.keys.carrying import CannotCarry
from huaihai.kit.refusals import gettext_noop as _
from huaihai.kit.rows import AT_ONCE, count_on, defer_references, insert
from huaihai.members.models import Account, Organisation
from huaihai.record.models import Clock, ClockPause, Event

MOST_NAMED = 5
type Row = dict[str, Any]  # by column


@dataclass
class PuttingIn:
    """One archive on its way in, in the caller's transaction."""

    archive: Reading
    by: str
    at: datetime
    doubles: dict[str, str] = field(
        default_factory=dict
    )  # businesses that were here by their code: key, code
    subjects: set[str] = field(default_factory=set)  # whose chains come
    _here: dict[Model, set[Any]] = field(default_factory=lambda: defaultdict(set))
    _home: set[str] = field(default_factory=set)  # accounts that were known by name alone
    _closed: set[str] = field(default_factory=set)  # subjects of rows that were here
    _before: dict[Model, int] = field(default_factory=dict)  # the last number that this database gave

    def all(self) -> None:
        """Raises CannotCarry."""
        tables = self.archive.manifest["tables"]
        known = {line.model._meta.db_table: line for line in taken()}
        for name in tables:
            if name not in known:
                raise CannotCarry(_("this version has no table %(table)s"), table=name)
        defer_references()
        self.subjects = {row["subject"] for row in self._rows(known["record_event"])}
        own = [self._by_attname(Organisation, row) for row in self._rows(lines()[Organisation])]
        bodies.settle(own, self.archive.manifest, theirs=self.subjects, by=self.by, at=self.at)
        others = [
            line for line in taken() if line.model._meta.db_table in tables and line.model is not Organisation
        ]
        if Event.objects.filter(verb=TAKEN_IN).exists():  # of another city: some of this one may be here
            for line in others:
                self._look(line)
        for line in others:
            self._table(line)
        count_on([line.model for line in taken()])

    def _rows(self, line: Line) -> Iterator[Row]:
        """Each by its columns. Raises CannotCarry."""
        table = line.model._meta.db_table
        if table not in self.archive.manifest["tables"]:
            return
        rows = self.archive.rows(table)
        names: list[str] = next(rows, [])
        if names != [one.column for one in spelling.columns(line.model)]:
            raise CannotCarry(_("the columns of %(table)s are those of another version"), table=table)
        for row in rows:
            if len(row) != len(names):
                raise CannotCarry(_("a row of %(table)s is not whole"), table=table)
            yield dict(zip(names, row, strict=True))

    def _table(self, line: Line) -> None:
        model = line.model
        if line.is_numbered:
            self._before[model] = models.QuerySet(model).aggregate(last=models.Max("pk"))["last"] or 0
        columns = [str(one.column) for one in model._meta.concrete_fields]
        try:
            for some in batched(self._rows(line), AT_ONCE):
                new = [self._filled(line, row) for row in self._new(line, some)]
                known = model is Account and bool(self._home)
                insert(model, columns, [[row[name] for name in columns] for row in new], or_replace=known)
        except IntegrityError as error:
            words = _("a row of %(table)s does not go with what is here (%(why)s)")
            raise CannotCarry(words, table=model._meta.db_table, why=str(error).splitlines()[0]) from error

    def _look(self, line: Line) -> None:
        """Which rows are here already; what is of such a row is taken to be here, too."""
        key, held = str(line.model._meta.pk.column), self._here[line.model]
        for some in batched(self._rows(line), AT_ONCE):
            rows = list(some)
            known = self._known(line, rows, key)
            for row in rows:
                if row[key] in known or self._is_of_one_here(line, row):
                    held.add(row[key])
                    self._closed.update(f"{kind}:{row[key]}" for kind, _column in line.subjects)

    def _new(self, line: Line, some: Iterable[Row]) -> list[Row]:
        key, held = str(line.model._meta.pk.column), self._here[line.model]
        new = [row for row in some if row[key] not in held and not self._is_closed(line, row)]
        self._refuse_taken(line.model, new)
        return new

    def _known(self, line: Line, rows: list[Row], key: str) -> set[Any]:
        if line.is_numbered or line.by == SUBJECT:
            return set()
        found: Any = models.QuerySet(line.model).filter(pk__in=[row[key] for row in rows])
        if line.model is not Account:
            return {str(one) for one in found.values_list("pk", flat=True)}
        named = {str(one.pk): one for one in found}
        coming = {row[key]: row for row in rows if row[key] in named}
        return {one for one, row in coming.items() if not self._comes_home(named[one], row)}

    def _comes_home(self, known: Account, row: Row) -> bool:
        """Whether somebody was known by name alone, and comes with the own city now."""
        if not known.username.startswith(AWAY) or row["username"].startswith(AWAY):
            return False
        self._home.add(row["id"])
        return True

    def _is_of_one_here(self, line: Line, row: Row) -> bool:
        above = line.above
        if above is None or not self._here[above]:
            return False
        return row[str(line.model._meta.get_field(line.by).column)] in self._here[above]  # type: ignore[union-attr]

    def _is_closed(self, line: Line, row: Row) -> bool:
        """Of a chain that is here."""
        if line.by == SUBJECT:
            is_here = row["subject"] in self._closed
        else:
            is_here = line.model is ClockPause and row["clock_id"] in self._here[Clock]
        if is_here:
            self._here[line.model].add(row[str(line.model._meta.pk.column)])
        return is_here

    def _refuse_taken(self, model: Model, rows: list[Row]) -> None:
        """Somebody else here has what only one may have. A business is told by its code, and merged."""
        for column in model._meta.concrete_fields:
            if not column.unique or column.primary_key or not isinstance(column, models.CharField):
                continue
            name = str(column.column)
            by_value = {row[name]: row for row in rows if row[name]}
            same: Any = models.QuerySet(model).filter(**{f"{column.name}__in": list(by_value)})
            found = dict(same.values_list(column.name, "pk"))
            if model is Business:
                for code, key in found.items():
                    self._double(by_value[code], name, key)
            elif found:
                raise CannotCarry(
                    _("%(table)s: others here have %(column)s %(values)s already"),
                    table=model._meta.db_table,
                    column=name,
                    values=", ".join(sorted(map(str, found))[:MOST_NAMED]),
                )

    def _double(self, row: Row, code: str, key: UUID) -> None:
        self.doubles[row["id"]] = row[code]
        row[code], row["merged_into_id"] = None, str(key)

    def _filled(self, line: Line, row: Row) -> Row:
        """With what this database gives, and what was left out."""
        model = line.model
        for one in model._meta.concrete_fields:
            name = str(one.column)
            target: Any = one.related_model or (model if one.primary_key else None)
            if isinstance(one, BlindIndexField):
                row[name] = one.of(row[one.source] or "")
            elif target in self._before and row.get(name) is not None:
                row[name] = self._before[target] + int(row[name])
        if model is Account:
            row["password"] = make_password(None)
        row |= LEFT_OUT.get(model._meta.label, {})
        return row

    @staticmethod
    def _by_attname(model: Model, row: Row) -> Row:
        return {one.attname: row[str(one.column)] for one in spelling.columns(model)}


LEFT_OUT: dict[str, Row] = {
    "cases.Case": {"lead_key": None, "to_index": True},
    "record.Event": {"is_in_log": False},
}
