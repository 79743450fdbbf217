"""What the home page and the page of a city show of other rooms: the newest warnings, announcements, public counts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huaihai.alliance import City
from huaihai.education.models import Publication, PublicationQuerySet
from huaihai.education.public.facts import Narrowing
from huaihai.education.public.pages import is_silent
from huaihai.insight.counts import Counts, public_counts
from huaihai.kit import clock

SHOWN = 4
TONES = {
    Publication.Kind.WARNING: "late",
    Publication.Kind.EXPOSURE: "late",
    Publication.Kind.TIP: "warn",
}


@dataclass(frozen=True)
class Item:
    """One line of the home page's list."""

    title: str
    url: str
    kind: str
    tone: str
    by: str
    on: date | None
    is_withdrawn: bool = False


def alerts(city: City | None = None) -> list[Item]:
    """The newest warnings, tips, notices and exposures, of all or of one city, withdrawn ones too; in one query."""
    return _items(Narrowing(city).rows())


def announcements(request: HttpRequest) -> list[Item]:
    """The newest few, in one query."""
    visible = Publication.objects.visible_to(request.actor)  # type: ignore[attr-defined]  # set by members
    return _items(visible.published().announcements())


def counts(*, at: datetime) -> Counts | None:
    """Public counts up to now; None before the first complaint, when a row of noughts would say little."""
    found = public_counts(at=at)
    return found if found.received else None


def _items(rows: PublicationQuerySet) -> list[Item]:
    return [_item(one) for one in rows.select_related("publisher")[:SHOWN]]


def _item(one: Publication) -> Item:
    return Item(
        title=_("An exposure that ended") if is_silent(one) else one.title,
        url=one.get_absolute_url(),
        kind=str(one.get_kind_display()),
        tone="calm" if one.is_withdrawn else TONES.get(Publication.Kind(one.kind), ""),
        by=one.publisher.short_name if one.publisher else "",
        on=clock.local_day(one.out_at) if one.out_at else one.published_on,
        is_withdrawn=one.is_withdrawn and not is_silent(one),
    )
