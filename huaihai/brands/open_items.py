"""What of the programme the secretariat holds open, for the list of a hand-over; what waits for a person: `waiting`."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.brands.models import Entry, LooseNomination, MisuseReport, MoneyReport, Proceeding
from huaihai.governance.hand_over.items import DUTY, REQUEST
from huaihai.kit.clock import local_day
from huaihai.record.hand_over import OpenItem

BEFORE_VOTE = ("assessing", "notice", "voting")
WAITING = "brand-nominations"


def entries(_at: datetime) -> Iterator[OpenItem]:
    """Entries on their way to the vote of the alliance."""
    for row in Entry.objects.filter(stage__in=BEFORE_VOTE).order_by("opened_at", "pk"):
        yield OpenItem(
            kind=REQUEST,
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
