"""Reminders of promises: to the business before the day, to the consumer on the day after, each once."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from huaihai.cases import messages
from huaihai.cases.api import telling
from huaihai.cases.models import Case, Promise
from huaihai.cases.models.promise import PromiseQuerySet
from huaihai.kit.clock import ZONE

Act = Callable[[], None]


def due_acts(at: datetime) -> Iterator[Act]:
    """A reminder for each promise that is near, and a question for each whose day is past."""
    today = at.astimezone(ZONE).date()
    for pk in _keys(Promise.objects.to_remind(today)):
        yield partial(_remind, pk, at)
    for pk in _keys(Promise.objects.to_ask(today)):
        yield partial(_ask, pk, at)


def _keys(promises: PromiseQuerySet) -> list[tuple[UUID, UUID]]:
    return list(promises.order_by("due_on", "pk").values_list("case_id", "pk"))


def _remind(key: tuple[UUID, UUID], at: datetime) -> None:
    with transaction.atomic():
        case, today = _locked(key[0]), at.astimezone(ZONE).date()
        if Promise.objects.to_remind(today).filter(pk=key[1]).update(reminded_at=at):
            messages.tell_business(case, f"promise_near:{key[1]}", at=at, once=True)
            telling.of_promise(case, Promise.objects.get(pk=key[1]), at=at)


def _ask(key: tuple[UUID, UUID], at: datetime) -> None:
    with transaction.atomic():
        case, today = _locked(key[0]), at.astimezone(ZONE).date()
        if Promise.objects.to_ask(today).filter(pk=key[1]).update(asked_at=at):
            messages.tell_consumer(case, f"promise_due:{key[1]}", at=at, once=True)


def _locked(pk: UUID) -> Case:
    """A verb about the case waits for the message, or the message for the verb."""
    rows = Case.objects.select_related("place", "business", "complainant", "responsible", "home")
    held: Case = rows.select_for_update(of=("self",)).get(pk=pk)
    return held
