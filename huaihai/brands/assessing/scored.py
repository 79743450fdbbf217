"""The score of an entry by what is known right now: asked of whoever gathers the evidence."""

from datetime import datetime

from django.utils.module_loading import import_string

from huaihai.brands.models import Entry, Snapshot

REFRESH = "huaihai.brands.evidence.current.refresh"


def refreshed(entry: Entry, *, at: datetime) -> Snapshot:
    """The entry's newest snapshot, after its evidence was gathered anew."""
    found: Snapshot = import_string(REFRESH)(entry, at=at)
    return found
