"""Chains whose events went with a city: which they are is held by one event of the departure, digest and number.

Their leaves stay in the log, so that every checkpoint that others keep still fits; that their events are gone is right
for leaves older than the departure, and for no others.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from huaihai.record.models import DepartedChain, Event, LogLeaf
from huaihai.record.verify.findings import Finding

WENT: Final = "city let go"
AT_ONCE = 2_000


def digest(chains: Iterable[tuple[str, int]]) -> str:
    """Over these subjects and their numbers of leaves, in their order."""
    found = hashlib.sha256(b"departed chains\0")
    for subject, leaves in chains:
        found.update(f"{subject} {leaves}\n".encode())
    return found.hexdigest()


def chains_of(root: str) -> "QuerySet[DepartedChain, tuple[str, int]]":
    """What went with the archive of this root, as its digest is made."""
    rows = DepartedChain.objects.filter(root=root).order_by("subject")
    return rows.values_list("subject", "leaves")


def look(departed: dict[str, int]) -> Iterator[Finding]:
    """Put into `departed` each chain that went, and how many leaves the log had then; tell what does not fit."""
    told = set()
    for facts in Event.objects.filter(verb=WENT).order_by("at").values_list("facts", flat=True):
        root, size = str(facts.get("root")), facts.get("log_size")
        told.add(root)
        chains = list(chains_of(root))
        if [len(chains), sum(n for _one, n in chains), digest(chains)] != [
            facts.get("chains"),
            facts.get("leaves"),
            facts.get("digest"),
        ]:
            words = _("the list of what went with it is another than its event says")
            yield Finding(_departure(facts), words)
            continue
        if not isinstance(size, int):
            yield Finding(_departure(facts), _("does not say how long the log was"))
            continue
        departed |= {subject: size for subject, _n in chains}
    for root in DepartedChain.objects.exclude(root__in=told).values_list("root", flat=True).distinct():
        if _some_are_gone(root):
            words = _("chains are noted as gone with it, and no event tells of that")
            yield Finding(_("departure %(root)s…") % {"root": root[:12]}, words)


def lost(departed: dict[str, int]) -> Iterator[tuple[str, list[int]]]:
    """Numbers of events, by chain, that the log holds and nobody else any more, though nobody left with them."""
    event = Event.objects.filter(subject=OuterRef("subject"), number=OuterRef("event_number"))
    rows = LogLeaf.objects.filter(~Exists(event)).order_by("subject", "event_number")
    found = rows.values_list("subject", "event_number", "number").iterator(AT_ONCE)
    for subject, some in groupby(found, key=lambda row: row[0]):
        size = departed.get(subject, 0)
        if gone := [number for _subject, number, leaf in some if leaf >= size]:
            yield subject, gone


def _some_are_gone(root: str) -> bool:
    """Before a departure its chains are noted, and are all there."""
    there = Event.objects.filter(subject__in=DepartedChain.objects.filter(root=root).values("subject"))
    counted = there.values("subject").distinct().count()
    return counted < DepartedChain.objects.filter(root=root).count()


def _departure(facts: dict[str, Any]) -> str:
    return _("departure of %(city)s") % {"city": facts.get("city", "")}
