"""Rows go for good with the files that they alone name, some hundreds in one transaction, so that a run that was
stopped goes on where it was. What refers to a row that goes is emptied; a subject of the record that stays and loses
rows gets an event, so that the log commits to what is left.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from itertools import batched
from types import SimpleNamespace
from typing import Any, Final

from django.db import connection, models, router, transaction

from huaihai.front.leaving import words
from huaihai.front.leaving.belonging import Belongings
from huaihai.front.leaving.words import ANEW, GOES, Model
from huaihai.kit import versions
from huaihai.kit.filestore import keeping, pages
from huaihai.kit.filestore.stores import FOLDERS, store
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.models import DepartedChain
from huaihai.record.verify import commitments

AT_ONCE: Final = 300  # rows of one transaction
PROGRAM: Final = Actor.system("leaving")
LOST: Final = "rows let go"  # of a subject that stays
GUARDED: Final = {  # tables whose rows the database keeps as they are, and what guards them
    "compensation_entry": "huaihai.compensation.migrations.0002_ledger_is_append_only",
    "compensation_posting": "huaihai.compensation.migrations.0002_ledger_is_append_only",
    "prepaid_cardentry": "huaihai.prepaid.migrations.0002_entries_stay",
}


@dataclass
class Deleting:
    """One run: what went, by table; files; what stays since others need it."""

    root: str
    at: datetime
    rows: Counter[str] = field(default_factory=Counter)
    needed: Counter[str] = field(default_factory=Counter)
    files: int = 0
    going: frozenset[str] = frozenset()  # subjects of the record that go, with an event or without

    def all_of(self, found: Iterable[tuple[Model, "models.QuerySet[Any, Any]"]]) -> None:
        """These rows, in this order."""
        for model, some in found:
            self.those(model, list(some.values_list("pk", flat=True)))

    def those(self, model: Model, keys: Collection[Any]) -> None:
        """The rows of this table with these keys. One that a row needs which stays is counted in `needed`."""
        for some in batched(_newest_first(model, keys), AT_ONCE):
            with transaction.atomic(), _unguarded(model._meta.db_table):
                going = self._loosened(model, list(some))
                if not going:
                    continue
                rows = all_rows(model).filter(pk__in=going)
                subjects = staying_subjects(model, rows)
                names = _files_named(model, rows)
                rows._raw_delete(router.db_for_write(model))  # noqa: SLF001 -- what hangs on them went before
                self.rows[model._meta.label] += len(going)
                self.files += remove_files(names)
                self.note(subjects)
                versions.changed()

    def changed(self, model: Model, keys: Collection[Any], **values: Any) -> int:
        """Put these values into rows that stay; how many were other before."""
        done = 0
        for some in batched(keys, AT_ONCE):
            with transaction.atomic():
                rows = all_rows(model).filter(pk__in=some)
                names = _files_named(model, rows)
                for row in rows:
                    if any(getattr(row, name) != value for name, value in values.items()):
                        for name, value in values.items():
                            setattr(row, name, value)
                        models.Model.save_base(row, force_update=True)
                        done += 1
                self.files += remove_files(names)
                self.note(staying_subjects(model, rows))
                versions.changed()
        return done

    def note(self, subjects: Iterable[str]) -> None:
        """In the chains of these subjects that they lost rows, or words."""
        for subject in sorted(set(subjects) - self.going):
            events.write(subject=subject, verb=LOST, by=PROGRAM.key, at=self.at, facts={"root": self.root})

    def _loosened(self, model: Model, keys: list[Any]) -> list[Any]:
        """Those of these rows that nobody needs any more: what may be empty is emptied, what is made anew goes."""
        needed: set[Any] = set()
        for relation in model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ManyToOneRel):
                continue
            other, name = relation.related_model, relation.field.name
            rows = all_rows(other).filter(**{f"{name}__in": keys})
            if other is model:
                rows = rows.exclude(pk__in=keys)
            found = list(rows.values_list("pk", flat=True))
            if not found:
                continue
            if words.lines()[other].word == ANEW or f"{other._meta.label}.{name}" in GO_WITH:
                self.those(other, found)
            elif relation.field.null:
                subjects = staying_subjects(other, all_rows(other).filter(pk__in=found))
                all_rows(other).filter(pk__in=found).update(**{name: None})
                self.note(subjects)
            else:
                column = relation.field.attname
                needed.update(all_rows(other).filter(pk__in=found).values_list(column, flat=True))
        self.needed[model._meta.label] += len(needed)
        return [key for key in keys if key not in needed]


def _newest_first(model: Model, keys: Collection[Any]) -> Collection[Any]:
    """Where rows refer to earlier ones of their own table, those that refer go first: nothing has to be emptied."""
    refers = any(one.related_model is model for one in model._meta.concrete_fields)
    return sorted(keys, reverse=True) if refers else keys


GO_WITH: Final = frozenset(  # columns of rows that say nothing without what they name
    {"insight.AlarmText.publication", "insight.AlarmSweep.project", "education.Delivery.press"}
)


def staying_subjects(model: Model, rows: "models.QuerySet[Any, Any]") -> set[str]:
    """The subjects of the record that commit to these rows and did not go."""
    found: set[str] = set()
    for one in commitments.committed():
        if one.model_class is model:
            keys = rows.filter(**one.where).values_list(one.by, flat=True).distinct()
            found.update(one.subject(key) for key in keys)
    for some in batched(sorted(found), AT_ONCE):
        found -= set(DepartedChain.objects.filter(subject__in=some).values_list("subject", flat=True))
    return found


def remove_files(names: Collection[str]) -> int:
    """The stored files of these names that no row names any more; how many there were."""
    left = set(names)
    for model, column in keeping.columns():
        if not left:
            return 0
        for some in batched(sorted(left), AT_ONCE):
            left -= set(all_rows(model).filter(**{f"{column}__in": some}).values_list(column, flat=True))
    removed = 0
    for name in left:
        for one in (name, pages.key_of(name)):
            removed += sum(store().remove(folder, one) for folder in FOLDERS)
    return removed


def file_count(held: Belongings) -> int:
    """How many stored files will go with it: those that nobody else's rows name."""
    going: dict[Model, set[Any]] = defaultdict(set)
    names: set[str] = set()
    for model, rows in (*held.rows(GOES), *held.ends()):
        going[model].update(rows.values_list("pk", flat=True))
        names |= _files_named(model, rows)
    for model, column in keeping.columns():
        for some in batched(sorted(names), AT_ONCE):
            found = all_rows(model).filter(**{f"{column}__in": some}).values_list("pk", column)
            names -= {name for key, name in found if key not in going[model]}
    return sum(store().has(folder, one) for folder in FOLDERS for one in {*names, *map(pages.key_of, names)})


def all_rows(model: Model) -> "models.QuerySet[Any, Any]":
    """Whoever may see them, and past what a table refuses."""
    return models.QuerySet(model).order_by()


def is_held_by_others(model: Model, key: Any, *, but: Collection[Model]) -> bool:
    """Whether a row of another table than these refers to this one."""
    others = [
        one for one in model._meta.get_fields(include_hidden=True) if isinstance(one, models.ManyToOneRel)
    ]
    return any(
        all_rows(one.related_model).filter(**{one.field.name: key}).exists()
        for one in others
        if one.related_model not in but
    )


def _files_named(model: Model, rows: "models.QuerySet[Any, Any]") -> set[str]:
    names = [name for one, name in keeping.columns() if one is model]
    return {value for row in rows.values_list(*names) for value in row if value} if names else set()


@contextmanager
def _unguarded(table: str) -> Iterator[None]:
    """The database guards some tables against its own programs; what went as a whole may go."""
    if table not in GUARDED:
        yield
        return
    guard = import_module(GUARDED[table])
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        guard.unprotect(None, editor)
        yield
        if (
            connection.vendor == "postgresql"
        ):  # what is asked at the end of a transaction would hold the table
            connection.check_constraints()
        guard.protect(None, editor)
