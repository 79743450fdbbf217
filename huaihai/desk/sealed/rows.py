"""Rows that are never changed, and whose fingerprints stand in the chain of their subject."""

import hashlib
from collections.abc import Iterable
from typing import Any, ClassVar

from django.core import checks
from django.db import models

from huaihai.kit.canonical import canonical, plain
from huaihai.kit.ids import new_id

DIGITS = 15  # of a decimal: more, SQLite does not give back


class SealedQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Rows that are added and read. Raises TypeError for whatever would change or remove one."""

    def update(self, **kwargs: Any) -> int:
        """Only of `unsealed` fields."""
        if held := kwargs.keys() - _unsealed(self.model):
            raise TypeError(f"{', '.join(sorted(held))} of a {self.model.__name__} is sealed")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(f"a {self.model.__name__} is sealed: a correction is a new row")

    def bulk_create(
        self, objs: Iterable[Row], *args: Any, update_conflicts: bool = False, **kwargs: Any
    ) -> list[Row]:
        """Only of rows that are new."""
        if update_conflicts:
            raise TypeError(f"a {self.model.__name__} is sealed: what is there stays")
        return super().bulk_create(objs, *args, **kwargs)


class SealedModel(models.Model):
    """One observation. `seal_name` is its kind in the record; every field but `unsealed` is part of its fingerprint.

    Rows are written by `storing.store_sealed` alone. A correction is a new row; `unsealed` names the few fields
    that may change afterwards (a personal note that is erased, the row that takes its place). A field that is added
    to the model later must be empty in older rows (None or ""): an empty one is no part of the fingerprint.
    """

    seal_name: ClassVar[str]
    unsealed: ClassVar[frozenset[str]] = frozenset()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    objects: ClassVar[models.Manager[Any]] = SealedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new row, or `update_fields` that are `unsealed`. Raises TypeError for anything else."""
        if self._state.adding:
            super().save(*args, **{**kwargs, "force_insert": True})
            return
        fields = kwargs.get("update_fields")
        if fields is None or set(fields) - _unsealed(type(self)):
            raise TypeError(f"{self.seal_key} is sealed: a correction is a new row")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self.seal_key} is sealed: a correction is a new row")

    @property
    def seal_key(self) -> str:
        """Its name in the record: "reading:" and its id."""
        return f"{self.seal_name}:{self.pk}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all its sealed fields, as 64 hexadecimal digits: the same before and after it is stored."""
        said = {
            field.attname: plain(field.to_python(getattr(self, field.attname)))
            for field in self._meta.concrete_fields
            if field.name not in self.unsealed
        }
        return hashlib.sha256(
            canonical({name: value for name, value in said.items() if value not in (None, "")})
        ).hexdigest()

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        """What Django checks, and that rows can be added only, and come back from every database as they were."""
        found = super().check(**kwargs)
        if not isinstance(cls._default_manager.all(), SealedQuerySet):
            found.append(checks.Error("its manager must be made from a SealedQuerySet", obj=cls))
        for field in cls._meta.concrete_fields:
            if isinstance(field, models.DecimalField) and (field.max_digits or 0) > DIGITS:
                found.append(checks.Error(f"{field.name} has more than {DIGITS} digits", obj=cls))
        return found


def _unsealed(model: type[models.Model]) -> set[str]:
    """Names of the fields that may change, also as columns."""
    names: frozenset[str] = model.unsealed  # type: ignore[attr-defined]  # a SealedModel
    return {*names, *(field.attname for field in model._meta.concrete_fields if field.name in names)}
