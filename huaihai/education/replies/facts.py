"""What those who are named said, for everybody who reads the text; and what the front page of a business says of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Min
from django.utils.translation import gettext as _

from huaihai.cases.business.overview import Line, Section
from huaihai.education.models import Publication, Reply, ReplyQuerySet
from huaihai.kit import clock, spoken
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import show_bidi
from huaihai.kit.ways import way


@dataclass(frozen=True)
class ReplyFacts:
    """One reply beside the text: plain words, no markup. Without `text`: none came by `due_on` (its last day)."""

    name: str
    text: str
    answered_at: datetime | None
    due_on: date | None


def public_replies(publication: Publication) -> list[ReplyFacts]:
    """The replies of all whom a text that went out names, by name; one query."""
    return [of(row) for row in _asked(publication).filter(asked_at__lte=F("publication__out_at"))]


def asked_replies(publication: Publication) -> list[ReplyFacts]:
    """The same with those whom a correction names that is not out yet: for who reviews and signs it."""
    return [of(row) for row in _asked(publication)]


def is_public(reply: Reply, publication: Publication) -> bool:
    """Whether the text for which it was asked is out: nobody learns from the old text whom the next one names."""
    out_at = publication.out_at
    return reply.asked_at is not None and out_at is not None and reply.asked_at <= out_at


def of(reply: Reply) -> ReplyFacts:
    """One of them."""
    due_on = local_day(reply.due_at - timedelta(seconds=1)) if reply.due_at else None
    return ReplyFacts(reply.name, show_bidi(reply.text), reply.answered_at, due_on)


def _asked(publication: Publication) -> ReplyQuerySet:
    rows: ReplyQuerySet = publication.replies.filter(asked_at__isnull=False).order_by("name", "pk")
    return rows


def sections(business_ids: Iterable[UUID], *, today: date) -> list[Section]:
    """For `reactions.BUSINESS_SECTIONS`. One query."""
    begins = clock.local_moment(today)
    waiting = Reply.objects.filter(
        business__in=list(business_ids), asked_at__isnull=False, answered_at=None, due_at__gt=begins
    ).aggregate(n=Count("pk"), first=Min("due_at"))
    if not waiting["n"]:
        return []
    until = spoken.moment(waiting["first"], today=today)
    line = Line(
        _("Your reply is awaited"),
        _("%(n)s, until %(until)s") % {"n": waiting["n"], "until": until},
        way("business-replies"),
        tone="warn",
    )
    return [Section(_("Texts that name you"), [line])]
