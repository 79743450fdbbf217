"""What the programme holds open for the secretariat: it goes onto the hand-over list of the office."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.brands.models import Entry, LooseNomination, MoneyReport
from huaihai.governance.hand_over.kinds import DUTY, REQUEST
from huaihai.record.hand_over import OpenItem

BEFORE_VOTE = ("assessing", "notice", "voting")
WAITING = "brand-nominations"


def entries(_at: datetime) -> Iterator[OpenItem]:
    """Entries on their way to the vote of the alliance."""
    for row in Entry.objects.filter(stage__in=BEFORE_VOTE).order_by("opened_at", "pk"):
        yield OpenItem(
            kind=DUTY,
            key=row.record_key,
            label=f"{row.number} {row.name}",
            subject=row.record_key,
            url=row.office_url,
            note=row.stage_label,
        )


def nominations(_at: datetime) -> Iterator[OpenItem]:
    """Nominations that nobody has matched with the register yet: one line for all of them."""
    rows = LooseNomination.objects.filter(stage="waiting")
    oldest = rows.order_by("at", "pk").first()
    if oldest is not None:
        yield OpenItem(
            kind=REQUEST,
            key=WAITING,
            label=_("Nominations waiting to be matched with the register"),
            subject=oldest.record_key,
            url=reverse("office-brand-nominations"),
            note=str(rows.count()),
        )


def money_reports(_at: datetime) -> Iterator[OpenItem]:
    """Reports that money was asked for, with which nobody has dealt. What they say stays where it is."""
    for row in MoneyReport.objects.filter(done_at=None).order_by("at", "pk"):
        yield OpenItem(
            kind=DUTY,
            key=row.record_key,
            label=_("Somebody says that money was asked for"),
            subject=row.record_key,
            url=reverse("office-brand-money-report", args=[row.pk]),
        )
