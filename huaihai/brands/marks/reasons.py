"""Why and since when a mark is suspended or over: read from the proceedings and from the record of the entry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huaihai.brands.models import Entry, Proceeding
from huaihai.kit.clock import local_day
from huaihai.record.models import Event

# The stage of an entry → the verb of the record that led to it, and the kind of proceeding that gives the reasons.
TOLD: Mapping[str, tuple[str, str]] = {
    "suspended": ("brand_suspend", Proceeding.Kind.SUSPEND),
    "removed": ("brand_remove", Proceeding.Kind.REMOVE),
    "left": ("brand_leave", ""),
    "listed": ("brand_expire", ""),
}
CHUNK = 500  # entries a query


@dataclass(frozen=True)
class Ended:
    """Since when, and by which trigger, called what in each language, with which public reasons."""

    since: date | None = None
    reason: str = ""
    reason_name: Mapping[str, str] | None = None
    words: str = ""


def of_entries(entries: Iterable[Entry]) -> dict[UUID, Ended]:
    """For entries in one of the stages of `TOLD`: two queries for each five hundred."""
    told = [entry for entry in entries if entry.stage in TOLD]
    found: dict[UUID, Ended] = {}
    for start in range(0, len(told), CHUNK):
        chunk = told[start : start + CHUNK]
        since, proceedings = _since(chunk), _proceedings(chunk)
        for entry in chunk:
            found[entry.pk] = _ended(entry, since, proceedings)
    return found


def _ended(
    entry: Entry,
    since: Mapping[tuple[str, str], date],
    proceedings: Mapping[tuple[UUID, str], Proceeding],
) -> Ended:
    verb, kind = TOLD[entry.stage]
    day = since.get((entry.record_key, verb))
    behind = proceedings.get((entry.pk, kind))
    if behind is None:
        return Ended(day)
    return Ended(day, behind.trigger, behind.trigger_name, behind.reasons)


def _since(entries: Sequence[Entry]) -> dict[tuple[str, str], date]:
    rows = Event.objects.filter(
        subject__in=[entry.record_key for entry in entries], verb__in=[verb for verb, _kind in TOLD.values()]
    ).order_by("number")
    return {(subject, verb): local_day(at) for subject, verb, at in rows.values_list("subject", "verb", "at")}


def _proceedings(entries: Sequence[Entry]) -> dict[tuple[UUID, str], Proceeding]:
    """The newest of each kind."""
    rows = Proceeding.objects.filter(entry__in=entries, kind__in=filter(None, (k for _v, k in TOLD.values())))
    return {(one.entry_id, one.kind): one for one in rows.order_by("opened_at", "serial")}
