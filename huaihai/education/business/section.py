"""What the front page of a business says about texts that name it."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from huaihai.cases.business.sections import Line, Section, address
from huaihai.education.models import Reply
from huaihai.kit import clock, spoken


def sections(business_ids: Iterable[UUID], *, today: date) -> list[Section]:
    """For `reactions.BUSINESS_SECTIONS`. One query."""
    begins = datetime.combine(today, time(0), tzinfo=clock.ZONE)
    waiting = Reply.objects.filter(
        business__in=list(business_ids), asked_at__isnull=False, answered_at=None, due_at__gt=begins
    ).aggregate(n=Count("pk"), first=Min("due_at"))
    if not waiting["n"]:
        return []
    until = spoken.moment(waiting["first"], today=today)
    line = Line(
        _("Your reply is awaited"),
        _("%(n)s, until %(until)s") % {"n": waiting["n"], "until": until},
        address("business-replies"),
        tone="warn",
    )
    return [Section(_("Texts that name you"), [line])]
