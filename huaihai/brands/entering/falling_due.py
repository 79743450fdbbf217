"""What time does: a silent business ends its nomination, and telephone numbers are erased on their day."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from huaihai.brands import telling
from huaihai.brands.entering.actions import answering
from huaihai.brands.models import Entry, MoneyReport, NominationContact
from huaihai.kit.clock import local_day
from huaihai.record import outbox

MANY = 500


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """For `huaihai fall-due`."""
    last = at - telling.WORD_WITHIN + timedelta(days=1)
    for entry in Entry.objects.filter(stage="nominated", opened_at__lte=last).order_by("opened_at", "pk")[
        :MANY
    ]:
        if local_day(at) > answering.word_until(entry):
            yield partial(answering.fall_silent, entry, at=at)
    today = local_day(at)
    contacts = NominationContact.objects.filter(erase_on__lte=today).order_by("erase_on", "pk")
    if keys := list(contacts.values_list("pk", flat=True)[:MANY]):
        yield partial(erase_contacts, keys)
    reports = MoneyReport.objects.filter(erase_on__lte=today).order_by("erase_on", "pk")
    if keys := list(reports.values_list("pk", flat=True)[:MANY]):
        yield partial(erase_phones, keys)


def erase_contacts(keys: list[UUID]) -> None:
    """Numbers of consumers who nominated, with every message that was queued to them."""
    with transaction.atomic():
        rows = list(NominationContact.objects.filter(pk__in=keys))
        outbox.forget([row.record_key for row in rows])
        NominationContact.objects.filter(pk__in=keys).delete()


def erase_phones(keys: list[UUID]) -> None:
    """Numbers of those who said that money was asked for."""
    with transaction.atomic():
        for row in MoneyReport.objects.select_for_update().filter(pk__in=keys):
            row.phone, row.erase_on = "", None
            row.save(update_fields=["phone", "erase_on"])
