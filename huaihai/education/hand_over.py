"""What the alliance itself has begun to write and not published: it goes onto the office's hand-over list."""

from collections.abc import Iterator
from datetime import datetime

from huaihai.education.models import Publication
from huaihai.record.hand_over import OpenItem


def drafts(_at: datetime) -> Iterator[OpenItem]:
    """Drafts of the alliance's own texts."""
    rows = Publication.objects.filter(state=Publication.State.DRAFT, publisher=None)
    for draft in rows.only("title", "kind").order_by("pk"):
        yield OpenItem(
            kind="draft",
            key=draft.record_key,
            label=draft.title,
            subject=draft.record_key,
            note=draft.get_kind_display(),
        )
