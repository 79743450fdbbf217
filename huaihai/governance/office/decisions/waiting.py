"""The lists of what waits that bodies and the secretariat have in common."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai.desk.waiting import Waiting
from huaihai.governance.models import Duty, PlanItem

MOST = 100  # of one kind: a page, not an archive


def duties(rows: QuerySet[Duty], today: date) -> Iterator[Waiting]:
    """Open ones of `rows`."""
    for duty in rows.filter(stage="open").select_related("resolution").order_by("due_on")[:MOST]:
        yield Waiting(
            title=duty.text,
            text=_("From resolution %(number)s.") % {"number": duty.resolution} if duty.resolution else "",
            url=reverse("office-duty", args=[duty.pk]),
            button=_lazy("To the duty"),
            on=duty.due_on,
            days_left=(duty.due_on - today).days,
            tone="late" if duty.is_late(today) else "",
        )


def plan_lines(rows: QuerySet[PlanItem], today: date) -> Iterator[Waiting]:
    """Those of `rows` that stand in an adopted plan and are late."""
    late = rows.filter(plan__stage="adopted", done_on=None, due_on__lt=today)
    for item in late.select_related("plan").order_by("due_on", "pk")[:MOST]:
        yield Waiting(
            title=item.text,
            text=item.plan.title,
            url=f"{reverse('office-plan', args=[item.plan_id])}?only=late",
            button=_lazy("To the plan"),
            on=item.due_on,
            days_left=(item.due_on - today).days if item.due_on else None,
            tone="late",
        )
