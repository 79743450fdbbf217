"""Rows that are never changed, and whose fingerprints stand in the chain of their project."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from huaihai.kit.ids import new_id
from huaihai.kit.signing import canonical


class SealedModel(models.Model):
    """One observation. `seal_name` is its kind in the record; every field but `unsealed` is part of its fingerprint.

    Rows are written by `supervision.sealing.seal` alone. A correction is a new row; `unsealed` names the few fields
    that may change afterwards (a personal note that is erased, the row that takes its place).
    """

    seal_name: ClassVar[str]
    unsealed: ClassVar[frozenset[str]] = frozenset()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True

    @property
    def seal_key(self) -> str:
        """Its name in the record: "reading:" and its id."""
        return f"{self.seal_name}:{self.pk}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all its sealed fields, as 64 hexadecimal digits."""
        fields = [field for field in self._meta.concrete_fields if field.name not in self.unsealed]
        return hashlib.sha256(
            canonical({field.attname: _plain(getattr(self, field.attname)) for field in fields})
        ).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp().hex()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, float):
        return value.hex()
    if isinstance(value, date | UUID):
        return str(value)
    return value
