"""What the log commits to beside events: a digest over those rows of a subject that change with its events alone.

Each room names its rows in a module of its own (`reactions.COMMITTED`): `ROWS`, and `LEFT_OUT` with a reason for every
other model. A digest is keyed, so that nobody who reads the log tries out what rows say; texts enter opened, since a
new sealing key changes what is stored. What is empty is left out, so that a column added later changes no digest
while it is empty.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from itertools import batched
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models
from django.db.models import Exists, OuterRef

from huaihai import reactions
from huaihai.kit.canonical import canonical, plain
from huaihai.kit.compiled import Compiled, padded
from huaihai.kit.fields import BlindIndexField, SealedTextField
from huaihai.kit.sealing import CannotOpen
from huaihai.record.models import Event, LogLeaf

UNREADABLE = {"": "cannot be read"}  # in place of such a text, or row
DAMAGED = (ValueError, TypeError, ArithmeticError, DatabaseError)  # what reading a damaged value may raise
EMPTY: tuple[Any, ...] = (None, "", [], {})
AT_ONCE = 500  # keys in one query
FEW = 64  # keys: a query for so many is compiled once, for each power of two

type Content = dict[str, dict[str, dict[str, Any]]]  # by model and key of the row: values by column


@dataclass(frozen=True)
class Rows:
    """Rows of one model that belong to subjects `kind:…`; `by` leads from a row to what stands behind the colon.

    Without a kind `by` leads to the whole subject. `free`: columns that change without an event of the subject (search
    texts, reminders, counters). `is_silent`: there are subjects of which no event tells, until something changes.
    """

    model: str
    kind: str
    by: str = "pk"
    free: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    is_silent: bool = False

    @property
    def model_class(self) -> type[models.Model]:
        return apps.get_model(self.model)

    @cached_property
    def columns(self) -> "list[models.Field[Any, Any]]":
        """What is committed: all but what is free, and what follows from a sealed text under a key."""
        free = set(self.free.split())
        return [
            one
            for one in self.model_class._meta.concrete_fields
            if one.name not in free and not isinstance(one, BlindIndexField)
        ]

    def all(self) -> "models.QuerySet[Any, Any]":
        return models.QuerySet(self.model_class).filter(**self.where).order_by()

    def read(self, keys: Iterable[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Subject, key and values of each row that belongs to one of these."""
        wanted = [key for one in keys if (key := self._as_key(one)) is not None]
        for some in batched(wanted, AT_ONCE):
            try:
                yield from [self._values(one) for one in self._found(some)]
            except DAMAGED:
                for key, row in list(self._of(some).values_list(self.by, "pk")):
                    yield self._alone(key, row)

    def _found(self, keys: Sequence[Any]) -> "Iterable[Sequence[Any]]":
        if len(keys) > FEW:
            return self._columns_of(self._of(keys))
        return self._of_few(keys=padded(keys, 1 << (len(keys) - 1).bit_length()))

    @cached_property
    def _of_few(self) -> Compiled[Any]:
        return Compiled(lambda keys: self._columns_of(self._of(keys)), keys=self._key)

    def _of(self, keys: Iterable[Any]) -> "models.QuerySet[Any, Any]":
        return self.all().filter(**{f"{self.by}__in": keys})

    def subject(self, key: Any) -> str:
        return f"{self.kind}:{key}" if self.kind else str(key)

    def _columns_of(self, rows: "models.QuerySet[Any, Any]") -> "models.QuerySet[Any, Any]":
        return rows.values_list(self.by, "pk", *(one.attname for one in self.columns))

    def _values(self, found: Sequence[Any]) -> tuple[str, str, dict[str, Any]]:
        key, row, *values = found
        said = {one.attname: _said(one, value, row) for one, value in zip(self.columns, values, strict=True)}
        return self.subject(key), str(row), {n: v for n, v in said.items() if v not in EMPTY}

    def _alone(self, key: Any, row: Any) -> tuple[str, str, dict[str, Any]]:
        """A row of some of which at least one cannot be read."""
        try:
            return self._values(self._columns_of(self.all().filter(pk=row)).get())
        except DAMAGED:
            return self.subject(key), str(row), UNREADABLE

    def _as_key(self, text: str) -> Any:
        """None for what no such row can have."""
        try:
            return self._key.to_python(text)
        except ValidationError:
            return None

    @cached_property
    def _key(self) -> Any:
        """The field that `by` leads to."""
        found: Any = self.model_class
        for name in self.by.split("__"):
            step = found._meta.pk if name == "pk" else found._meta.get_field(name)
            found = step.related_model
        return step.target_field if step.is_relation else step


def of(subjects: Sequence[str]) -> dict[str, str]:
    """The digests of the subjects' rows as they are now; a subject of which no room keeps rows is not in it."""
    return {subject: digest(held) for subject, held in contents(subjects).items()}


def altered(subjects: Sequence[str]) -> list[str]:
    """The subjects whose rows are others than the log committed to with their last event. One whose last event is not
    in the log yet is not among them."""
    later = Event.objects.filter(subject=OuterRef("subject"), number__gt=OuterRef("event_number"))
    leaves = LogLeaf.objects.filter(~Exists(later), subject__in=subjects)
    held = dict(leaves.values_list("subject", "rows"))
    now = of(list(held)) if held else {}
    return [subject for subject, rows in held.items() if now.get(subject, "") != rows]


def contents(subjects: Sequence[str]) -> dict[str, Content]:
    """What is committed of these subjects."""
    keys: dict[str, list[str]] = {"": list(subjects)}
    for subject in subjects:
        kind, _, key = subject.partition(":")
        keys.setdefault(kind, []).append(key)
    found: dict[str, Content] = {}
    for rows in committed():
        for subject, key, values in rows.read(keys.get(rows.kind, ())):
            found.setdefault(subject, {}).setdefault(rows.model, {})[key] = values
    return found


def digest(held: Content) -> str:
    """HMAC-SHA-256 under the installation's key, as 64 hexadecimal digits."""
    return hmac.new(
        settings.KEYRING.indexing, b"rows of the record\0" + canonical(held), hashlib.sha256
    ).hexdigest()


@cache
def committed() -> tuple[Rows, ...]:
    """What all rooms commit to."""
    return tuple(rows for name in reactions.COMMITTED for rows in import_module(name).ROWS)


def _said(column: "models.Field[Any, Any]", value: Any, row: Any) -> Any:
    if isinstance(column, SealedTextField):
        try:
            value = column.read_alone(value, of=row)
        except CannotOpen:
            return UNREADABLE
    return plain(value)
