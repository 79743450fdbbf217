"""The newest evidence of entries."""

from collections.abc import Collection
from uuid import UUID

from huaihai.brands.models import Entry, EvidenceState, Snapshot


def snapshot_of(entry: Entry) -> Snapshot | None:
    """The newest snapshot of an entry, with its criteria; None before it was gathered the first time."""
    return for_entries([entry.pk]).get(entry.pk)


def for_entries(keys: Collection[UUID]) -> dict[UUID, Snapshot]:
    """The newest snapshots of these entries, in one query; entries without one are left out."""
    rows = EvidenceState.objects.filter(pk__in=list(keys)).select_related("snapshot__criteria")
    return {row.entry_id: row.snapshot for row in rows}
