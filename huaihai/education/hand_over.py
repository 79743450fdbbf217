"""What the alliance itself has begun to write and not published: it goes onto the office's hand-over list."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Prefetch, Q

from huaihai.education.models import Edition, Publication
from huaihai.record.hand_over import OpenItem


def drafts(_at: datetime) -> Iterator[OpenItem]:
    """The alliance's own texts that are drafts, and those that are being corrected, withdrawn, reviewed or signed."""
    on_their_way = Edition.objects.open()
    rows = Publication.objects.filter(
        Q(state=Publication.State.DRAFT) | Q(pk__in=on_their_way.values("publication")), publisher=None
    ).prefetch_related(Prefetch("editions", on_their_way, to_attr="open_editions"))
    for row in rows.only("title", "kind").order_by("pk"):
        yield OpenItem(
            kind="draft",
            key=row.record_key,
            label=row.title,
            subject=row.record_key,
            note=" · ".join([row.get_kind_display(), *(one.stage_label for one in _open_of(row))]),
        )


def _open_of(row: Publication) -> list[Edition]:
    found: list[Edition] = row.open_editions  # type: ignore[attr-defined]  # prefetched above
    return found
