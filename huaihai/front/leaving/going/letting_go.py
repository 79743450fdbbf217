"""A city goes from here, after it was taken in elsewhere: its rows, files, sessions and words, in small transactions
that can be run again, at last its sealing ring. The log keeps the leaves; one event says what went, and how it can be
checked. Nothing goes that did not arrive: the receipt names the root hash, which is computed again first.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any, Final

from django.conf import settings
from django.db import connection, models, transaction

from huaihai import alliance
from huaihai.cases.models import Case, SearchDoc, SearchKey
from huaihai.cases.moved import verbs as moved
from huaihai.cases.moved.ended import ended
from huaihai.cases.search import tables as search
from huaihai.front.leaving import making, running
from huaihai.front.leaving.belonging import Belongings
from huaihai.front.leaving.going import emptying
from huaihai.front.leaving.going.deleting import AT_ONCE, PROGRAM, Deleting, all_rows, file_count
from huaihai.front.leaving.going.receipts import Receipt
from huaihai.front.leaving.history import subject_of
from huaihai.front.leaving.roots import City
from huaihai.front.leaving.words import GOES
from huaihai.governance.models import Membership
from huaihai.kit import key_check, keyring, sealing, versions
from huaihai.kit.clock import local_day
from huaihai.kit.keys import resealing
from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _
from huaihai.members import directory
from huaihai.record import events
from huaihai.record.log import sequencing
from huaihai.record.models import DepartedChain, Event, LogHead, LogLeaf
from huaihai.record.verify import departures

ENDED: Final = "city let go to the end"


class NotNow(Refusal):
    """Why nothing is deleted yet."""


@dataclass
class Gone:
    """What a departure came to: counts of rows by table before it and after it, and the rest of the proof."""

    city: str
    root: str
    before: dict[str, int]
    after: dict[str, int]
    needed: dict[str, int]
    files: int
    sessions: int
    accounts: int
    keys: list[str]
    receipt: str  # its hash
    checkpoint: str
    begun_at: datetime
    ended_at: datetime
    is_new: bool = field(default=True, compare=False)  # now, not earlier
    keys_here: list[str] = field(default_factory=list, compare=False)  # that this run destroyed


def let_go(receipt: Receipt, *, at: datetime, clean: Callable[[], object] = int) -> Gone:
    """All of it, or the rest of a run that was stopped; of a city that is gone only keys go, as each machine has them.
    `clean` wipes what was deleted, before the record says that it ended. Raises NotNow, CannotLeave, CannotCarry."""
    with running.alone():
        city = City.of(receipt.city)
        begun, ended = _event(receipt, departures.WENT), _event(receipt, ENDED)
        if begun is None:
            _check(city, receipt, at)
            begun = _begin(city, receipt, at)
        if ended is not None:
            return _gone(begun, ended, is_new=False, keys_here=_without_ring(city.code))
        deleting = Deleting(receipt.root, at)
        sessions = _delete(city, receipt, deleting)
        keys = _without_ring(city.code)
        clean()
        sequencing.sequence_all()
        facts = {
            "root": receipt.root,
            "files": max(begun.facts["files"], deleting.files),  # of all runs, should one have been stopped
            "sessions": begun.facts["sessions"] + sessions,
            "needed": dict(+deleting.needed),
            "after": counts(Belongings(city)),
            "checkpoint": LogHead.objects.get(pk=LogHead.ONE).checkpoint,
        }
        with transaction.atomic():
            ended = events.write(
                subject=subject_of(city.code), verb=ENDED, by=PROGRAM.key, at=at, facts=facts
            )
        sequencing.sequence_all()
        return _gone(begun, ended, keys_here=keys)


def gone_on(receipt: Receipt) -> datetime | None:
    """When all of it was gone; None while it is not."""
    ended = _event(receipt, ENDED)
    return ended.at if ended else None


def _delete(city: City, receipt: Receipt, deleting: Deleting) -> int:
    """How many sessions ended by the way."""
    held = Belongings(city)
    deleting.going = frozenset(held.subjects(GOES))
    sessions = emptying.end_sessions(_keys(held))
    emptying.shut_accounts(held, deleting)
    emptying.empty_rows(held, deleting)
    emptying.empty_needed_cases(held, deleting)
    deleting.all_of(reversed(list(held.ends())))
    deleting.all_of(reversed(list(held.rows(GOES))))
    _records(receipt.root, deleting)
    emptying.businesses_of_nobody(held, deleting)
    emptying.close_bodies(held, deleting)
    versions.changed()
    return sessions


def _gone(begun: Event, ended: Event, **more: Any) -> Gone:
    """As the record has it, so that it is the same however often it is asked for."""
    return Gone(
        city=begun.facts["city"],
        root=begun.facts["root"],
        before=begun.facts["rows"],
        after=ended.facts["after"],
        needed=ended.facts["needed"],
        files=ended.facts["files"],
        sessions=ended.facts["sessions"],
        accounts=begun.facts["accounts"],
        keys=begun.facts["keys"],
        receipt=begun.facts["receipt"],
        checkpoint=ended.facts["checkpoint"],
        begun_at=begun.at,
        ended_at=ended.at,
        **more,
    )


def _keys(held: Belongings) -> set[Any]:
    return {key for keys in held.keys[GOES].values() for key in keys}


def still_in_pack() -> tuple[str, ...]:
    """The cities that went from here and that the alliance's pack names still: the next start makes room for them."""
    names = alliance.load().city_codes
    return tuple(move.city for move in moved.gone() if move.city in names)


