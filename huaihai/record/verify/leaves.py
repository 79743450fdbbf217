"""The log by itself: its leaves, in their order, and the tree over them, which must be the one that others kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from huaihai.record.log.leaves import leaf_hash
from huaihai.record.models import Event, LogLeaf
from huaihai.record.verify.findings import Finding, Findings
from huaihai.record.verify.growing import Growing
from huaihai.record.verify.heads import Head
from huaihai.record.verify.raw import moment

AT_ONCE = 2_000
CAME = "city taken in"
SAID = ("subject", "event_number", "event_hash", "rows", "salt")


@dataclass
class Log:
    """What was seen. `covered` leaves are held by the largest head that fits; the last of their events happened at
    `until`."""

    now: datetime
    size: int = 0
    covered: int = 0
    until: datetime | None = None
    came: Sequence[range] = ()  # entries of what came with a city from another log, later than it happened

    def has_come(self, number: int | None) -> bool:
        return number is not None and any(number in one for one in self.came)


def came() -> list[range]:
    """The entries of cities that were taken in, as the record has them; each before the event that says so."""
    rows = Event.objects.filter(verb=CAME, facts__has_key="leaves")
    found = []
    for subject, number, facts in rows.values_list("subject", "number", "facts"):
        leaf = LogLeaf.objects.filter(subject=subject, event_number=number).first()
        first, end = facts["leaves"]
        if leaf is not None and end <= leaf.number:
            found.append(range(first, end))
    return found


def look(log: Log, heads: Sequence[Head]) -> Findings:
    """Everything that does not fit in the log; `heads` smallest first."""
    growing, waiting, latest = Growing(), list(heads), None
    yield from _compare(log, growing, waiting, latest)
    for number, stored, said, at in _leaves():
        if number != growing.size:
            words = _("is not there; the next one is %(n)s")
            yield Finding(_entry(growing.size), words % {"n": number})
        computed = leaf_hash(**said)
        if computed != stored:
            words = _("was changed (%(subject)s, event %(event_number)s)")
            yield Finding(_entry(number), words % said)
        growing.add(bytes.fromhex(computed))
        if at is not None and at <= log.now:
            latest = max(latest or at, at)
        yield from _compare(log, growing, waiting, latest)
    log.size = growing.size
    for head in waiting:
        words = _("has %(size)d entries, %(source)s holds %(held)d: its end was cut off")
        facts = {"size": log.size, "source": head.source, "held": head.size}
        yield Finding(_("the log"), words % facts)


def _entry(number: Any) -> str:
    return _("log, entry %(n)s") % {"n": number}


def _leaves() -> Iterator[tuple[Any, str, dict[str, Any], datetime | None]]:
    event = Event.objects.filter(subject=OuterRef("subject"), number=OuterRef("event_number"))
    at = Cast(Subquery(event.values("at")[:1]), TextField())
    rows = LogLeaf.objects.order_by("number").values_list("number", "leaf_hash", *SAID, at)
    for number, stored, *said, text in rows.iterator(AT_ONCE):
        yield number, stored, dict(zip(SAID, said, strict=True)), moment(text)


def _compare(log: Log, growing: Growing, waiting: list[Head], latest: datetime | None) -> Findings:
    """The heads of this size."""
    while waiting and waiting[0].size == growing.size:
        head = waiting.pop(0)
        if growing.root() == head.root:
            if head.holds:
                log.covered, log.until = growing.size, latest
            continue
        where = _("log, entries %(first)d to %(last)d") % {"first": log.covered, "last": head.size - 1}
        words = _("were others when %(source)s was signed: something among them was changed")
        yield Finding(where, words % {"source": head.source})
