"""What the front page of a business says about findings of a sweep."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from huaihai.cases.business.sections import Line, Section, address
from huaihai.kit import spoken
from huaihai.supervision.models import Finding, Measure


def sections(business_ids: Iterable[UUID], *, today: date) -> list[Section]:
    """For `reactions.BUSINESS_SECTIONS`. Two queries."""
    keys = list(business_ids)
    told = Finding.objects.living().filter(business__in=keys).order_by()
    curing = Q(clock__name="cure")
    found = told.aggregate(n=Count("pk", filter=curing), first=Min("clock__due_on", filter=curing))
    lines = []
    if found["n"]:
        until = spoken.day(found["first"], today=today)
        words = _("%(n)s, the first by %(until)s") % {"n": found["n"], "until": until}
        lines.append(Line(_("To be cured"), words, address("business-sweeps"), tone="warn"))
    talks = Measure.objects.filter(kind="talk", stage="invited", parties__business__in=keys).order_by()
    if talk := talks.order_by("meets_at").first():
        when = spoken.moment(talk.meets_at, today=today) if talk.meets_at else ""
        lines.append(Line(_("You are invited to a talk"), when, address("business-sweeps"), tone="warn"))
    return [Section(_("Found in a sweep"), lines)] if lines else []
