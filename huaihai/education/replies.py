"""What those who are named said, for everybody who reads the text."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huaihai.education.models import Publication, Reply
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import show_bidi


@dataclass(frozen=True)
class Shown:
    """One reply beside the text: plain words, no markup. Without `text`: none came by `due_on` (its last day)."""

    name: str
    text: str
    answered_at: datetime | None
    due_on: date | None


def shown(publication: Publication) -> list[Shown]:
    """The replies of all that were asked, by name; one query."""
    return [of(row) for row in publication.replies.filter(asked_at__isnull=False).order_by("name", "pk")]


def of(reply: Reply) -> Shown:
    """One of them."""
    due_on = local_day(reply.due_at - timedelta(seconds=1)) if reply.due_at else None
    return Shown(reply.name, show_bidi(reply.text), reply.answered_at, due_on)
