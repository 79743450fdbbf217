"""What conduct holds open for the secretariat: proceedings go onto the hand-over list of the office."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.brands.models import Proceeding
from huaihai.governance.hand_over.kinds import DUTY
from huaihai.kit.clock import local_day
from huaihai.record.hand_over import OpenItem


def proceedings(at: datetime) -> Iterator[OpenItem]:
    """Open proceedings, those that fall due first, first; it says which are overdue."""
    rows = Proceeding.objects.exclude(stage="ended").select_related("entry")
    for row in rows.order_by("due_on", "opened_at", "pk"):
        said = {"stage": row.stage_label}
        is_late = row.is_overdue(local_day(at))
        yield OpenItem(
            kind=DUTY,
            key=f"proceeding:{row.pk}",
            label=f"{row.number} {row.entry.name}",
            subject=row.entry.record_key,
            url=reverse("office-brand-proceeding", args=[row.pk]),
            note=_("overdue: %(stage)s") % said if is_late else row.stage_label,
        )
