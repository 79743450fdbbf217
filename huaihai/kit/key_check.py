"""Whether the keys are those under which this database holds what it holds.

A fingerprint of each key stands in the database. Keys are 32 random bytes, so that nobody comes from one to the other.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import Error, connection, models, transaction

from huaihai.kit import sealing
from huaihai.kit.fields import SealedTextField
from huaihai.kit.keyring import FILE, Keyring, Unusable
from huaihai.kit.models import KeyCheck
from huaihai.kit.refusals import gettext_noop

TABLE = KeyCheck._meta.db_table
REMOVED = "removed "  # stands before the name of a key with which nothing is sealed any more


def compare() -> None:
    """Raises Unusable if the database was filled under other keys. A database that does not answer, or has no
    tables yet, is left to whoever needs it."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return  # asking would make the file
    try:
        _compare(dict(KeyCheck.objects.values_list("name", "fingerprint")))
    except Error:
        return


def are_ours(held: dict[str, str]) -> bool:
    """Whether these rows of the table fit the keys in use."""
    seen = present()
    needed = {name: fingerprint for name, fingerprint in held.items() if not name.startswith(REMOVED)}
    return all(seen.get(name) == fingerprint for name, fingerprint in needed.items())


def settle() -> None:
    """Before anything is sealed: compare, and note the fingerprints that the database lacks. One that has none yet
    is asked for something sealed, which must open. Raises Unusable."""
    if TABLE not in connection.introspection.table_names():
        return
    held = dict(KeyCheck.objects.values_list("name", "fingerprint"))
    _compare(held)
    if not held:
        _open_something()
    known = {name.removeprefix(REMOVED) for name in held}
    new = [KeyCheck(name=name, fingerprint=seen) for name, seen in present().items() if name not in known]
    KeyCheck.objects.bulk_create(new, ignore_conflicts=True)


def forget_old() -> None:
    """From now on this database can do without the keys before the current ones, which another machine may hold."""
    ring: Keyring = settings.KEYRING
    _forget([*map(_of_sealing, ring.old), *(f"finding {name}" for name in list(ring.finding)[:-1])])


def forget(names: Iterable[str]) -> None:
    """The same, of sealing keys with these names."""
    _forget([_of_sealing(name) for name in names])


def _forget(old: list[str]) -> None:
    with transaction.atomic():
        for held in KeyCheck.objects.filter(name__in=old):
            KeyCheck.objects.create(name=REMOVED + held.name, fingerprint=held.fingerprint)
            held.delete()


def present() -> dict[str, str]:
    """The fingerprints of the keys in use, by name."""
    ring: Keyring = settings.KEYRING
    keys = {_of_sealing(name): key for name, key in ring.opening.items()}
    keys |= {f"finding {name}": key for name, key in ring.finding.items()}
    keys |= {"indexing": ring.indexing, "receipts": ring.receipts}
    return {
        name: hashlib.sha256(b"huaihai key check\0" + name.encode() + b"\0" + key).hexdigest()
        for name, key in keys.items()
    }


def _compare(held: dict[str, str]) -> None:
    if not are_ours(held):
        raise _others()


def _of_sealing(name: str) -> str:
    return f"sealing {name}"


def _open_something() -> None:
    for row, name in _sealed():
        try:
            getattr(row, name)
        except sealing.CannotOpen as error:
            raise _others() from error
        return


def _sealed() -> Iterator[tuple[models.Model, str]]:
    """Rows that hold something sealed, with the name of the field."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, SealedTextField):
                empty = models.Q(**{field.name: ""}) | models.Q(**{f"{field.name}__isnull": True})
                filled: models.QuerySet[models.Model] = models.QuerySet(model).exclude(empty)
                yield from ((row, field.name) for row in filled.order_by()[:1])


def _others() -> Unusable:
    words = gettext_noop(
        "the keys in %(file)s are others than those of the database %(database)s: put keys.json from its backup there "
        "(a database of the demo runs with HUAIHAI_DEMO=1 alone)"
    )
    return Unusable(words, file=settings.VAR / FILE, database=connection.settings_dict["NAME"])
