"""How a mark stands on a day: asked each time, of the entry, the calendar and the legal basis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huaihai.brands import standing
from huaihai.brands.marks import reasons
from huaihai.brands.marks.reasons import Ended
from huaihai.brands.models import Mark
from huaihai.kit.clock import local_day

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
    ended = reasons.of_entries([mark.entry for mark in marks if mark.entry.stage in reasons.TOLD])
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
