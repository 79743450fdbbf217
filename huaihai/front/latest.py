"""What the home page shows of other rooms: the newest announcements and the public counts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest

from huaihai.education.models import Publication
from huaihai.insight.counts import Counts, public_counts

SHOWN = 4
TONES = {Publication.Kind.WARNING: "late", Publication.Kind.TIP: "warn"}


@dataclass(frozen=True)
class Item:
    """One line of the home page's list."""

    title: str
    url: str
    kind: str
    tone: str
    by: str
    on: date | None


def announcements(request: HttpRequest) -> list[Item]:
    """The newest few, in one query."""
    visible = Publication.objects.visible_to(request.actor)  # type: ignore[attr-defined]  # set by members
    newest = visible.published().announcements().select_related("publisher")[:SHOWN]
    return [
        Item(
            title=one.title,
            url=one.get_absolute_url(),
            kind=one.get_kind_display(),
            tone=TONES.get(Publication.Kind(one.kind), ""),
            by=one.publisher.short_name if one.publisher else "",
            on=one.published_on,
        )
        for one in newest
    ]


def counts(*, at: datetime) -> Counts | None:
    """Public counts up to now; None before the first complaint, when a row of noughts would say little."""
    found = public_counts(at=at)
    return found if found.received else None
