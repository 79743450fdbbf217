"""Each night: rows whose pledges begin, end or are hidden, and rows with newer evidence, are made anew."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q

from huaihai.brands.catalogue.rows import refresh
from huaihai.brands.life import DIRECTORY
from huaihai.brands.models import CatalogueRow, Entry, EntryQuerySet, Snapshot
from huaihai.brands.moving import lock
from huaihai.businesses.models import Business, PledgeSuspension, PledgeVersion
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.kit.clock import local_day
from huaihai.record.due import Act


def due_acts(at: datetime) -> Iterator[Act]:
    """One act for the whole catalogue, once a day."""
    if CatalogueRow.objects.filter(checked_on__lt=local_day(at)).exists() or _missing().exists():
        yield partial(_check, at)


def check(*, at: datetime) -> int:
    """Make anew what has changed since the last check; how many rows. A run that broke off is taken up again."""
    today = local_day(at)
    since = CatalogueRow.objects.aggregate(first=Min("checked_on"))["first"] or today
    keys = {
        *_with_new_evidence(),
        *_with_other_pledges(since, today),
        *_missing().values_list("pk", flat=True),
    }
    for key in sorted(keys):
        with transaction.atomic():
            refresh(lock(key), at=at)
    CatalogueRow.objects.filter(checked_on__lt=today).update(checked_on=today)
    return len(keys)


def _check(at: datetime) -> None:
    check(at=at)


def _with_new_evidence() -> Iterator[UUID]:
    newer = Snapshot.objects.filter(entry=OuterRef("entry"), at__gt=OuterRef("refreshed_at"))
    yield from CatalogueRow.objects.filter(Exists(newer)).values_list("entry", flat=True)


def _with_other_pledges(since: date, today: date) -> Iterator[UUID]:
    """Entries of businesses, and of those beneath them, whose pledges began, ended or were hidden since a day."""
    changed = (
        Q(from_on__range=(since, today))
        | Q(until_on__range=(since, today))
        | Q(published_at__date__gte=since)
    )
    owners = set(PledgeVersion.objects.filter(changed).values_list("pledge__business", flat=True))
    hidden = Q(suspended_at__date__gte=since) | Q(lifted_at__date__gte=since)
    owners |= set(PledgeSuspension.objects.filter(hidden).values_list("pledge__business", flat=True))
    for owner in Business.objects.filter(pk__in=owners):
        yield from CatalogueRow.objects.filter(entry__business__in=pledges_facts.beneath(owner)).values_list(
            "entry", flat=True
        )


def _missing() -> EntryQuerySet:
    """Entries of the directory without a row."""
    rows = Entry.objects.filter(stage__in=DIRECTORY, listed_at__isnull=False)
    return rows.filter(catalogue_row__isnull=True)
