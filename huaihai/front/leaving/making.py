"""Writing the archive of a city; and the root of what one made now would hold."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q

from huaihai.front.leaving import archive, receipt
from huaihai.front.leaving.belonging import Belongings
from huaihai.front.leaving.history import MADE, subject_of
from huaihai.front.leaving.proofs import HASHES, HEAD, LEAVES, Proofs
from huaihai.front.leaving.roots import City
from huaihai.front.leaving.spelling import CannotLeave, Spelling
from huaihai.front.leaving.words import ALONG, GOES, Model, lines
from huaihai.kit import clock
from huaihai.kit.filestore import keeping, sealed
from huaihai.kit.refusals import gettext_noop as _
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.record.log import kept, sequencing
from huaihai.record.models import OutboxMessage

KEPT: Final = {sealed.ORIGINALS: sealed.open_original, sealed.DERIVATIVES: sealed.open_derivative}


@dataclass(frozen=True)
class Receiver:
    """For whom the archive is: its age key, and what is known of that installation."""

    age: str
    title: str = ""
    address: str = ""
    keys: dict[str, str] | None = None  # public, as PEM, by their ids


def leave(city: str, path: Path, *, to: Receiver, by: Actor, at: datetime) -> archive.Manifest:
    """Write the archive. Raises CannotLeave, CannotCarry, FileExistsError."""
    sequencing.sequence_all()
    with one_moment():
        held = belongings(city)
        refuse_waiting(held)
        with archive.writing(path, to.age) as target:
            manifest = _write(held, target, at)
    with transaction.atomic():
        events.write(
            subject=subject_of(city),
            verb=MADE,
            by=by.key,
            at=at,
            facts={
                "root": manifest["root"],
                "archive": archive.sha256_of(path),
                "rows": {name: one["rows"] for name, one in manifest["tables"].items()},
                "files": len(manifest["files"]),
                "receiver": {"title": to.title, "address": to.address, "age": to.age, "keys": to.keys or {}},
            },
        )
    return manifest


def root(city: str) -> str:
    """That of an archive made now. Raises CannotLeave."""
    with one_moment():
        return archive.root(*content(belongings(city)))


def content(held: Belongings) -> tuple[dict[str, Any], dict[str, Any]]:
    """Tables and files, as a manifest names them."""
    tables, files = dict[str, Any](), dict[str, Any]()
    for line, rows in Spelling(held).tables():
        said, number = hashlib.sha256(), 0
        for row in rows:
            said.update(row)
            number += 1
        if number:
            tables[line.model._meta.db_table] = {"rows": number - 1, "sha256": said.hexdigest()}
    for name, pieces in stored(held):
        said, size = hashlib.sha256(), 0
        for piece in pieces:
            said.update(piece)
            size += len(piece)
        files[name] = {"sha256": said.hexdigest(), "size": size}
    return tables, files


def belongings(city: str) -> Belongings:
    """Raises CannotLeave."""
    try:
        return Belongings(City.of(city))
    except Organisation.DoesNotExist as error:
        raise CannotLeave(_("no city of this alliance has the code %(city)s"), city=city) from error


def stored(held: Belongings) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The files that rows of it name and that are there, by their names."""
    names: set[str] = set()
    for model, column in keeping.columns():
        if (line := lines().get(model)) and line.is_taken:
            for some in held.of(model, GOES, ALONG):
                names.update(some.exclude(**{column: ""}).values_list(column, flat=True))
    for name in sorted(filter(None, names)):
        folder = sealed.DERIVATIVES if "." in name else sealed.ORIGINALS
        if is_there(name):
            yield name, KEPT[folder](name)


def is_there(name: str) -> bool:
    """Whether the store has a file of this name."""
    try:
        return sealed.is_there(name)
    except FileNotFoundError:  # no name of a stored file
        return False


def migrations() -> dict[str, str]:
    """The last migration of each of our rooms."""
    recorder = MigrationRecorder(connection)
    ours = _rooms()
    return {app: name for app, name in sorted(recorder.applied_migrations()) if app in ours}


def refuse_waiting(held: Belongings) -> None:
    """A message that still waits would be sent from both places. Raises CannotLeave."""
    waiting = ~Q(channel=OutboxMessage.Channel.CALL) & Q(sent_at=None, gave_up_at=None)
    number = sum(some.filter(waiting).count() for some in held.of(OutboxMessage, GOES, ALONG))
    if number:
        words = _("%(n)d messages of the city still wait to be sent: huaihai record send-outbox, then again")
        raise CannotLeave(words, n=number)


@contextmanager
def one_moment() -> Iterator[None]:
    """A block that reads everything as it was at one moment."""
    is_outer = not connection.in_atomic_block
    with transaction.atomic():
        if is_outer and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _write(held: Belongings, target: archive.Writing, at: datetime) -> archive.Manifest:
    for line, rows in Spelling(held).tables():
        target.table(line.model._meta.db_table, rows)
    for name, pieces in stored(held):
        target.file(name, pieces)
    proofs = Proofs.of(held.subjects(GOES, ALONG))
    if proofs is not None:
        target.proof(HEAD, [kept.cosigned(proofs.head).written.encode()])
        target.proof(LEAVES, proofs.leaves())
        target.proof(HASHES, proofs.hashes())
    origin = proofs.head.origin if proofs else kept.origin()
    return target.end(
        {
            "city": held.city.code,
            "migrations": migrations(),
            "elsewhere": _elsewhere(held),
            "maker": {**receipt.ourselves(), "log": [one.vkey for one in kept.keys(origin)]},
            "made_at": at.astimezone(clock.ZONE).isoformat(timespec="seconds"),
        }
    )


def _elsewhere(held: Belongings) -> dict[str, dict[str, str]]:
    """How bodies of elsewhere are called, where nobody knows them otherwise."""
    names = ("name", "short_name", "place_name", "region_code")
    found = {}
    for some in held.of(Organisation, ALONG):
        for body in some.exclude(path__under=held.city.path):
            found[body.key] = {name: getattr(body, name) for name in names}
    return found


def _rooms() -> frozenset[str]:
    return frozenset(model._meta.app_label for model in lines() if _is_ours(model))


def _is_ours(model: Model) -> bool:
    return model.__module__.startswith("huaihai.")
