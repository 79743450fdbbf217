"""Reports of misuse that nobody has looked at yet: a line on the hand-over list of the office."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.brands.models import MisuseReport
from huaihai.governance.hand_over.kinds import REQUEST
from huaihai.record.hand_over import OpenItem


def misuse_reports(_at: datetime) -> Iterator[OpenItem]:
    """One line for all of them."""
    rows = MisuseReport.objects.filter(stage="new")
    oldest = rows.order_by("at", "pk").first()
    if oldest is not None:
        yield OpenItem(
            kind=REQUEST,
            key="brand-misuse",
            label=_("Reports of misused marks that nobody has looked at"),
            subject=oldest.record_key,
            url=reverse("office-brand-misuse"),
            note=str(rows.count()),
        )
