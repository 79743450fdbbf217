"""What evidence of an entry is gathered from, a piece of it with its source, and the newest evidence."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from huaihai.brands.models import Entry, EvidenceState, Snapshot
from huaihai.brands.standing import months_before
from huaihai.businesses import pages as businesses_pages
from huaihai.businesses.models import Business
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.businesses.profile import pages as profile_pages
from huaihai.cases import business_figures
from huaihai.cases.models.case import CaseQuerySet
from huaihai.cases.periods import Period

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Scope:
    """An entry and the days from `since` to `until`, both included."""

    entry: Entry
    since: date
    until: date

    @classmethod
    def back(cls, entry: Entry, as_of: date, months: int) -> "Scope":
        """The last so many months up to this day."""
        return cls(entry, months_before(as_of, months) + ONE_DAY, as_of)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The moment the first day begins, and the moment after the last."""
        return Period(self.since, self.until).bounds

    @cached_property
    def business(self) -> Business:
        """The business as it stands after mergers."""
        return pledges_facts.standing(self.entry.business)

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """Where anybody reads about the business: its public page, if it has gone public."""
        if not profile_pages.is_public(self.business, today=self.until):
            return ()
        return tuple(filter(None, (businesses_pages.profile_of(self.business),)))

    @cached_property
    def business_ids(self) -> frozenset[UUID]:
        """The business with what was merged into it; without a place its members count too."""
        if self.entry.place_id is None:
            return pledges_facts.beneath(self.business)
        return pledges_facts.line(self.business)[0]

    @cached_property
    def codes(self) -> frozenset[str]:
        """The credit codes of exactly this business: lists of authorities and makers name them."""
        rows = Business.objects.filter(pk__in=pledges_facts.line(self.business)[0]).exclude(credit_code=None)
        return frozenset(code for code in rows.values_list("credit_code", flat=True) if code)

    def cases(self) -> CaseQuerySet:
        """The cases that count about it, whenever they came: where both places are known they must be the same."""
        rows = business_figures.admitted_against(self.business_ids)
        if self.entry.place_id is None:
            return rows
        return rows.filter(Q(place=None) | Q(place=self.entry.place_id))

    def received(self) -> CaseQuerySet:
        """Those of them that were received on these days."""
        start, end = self.bounds
        return self.cases().filter(submitted_at__gte=start, submitted_at__lt=end)


@dataclass(frozen=True)
class Found:
    """`evidence` in the form that scores read (None: nothing is known, only the source is told); `counts` and `urls`
    (public addresses) are its source, `until` the last day that the source tells of, where it has one."""

    evidence: Mapping[str, Any] | None
    counts: Mapping[str, int] = field(default_factory=dict)
    urls: tuple[str, ...] = ()
    until: str = ""

    def source(self) -> dict[str, Any]:
        """As a snapshot keeps it."""
        said: dict[str, Any] = {"counts": dict(self.counts), "urls": list(self.urls)}
        return said | ({"until": self.until} if self.until else {})


def share(hits: int, of: int, **counts: int) -> Found:
    """So many of so many; nothing is known of none."""
    return Found({"hits": hits, "of": of} if of else None, {"hits": hits, "of": of} | counts)


def snapshot_of(entry: Entry) -> Snapshot | None:
    """The newest snapshot of an entry, with its criteria; None before it was gathered the first time."""
    return for_entries([entry.pk]).get(entry.pk)


def for_entries(keys: Collection[UUID]) -> dict[UUID, Snapshot]:
    """The newest snapshots of these entries, in one query; entries without one are left out."""
    rows = EvidenceState.objects.filter(pk__in=list(keys)).select_related("snapshot__criteria")
    return {row.entry_id: row.snapshot for row in rows}
