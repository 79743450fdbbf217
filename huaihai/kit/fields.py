"""Model fields for personal data: sealed at rest, opened when read, found by a blind index."""

import json
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from huaihai.kit import sealing
from huaihai.kit.keys import owners
from huaihai.kit.keys.owners import Owner
from huaihai.kit.keys.rings import ALLIANCE

if TYPE_CHECKING:  # Django's own fields take no type when the program runs
    TextField = models.TextField[str, str]
    CharField = models.CharField[str, str]
else:
    TextField, CharField = models.TextField, models.CharField


class Sealed(str):
    """Ciphertext, as the database holds it."""

    __slots__ = ()


def resealed(value: Sealed, *, place: str, owner: Owner = ALLIANCE) -> Sealed:
    """The same, under the key that is used now. Raises CannotOpen."""
    return Sealed(sealing.seal(sealing.unseal(value, place=place), place=place, owner=owner))


def _current(value: Sealed, *, place: str, owner: Owner) -> Sealed:
    """What cannot be opened stays as it is."""
    try:
        return resealed(value, place=place, owner=owner)
    except sealing.CannotOpen:
        return value


class SealedAttribute(DeferredAttribute):
    """Opens the ciphertext when it is first read, since only the instance knows its row."""

    field: "SealedTextField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = self.field.opened(sealing.unseal(value, place=self.field.place_on(instance)))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(TextField):
    """Text sealed with AES-256-GCM, bound to its table, column and row, under the key of whom the row belongs to
    (`kit.keys.owners`).

    The model's primary key must be known before saving (`kit.ids.new_id`). It cannot be filtered on nor set
    with `update()`: both would need the plain text in SQL, and raise TypeError.
    """

    descriptor_class = SealedAttribute

    def place_on(self, instance: models.Model) -> str:
        return self.place_in(instance.pk)

    def place_in(self, pk: Any) -> str:
        """To what a text is sealed in the row with this key."""
        return f"{self.model._meta.db_table}.{self.column}:{pk}"

    def read_alone(self, value: Any, *, of: Any) -> Any:
        """What a column holds that was read without its row, whose key is `of`."""
        return (
            self.opened(sealing.unseal(value, place=self.place_in(of)))
            if isinstance(value, Sealed)
            else value
        )

    def from_db_value(
        self, value: str | None, expression: Any, connection: BaseDatabaseWrapper
    ) -> str | None:
        return Sealed(value) if value else value

    def opened(self, text: str) -> Any:
        """What the instance holds for this text."""
        return text

    def opens_to(self, sealed: Sealed, instance: models.Model) -> bool:
        """Whether the instance holds what was sealed so, opened meanwhile perhaps, but the same."""
        held = instance.__dict__.get(self.attname)
        return held == sealed or held == self.opened(sealing.unseal(sealed, place=self.place_on(instance)))

    def closed(self, value: Any) -> str:
        """The text that is sealed for what the instance holds."""
        return str(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        value = model_instance.__dict__.get(self.attname)
        if value is None or value == "":
            return value
        place, owner = self.place_on(model_instance), owners.of_row(model_instance)
        if isinstance(value, Sealed):  # never opened; one under an old key does not come back
            is_current = sealing.is_current(value, owner=owner)
            return value if is_current else _current(value, place=place, owner=owner)
        return Sealed(sealing.seal(self.closed(value), place=place, owner=owner))

    def get_prep_value(self, value: Any) -> Any:
        if value is None or value == "" or isinstance(value, Sealed):
            return value
        raise TypeError(f"{self.name} is sealed: save the instance, and search by its blind index")


if TYPE_CHECKING:
    Facts = models.JSONField  # what it holds is a dictionary; what it does is a sealed text's
else:
    Facts = SealedTextField


class SealedFactsField(Facts):
    """A dictionary of facts (kept as JSON), sealed like a text. An empty one is read back as `{}`."""

    def from_db_value(self, value: str | None, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        return Sealed(value) if value else {}

    def opened(self, text: str) -> Any:
        return json.loads(text)

    def closed(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)


class BlindIndexField(CharField):
    """The fingerprint of a sealed field of the same row, kept with it. `""` stays `""`."""

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        self.source = source
        kwargs.update(max_length=64, blank=True, editable=False, db_index=True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for given in ("max_length", "blank", "editable", "db_index"):
            kwargs.pop(given, None)
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = getattr(model_instance, self.source) or ""
        found = self.of(value)
        setattr(model_instance, self.attname, found)
        return found

    def of(self, value: str) -> str:
        """The fingerprint of `value` in this column, to filter by."""
        if not value:
            return ""
        return sealing.findable(value, purpose=f"{self.model._meta.db_table}.{self.source}")
