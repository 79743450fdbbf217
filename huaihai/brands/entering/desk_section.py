"""What the front page of a business says about nominations that wait for its word."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.brands.entering.actions.answering import word_until
from huaihai.brands.models import Entry
from huaihai.cases.business.sections import Line, Section, address
from huaihai.kit import spoken

MOST = 50


def sections(business_ids: Iterable[UUID], *, today: date) -> list[Section]:
    """For `reactions.BUSINESS_SECTIONS`. One query."""
    rows = list(
        Entry.objects.filter(business__in=list(business_ids), stage="nominated").order_by("opened_at", "pk")[
            :MOST
        ]
    )
    if not rows:
        return []
    said = {"n": len(rows), "until": spoken.day(word_until(rows[0]), today=today)}
    value = pgettext("nominations", "%(n)s, the first by %(until)s") % said
    line = Line(_("Recommended: do you want to take part?"), value, address("business-brands"), tone="warn")
    return [Section(_("Directory and three hearts"), [line])]
