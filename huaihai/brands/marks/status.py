"""How a mark stands on a day, and why and since when it is suspended or over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huaihai.brands import standing
from huaihai.brands.models import Entry, Mark, Proceeding
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
GOOD = "good"
SUSPENDED = "suspended"
REMOVED = "removed"
LEFT = "left"  # the holder went by itself
EXPIRED = "expired"
NOT_YET = "not-yet"
REPLACED = "replaced"
NO_BASIS = "no-basis"
STATES = (GOOD, SUSPENDED, REMOVED, LEFT, EXPIRED, NOT_YET, REPLACED, NO_BASIS)


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


@dataclass(frozen=True)
class Status:
    """`state` is one of `STATES`; `since` the first day on which it is so, where that is known.

    `reason` is the key of the trigger behind it, `reason_name` what that is called in each language ("zh", "en"),
    `words` the public reasons.
    """

    state: str
    since: date | None = None
    reason: str = ""
    reason_name: Mapping[str, str] | None = None
    words: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the mark may be trusted."""
        return self.state == GOOD


def status_of(mark: Mark, on: date) -> Status:
    """How this mark stands on a day; its entry is asked as it is now."""
    return statuses([mark], on)[mark.pk]


def statuses(marks: Sequence[Mark], on: date) -> dict[UUID, Status]:
    """The same for many marks, by their ids, in a constant number of queries."""
    if not standing.gives_title(on):
        return {mark.pk: Status(NO_BASIS) for mark in marks}
    ended = of_entries([mark.entry for mark in marks if mark.entry.stage in TOLD])
    return {mark.pk: _status(mark, ended.get(mark.entry_id, Ended()), on) for mark in marks}


def _status(mark: Mark, ended: Ended, on: date) -> Status:
    stage = mark.entry.stage
    if stage in (SUSPENDED, REMOVED, LEFT):
        return Status(stage, ended.since, ended.reason, ended.reason_name, ended.words)
    if mark.replaced_at is not None:
        return Status(REPLACED, local_day(mark.replaced_at))
    if on > mark.until:
        return Status(EXPIRED, mark.until)
    if stage != "held":
        return Status(EXPIRED, ended.since)
    return Status(NOT_YET, mark.since) if on < mark.since else Status(GOOD, mark.since)
