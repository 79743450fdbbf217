"""What is open of the agreement, plans and reports."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.governance.hand_over import kinds
from huaihai.governance.hand_over.addresses import address
from huaihai.governance.models import AgreementVersion, Plan, Report
from huaihai.record.hand_over import OpenItem


def agreements(_at: datetime) -> Iterator[OpenItem]:
    """Versions of the agreement being written, and those that not every member has signed."""
    drafts = AgreementVersion.objects.filter(stage="draft")
    signing = AgreementVersion.objects.filter(stage="open", in_force_from=None)
    for version in (drafts | signing).order_by("pk"):
        yield OpenItem(
            kind=kinds.DRAFT,
            key=version.record_key,
            label=_("Agreement: %(title)s") % {"title": version.shown_title},
            subject=version.record_key,
            url=address("office-agreement-version", version.key),
            note=pgettext("agreement", "being written")
            if version.is_draft
            else pgettext("agreement", "being signed by the bodies"),
        )


def plans(_at: datetime) -> Iterator[OpenItem]:
    """Yearly plans that are not adopted."""
    for plan in Plan.objects.filter(stage__in=("draft", "proposed")).order_by("year", "serial"):
        yield OpenItem(
            kind=kinds.DRAFT,
            key=plan.record_key,
            label=plan.title,
            subject=plan.record_key,
            url=address("office-plan", plan.pk),
            note=plan.stage_label,
        )


def reports(_at: datetime) -> Iterator[OpenItem]:
    """Reports that are not published."""
    rows = Report.objects.exclude(stage="published").defer("figures", "done_text", "stuck_text", "next_text")
    for report in rows.order_by("year", "quarter"):
        yield OpenItem(
            kind=kinds.DRAFT,
            key=report.record_key,
            label=report.title,
            subject=report.record_key,
            url=address("office-report", report.pk),
            note=report.stage_label,
        )
