"""Taking in a city that comes from another installation: all of it in one transaction, files first; a second time
nothing happens."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from huaihai.cases import owning
from huaihai.cases.moved import verbs as moved
from huaihai.cases.passing import own
from huaihai.education import search
from huaihai.education.models import Publication
from huaihai.front.leaving import archive, history, making, proofs, running
from huaihai.front.leaving.archive import PROOFS, Reading
from huaihai.front.leaving.belonging import Belongings
from huaihai.front.leaving.history import TAKEN_IN, subject_of
from huaihai.front.leaving.proofs import HASHES, HEAD, LEAVES
from huaihai.front.leaving.putting_in import PuttingIn
from huaihai.front.leaving.roots import City
from huaihai.front.leaving.words import ALONG, GOES
from huaihai.kit import versions
from huaihai.kit.filestore import sealed
from huaihai.kit.filestore.stores import store
from huaihai.kit.keys.carrying import CannotCarry
from huaihai.kit.refusals import gettext_noop as _
from huaihai.members.actors import Actor
from huaihai.members.backends import works_here
from huaihai.members.models import Account, Organisation
from huaihai.record import chain, events
from huaihai.record.log import sequencing
from huaihai.record.models import Event, LogHead
from huaihai.record.verify.whole import UNREADABLE

AT_ONCE = 500  # events into the log
TRIES, WAIT = 100, 0.1  # seconds


@dataclass(frozen=True)
class Taken:
    """What was taken in, as the record has it; `is_new`: now, not earlier."""

    event: Event
    is_new: bool


def take_in(path: Path, identity: str, *, by: Actor, at: datetime, key: str = "") -> Taken:
    """`key`: the id of the key that must have signed it. Raises CannotCarry, OSError; then nothing is here of it. Of a
    run that was killed files may be here without a row: the next run takes them up, or the nightly round removes them
    after a day (`record/keeping.py`; where it finds too many: `huaihai record check --sweep --release`)."""
    with running.alone(), archive.reading(path, identity) as found:
        city = str(found.manifest["city"])
        if key and key != found.key_id:
            words = _("it is signed by the key %(found)s, not by %(key)s")
            raise CannotCarry(words, found=found.key_id, key=key)
        if (known := history.taken_in(city, found.manifest["root"])) is not None:
            return Taken(known, is_new=False)
        _refuse(found, city)
        sequencing.sequence_all()
        try:
            found.check()
            _check_record(found)
            with _files_in(found), transaction.atomic():
                return Taken(_put_in(found, city, path, by, at), is_new=True)
        except UNREADABLE as error:
            words = _("what is in the archive cannot be read here (%(why)s)")
            raise CannotCarry(words, why=f"{type(error).__name__}: {error}".splitlines()[0]) from error


def without_password(event: Event) -> list[str]:
    """The sign-in names of who came with the city, can sign in here, and has chosen no password yet."""
    held = making.belongings(event.subject.partition(":")[2])
    found = Account.objects.filter(pk__in=held.own_accounts, is_active=True).order_by("username")
    return [one.username for one in found if works_here(one) and not one.has_usable_password()]


def _put_in(found: Reading, city: str, path: Path, by: Actor, at: datetime) -> Event:
    putting = PuttingIn(found, by.key, at)
    putting.all()
    versions.changed()
    owning.give_lead_keys()
    leaves = _into_the_log()
    manifest = found.manifest
    facts = {
        "root": manifest["root"],
        "archive": archive.sha256_of(path),
        "rows": {name: one["rows"] for name, one in manifest["tables"].items()},
        "files": len(manifest["files"]),
        "from": {name: manifest["maker"][name] for name in ("title", "address", "keys")},
        "doubles": putting.doubles,
        "leaves": leaves,
    }
    events.write(subject=f"org:city:{city}", verb=TAKEN_IN, by=by.key, at=at, facts={"root": facts["root"]})
    event = events.write(subject=subject_of(city), verb=TAKEN_IN, by=by.key, at=at, facts=facts)
    if own.is_address(facts["from"]["address"]):
        moved.note(
            city=city,
            is_here=True,
            root=manifest["root"],
            key_id=found.key_id,
            at=at,
            **facts["from"],
        )
    sequencing.sequence_all()
    held = making.belongings(city)
    for some in held.of(Publication, GOES, ALONG):
        for text in some.exclude(shown=None):
            search.index(text)
    _compare(manifest, held)
    return event


def _into_the_log() -> list[int]:
    """The first of the new entries, and the one after the last: what came is there before the record says that it did,
    though it happened earlier than what the log holds already."""
    first = _size()
    for _try in range(TRIES):
        sequencing.sequence_all(AT_ONCE)
        if not Event.objects.filter(is_in_log=False).exists():
            break
        time.sleep(WAIT)  # the worker is at it
    return [first, _size()]


def _size() -> int:
    return sum(LogHead.objects.values_list("size", flat=True))


def _compare(manifest: archive.Manifest, held: Belongings) -> None:
    """What is here now, written again, is the same."""
    tables, files = making.content(held)
    for here, there in ((tables, manifest["tables"]), (files, manifest["files"])):
        for name in sorted(here.keys() | there.keys()):
            if here.get(name) != there.get(name):
                words = _("%(part)s would not be the same here as in the archive: nothing was taken in")
                raise CannotCarry(words, part=name)


def _refuse(found: Reading, city: str) -> None:
    """What can be said before anything is read. Raises CannotCarry."""
    theirs, ours = found.manifest["migrations"], making.migrations()
    for room in sorted({*theirs, *ours}):
        if theirs.get(room) != ours.get(room):
            words = _(
                "the database there stood at %(room)s %(theirs)s, here it stands at %(ours)s: bring both to one"
            )
            raise CannotCarry(words, room=room, theirs=theirs.get(room, "-"), ours=ours.get(room, "-"))
    if not Organisation.objects.filter(key=f"city:{city}", kind=Organisation.Kind.CITY).exists():
        raise CannotCarry(_("the pack of this alliance has no city %(city)s: put it in first"), city=city)
    for model, some in Belongings(City.of(city)).rows(GOES):
        words = _("there is something of this city here already: %(n)d rows of %(table)s")
        raise CannotCarry(words, n=some.count(), table=model._meta.db_table)


def _check_record(found: Reading) -> None:
    """Chains are whole, and what the log there held is what comes. Raises CannotCarry."""
    held = _proved(found)
    rows = _events(found)
    met = set()
    for subject, some in groupby(rows, key=lambda row: row["subject"]):
        previous = ""
        for number, row in enumerate(sorted(some, key=lambda row: row["number"]), 1):
            if row["number"] != number or row["previous_hash"] != previous or row["hash"] != _link(row):
                raise CannotCarry(_("the chain of %(subject)s does not fit"), subject=subject)
            if held.get((subject, number), row["hash"]) != row["hash"]:
                raise CannotCarry(_("%(subject)s: the log there held another event"), subject=subject)
            met.add((subject, number))
            previous = row["hash"]
    if missing := sorted(held.keys() - met):
        raise CannotCarry(
            _("%(subject)s: an event that the log there held is missing"), subject=missing[0][0]
        )


def _proved(found: Reading) -> dict[tuple[str, int], str]:
    if not found.manifest["proofs"]:
        return {}
    try:
        head = found.open(f"{PROOFS}{HEAD}").read().decode()
        rows = found.lines(f"{PROOFS}{LEAVES}")
        hashes = (one.decode() for one in found.open(f"{PROOFS}{HASHES}"))
        return proofs.check(head, rows, hashes, found.manifest["maker"]["log"])
    except (KeyError, UnicodeDecodeError) as error:
        raise CannotCarry(_("%(part)s was altered or damaged"), part=PROOFS) from error


def _events(found: Reading) -> Iterator[dict[str, Any]]:
    rows = found.rows(Event._meta.db_table)
    names: list[str] = next(rows, [])
    for row in rows:
        yield dict(zip(names, row, strict=True))


def _link(row: dict[str, Any]) -> str:
    at = parse_datetime(row["at"])
    if at is None:
        return ""
    named = {name: row[name] for name in ("subject", "number", "verb", "by", "facts", "text_hash")}
    return chain.link(at=at, previous=row["previous_hash"], **named)


@contextmanager
def _files_in(found: Reading) -> Iterator[None]:
    """A block with the files in the store; those that are new go again if it fails."""
    new: list[str] = []
    try:
        for name in found.manifest["files"]:
            if not making.is_there(name):
                new.append(name)
            with TemporaryFile(dir=sealed.folder()) as held:
                held.writelines(found.pieces(f"{archive.FILES}{name}"))
                keep = sealed.keep_derivative if "." in name else sealed.keep_original
                keep(name, held)
        yield
    except BaseException:
        for name in new:
            store().remove(sealed.DERIVATIVES if "." in name else sealed.ORIGINALS, name)
        raise
