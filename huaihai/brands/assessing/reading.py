"""What an assessor reads: about the entry before judging, and the own points afterwards."""

from typing import Any

from huaihai.brands.assessing import shown
from huaihai.brands.assessing.actions import seating
from huaihai.brands.assessing.sheet import Item
from huaihai.brands.catalogue import entry_page
from huaihai.brands.evidence import current
from huaihai.brands.evidence.explaining import explain
from huaihai.brands.models import Assessment, AssessorSeat, Entry, StoryVersion
from huaihai.brands.models.catalogue import Shown


def about(seat: AssessorSeat) -> dict[str, Any]:
    """What an assessor reads about the entry: what it is, what it says of itself, what is known of its conduct; no
    nominations, no score, nobody's points (the public page shows some of these, so it is not linked)."""
    entry: Entry = seat.round.entry
    stories = StoryVersion.objects.filter(entry=entry, state=Shown.SHOWN)
    snapshot = current.snapshot_of(entry)
    return {
        "entry": entry,
        "what": "" if entry.what in entry.name else entry.what,
        "where": entry_page.where(entry),
        "story": stories.order_by("-number").first(),
        "pictures": entry_page.pictures_of(entry),
        "told": explain(snapshot, entry, with_points=False) if snapshot is not None else None,
        "snapshot": snapshot,
        "due_on": seating.clocks_of([seat]).get(seat.record_key),
    }


def given(item: Item, own: Assessment) -> tuple[str, int, str, str]:
    """Name, points, the step in words, the reason."""
    points: int = own.points[item.key]
    return shown.said(item.name), points, shown.said(item.step(points).words), own.reasons[item.key]