def on_their_way() -> tuple[str, ...]:
    """The cities whose deletion began and did not end."""
    begun = Event.objects.filter(verb=departures.WENT).values_list("facts__city", "facts__root")
    ended = set(Event.objects.filter(verb=ENDED).values_list("facts__root", flat=True))
    return tuple(city for city, root in begun if root not in ended)


def counts(held: Belongings) -> dict[str, int]:
    """How many rows of the city there are, by table; of those that are found by their subject, too."""
    found: Counter[str] = Counter()
    for model, rows in held.rows(GOES):
        found[model._meta.label] += rows.count()
    return dict(+found)


def wipe() -> None:
    """What was deleted leaves no trace in the file: pages that are free are written anew. It takes the place of the
    database once more on the disk, and nobody writes meanwhile."""
    search.clean()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM FULL")


def _check(city: City, receipt: Receipt, at: datetime) -> None:
    body, today = directory.body_for(city.code), local_day(at)
    rows = list(Membership.objects.filter(organisation=body))
    is_over = rows and all(one.until_on is not None and one.until_on < today for one in rows)
    if not (is_over or ended()):
        raise NotNow(
            _(
                "%(body)s is still a member of the alliance: first it gives notice (office, agreement), and its "
                "last day passes"
            ),
            body=body.short_name,
        )
    if making.root(city.code) != receipt.root:
        raise NotNow(
            _(
                "something of %(body)s changed here after the archive was made: make a new one (huaihai leave), "
                "have it taken in, and come with its receipt"
            ),
            body=body.short_name,
        )


def _event(receipt: Receipt, verb: str) -> Event | None:
    return events.history(subject_of(receipt.city)).filter(verb=verb, facts__root=receipt.root).last()


def _begin(city: City, receipt: Receipt, at: datetime) -> Event:
    """Where it went, what leads on, which chains go, and the event that tells of all that: in one transaction."""
    sequencing.sequence_all()
    held = Belongings(city)
    with transaction.atomic():
        move = moved.note(
            city=city.code,
            is_here=False,
            title=receipt.receiver.title,
            address=receipt.receiver.address,
            keys=receipt.receiver.keys,
            key_id=receipt.receiver.key_id,
            root=receipt.root,
            at=at,
        )
        cases = 0
        own = {*held.keys[GOES][Case], *emptying.needed_cases(held)}
        for some in batched(sorted(own), AT_ONCE):
            rows = all_rows(Case).filter(pk__in=some).exclude(number=None)
            cases += moved.keep(move, rows.values_list("number", "receipt_hash"))
        _note_chains(held, receipt.root)
        chains = list(departures.chains_of(receipt.root))
        facts: dict[str, Any] = {
            "city": city.code,
            "root": receipt.root,
            "receipt": receipt.sha256,
            "to": {"title": receipt.receiver.title, "address": receipt.receiver.address},
            "rows": counts(held),
            "files": file_count(held),
            "sessions": emptying.end_sessions(_keys(held)),
            "accounts": emptying.accounts_to_shut(held),
            "keys": list(ring.keys) if (ring := settings.KEYRING.cities.get(city.code)) else [],
            "codes": cases,
            "chains": len(chains),
            "leaves": sum(number for _subject, number in chains),
            "digest": departures.digest(chains),
            "log_size": LogHead.objects.get(pk=LogHead.ONE).size,
        }
        return events.write(
            subject=subject_of(city.code), verb=departures.WENT, by=PROGRAM.key, at=at, facts=facts
        )


def _note_chains(held: Belongings, root: str) -> None:
    DepartedChain.objects.filter(root=root).delete()
    for some in batched(held.subjects(GOES), AT_ONCE):
        if Event.objects.filter(subject__in=some, is_in_log=False).exists():
            raise NotNow(_("something happens just now that the log does not hold yet: try again"))
        leaves = LogLeaf.objects.filter(subject__in=some).order_by().values("subject")
        found = leaves.annotate(n=models.Count("pk")).values_list("subject", "n")
        DepartedChain.objects.bulk_create(
            [DepartedChain(subject=subject, root=root, leaves=n) for subject, n in found]
        )


def _records(root: str, deleting: Deleting) -> None:
    """Events of chains that went, chain by chain, so that none stands there in part."""
    for some in batched(DepartedChain.objects.filter(root=root).values_list("subject", flat=True), 50):
        with transaction.atomic():
            done = all_rows(Event).filter(subject__in=some).delete()[0]
            deleting.rows[Event._meta.label] += done


def _without_ring(city: str) -> list[str]:
    """The names of the city's keys, which are destroyed: first what stays is sealed for the alliance."""
    for key in SearchKey.objects.all():
        if key.salts and city in key.salts:
            SearchDoc.objects.filter(key=key, city=city).delete()
            SearchKey.objects.filter(pk=key.pk).update(
                salts={name: salt for name, salt in key.salts.items() if name != city},
                erased=models.F("erased") + 1,
            )
    names = keyring.retire_ring(settings.VAR, city)
    if not names:
        return []
    sealing.look_now()
    done = resealing.everything()
    if done.left or done.damaged:
        raise NotNow(
            _("%(n)s rows are in use or do not open, so the key of the city stays: run this again"),
            n=done.left + len(done.damaged),
        )
    key_check.forget(names)
    keyring.destroy_retired(settings.VAR, city)
    sealing.look_now()
    return names
