"""Every chain of events: each event fits itself, the one before it, its text, and its place in the log."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched, groupby

from django.utils.translation import gettext as _

from huaihai.kit.fields import SealedTextField
from huaihai.kit.sealing import CannotOpen
from huaihai.record import chain
from huaihai.record.clock_doubt import in_digits
from huaihai.record.models import Event
from huaihai.record.verify import commitments, departures, raw
from huaihai.record.verify.findings import Finding, Findings
from huaihai.record.verify.leaves import Log
from huaihai.record.verify.raw import Said

AT_ONCE = 200  # subjects whose rows are read together
LATE = timedelta(hours=1)  # an event may be committed so long after it happened


@dataclass
class Counted:
    """How much was looked at."""

    events: int = 0
    chains: int = 0
    erased: int = 0
    young: int = 0  # not covered by a head from outside
    came: int = 0  # of these: with a city that was taken in
    subjects: int = 0  # whose rows were compared


def look(log: Log, counted: Counted, *, with_keys: bool) -> Findings:
    """Everything that does not fit in chains; with the keys also in texts, and in the rows of each chain's subject."""
    ends: list[Said] = []
    for _subject, some in groupby(raw.events(), key=lambda said: said.subject):
        counted.chains += 1
        end: Said | None = None
        for end, wrong in _chain(some, log, counted, with_keys):
            yield from (Finding(end.place, one) for one in wrong)
        if with_keys and end is not None and end.leaf is not None:
            ends.append(end)
        if len(ends) >= AT_ONCE:
            yield from _rows(ends, counted)
            ends.clear()
    yield from _rows(ends, counted)
    yield from _gone()


def _chain(
    some: Iterator[Said], log: Log, counted: Counted, with_keys: bool
) -> Iterator[tuple[Said, list[str]]]:
    expected, previous = 1, ""
    for said in some:
        counted.events += 1
        wrong = list(_order(said, expected, previous))
        wrong += _itself(said)
        wrong += _text(said, counted) if with_keys else ()
        wrong += _in_log(said, log, counted)
        yield said, wrong
        expected = said.number + 1 if isinstance(said.number, int) else expected + 1
        previous = said.hash


def _order(said: Said, expected: int, previous: str) -> Iterator[str]:
    if said.number != expected:
        is_gap = isinstance(said.number, int) and said.number > expected
        yield (
            _("event %(n)d should come before it and is missing") % {"n": expected}
            if is_gap
            else _("stands twice, or has no number")
        )
    elif said.previous != previous:
        yield _("does not follow from the one before it")


def _itself(said: Said) -> Iterator[str]:
    at = raw.moment(said.at)
    try:
        if at is not None and said.hash == chain.link(
            subject=said.subject,
            number=said.number,
            verb=said.verb,
            by=said.by,
            at=at,
            facts=raw.facts(said.facts),
            text_hash=said.text_hash,
            previous=said.previous,
        ):
            return
    except (TypeError, ValueError):
        pass
    yield _("was changed: its hash does not fit what it says")


def _text(said: Said, counted: Counted) -> Iterator[str]:
    if said.text_hash and not said.text and not said.salt:
        counted.erased += 1
        return
    if not (said.text_hash or said.text or said.salt):
        return
    try:
        salt, text = (
            _opened(name, value, said.key) for name, value in (("text_salt", said.salt), ("text", said.text))
        )
    except CannotOpen:
        yield _("its sealed text is damaged, comes from elsewhere, or is sealed with a key that is not here")
        return
    if hashlib.sha256(f"{salt}{text}".encode()).hexdigest() != said.text_hash:
        yield _("its text was exchanged")


def _opened(name: str, value: str, row: str) -> str:
    column = Event._meta.get_field(name)
    if not isinstance(column, SealedTextField):
        raise TypeError(f"{name} is not sealed")
    return str(column.read_alone(value, of=raw.key(row)))


def _in_log(said: Said, log: Log, counted: Counted) -> Iterator[str]:
    if said.leaf_hash is not None and said.leaf_hash != said.hash:
        yield _("is another one than the log holds")
    if said.leaf is not None and said.leaf < log.covered:
        return
    counted.young += 1
    if log.has_come(said.leaf):
        counted.came += 1
        return
    at = raw.moment(said.at)
    if log.until is not None and at is not None and at < log.until - LATE:
        words = _("is dated %(at)s, and the checkpoint, which goes to %(until)s, does not hold it")
        yield words % {"at": in_digits(at), "until": in_digits(log.until)}


def _rows(ends: list[Said], counted: Counted) -> Findings:
    """Compare the rows of these subjects with what the log committed to with their last events."""
    now = commitments.of([said.subject for said in ends])
    for said in ends:
        counted.subjects += 1
        if now.get(said.subject, "") != said.leaf_rows and not _has_moved(said):
            words = _("its rows are not those of its last event (%(n)s, %(verb)s)")
            yield Finding(said.subject, words % {"n": said.number, "verb": said.verb})


def _has_moved(said: Said) -> bool:
    """Whether something happened to the subject while we read, or its rows fit now."""
    if Event.objects.filter(subject=said.subject, number__gt=said.number).exists():
        return True
    return commitments.of([said.subject]).get(said.subject, "") == said.leaf_rows


def _gone() -> Findings:
    """Events that the log holds and nobody else any more, unless a city left with them."""
    departed: dict[str, int] = {}
    yield from departures.look(departed)
    for subject, gone in departures.lost(departed):
        words = _("%(n)d events are gone (%(first)s to %(last)s); the log holds them")
        if not Event.objects.filter(subject=subject).exists():
            words = _("its whole chain of %(n)d events is gone; the log holds them")
        yield Finding(subject, words % {"n": len(gone), "first": gone[0], "last": gone[-1]})


def rows_without_record() -> Findings:
    """Rows of a subject to which nothing ever happened: every real one comes with an event."""
    for rows in commitments.committed():
        if rows.is_silent:
            continue
        keys = rows.all().order_by(rows.by).values_list(rows.by, flat=True).distinct()
        for some in batched(keys.iterator(raw.AT_ONCE), AT_ONCE):
            subjects = [rows.subject(key) for key in some]
            there = set(
                Event.objects.filter(subject__in=subjects, number=1).values_list("subject", flat=True)
            )
            for subject in subjects:
                if subject not in there:
                    words = _("has rows (%(model)s), and no event ever told of it")
                    yield Finding(subject, words % {"model": rows.model})
