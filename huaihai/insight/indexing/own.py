"""What a business reads of itself in the index, fifteen days before everybody does."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.businesses.pages import frame
from huaihai.cases.business.overview import Line, Section
from huaihai.desk.frame import actor_of
from huaihai.insight.indexing import facts, grouping
from huaihai.insight.models import BusinessIndex, IndexRow
from huaihai.insight.statistics import keys
from huaihai.kit import guards, spoken
from huaihai.kit.paging import page_of


def sections(business_ids: frozenset[UUID], *, today: date) -> list[Section]:
    """For `reactions.BUSINESS_SECTIONS`: that there is a row to be read, and until when it can be corrected unseen."""
    issue = _newest()
    if issue is None or not _rows(issue, business_ids).exists():
        return []
    url = reverse("business-index-own")
    if issue.published_at is None and issue.public_on is not None:
        said = _("published on %(day)s") % {"day": spoken.day(issue.public_on, today=today)}
        line = Line(_("Please look at your place first"), said, url, tone="warn")
    else:
        line = Line(_("Your place among your peers"), keys.period(issue.quarter), url)
    return [Section(_("Index of businesses"), [line])]


@guards.business
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The rows of the businesses answered for: the frozen issue if there is one, else the published one."""
    issue = _newest()
    context: dict[str, Any] = {"issue": issue, "least": grouping}
    if issue is not None:
        page = page_of(_rows(issue, actor_of(request).business_ids), request.GET.get("page"))
        context |= {
            "page": page,
            "table": facts.table(issue, page.rows) if page.rows else None,
            "groups": facts.groups(issue, {row.group for row in page.rows}),
            "measures": [(facts.MEASURES[one], facts.MEANINGS[one]) for one in facts.MEASURES],
            "period": keys.period(issue.quarter),
        }
    return render(request, "insight/indexing/own.html", frame(request) | context)


def _newest() -> BusinessIndex | None:
    return BusinessIndex.objects.exclude(frozen_at=None).order_by("-quarter").first()


def _rows(issue: BusinessIndex, business_ids: frozenset[UUID]) -> Any:
    return IndexRow.objects.filter(issue=issue, business__in=business_ids, is_out=False)
