"""What the front page of a business says about tests of its goods."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.cases.business.sections import Line, Section, address
from huaihai.kit import spoken
from huaihai.supervision.models import MakerNotice
from huaihai.supervision.testing.hearing import telling


def sections(business_ids: Iterable[UUID], *, today: date) -> list[Section]:
    """For `reactions.BUSINESS_SECTIONS`. Two queries."""
    rows = list(MakerNotice.objects.filter(business__in=list(business_ids), stage="told")[:50])
    if not rows:
        return []
    due = [clock.due_on for clock in telling.clocks_of(rows).values() if clock.ended_at is None]
    said = {"n": len(rows), "until": spoken.day(min(due), today=today) if due else ""}
    value = pgettext("test notices", "%(n)s, until %(until)s") % said if due else str(len(rows))
    line = Line(_("Results of your goods to read and answer"), value, address("business-tests"), tone="warn")
    return [Section(_("Comparative tests"), [line])]
