"""Writing a consultation down, making it a case, and forgetting its words after a year."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from huaihai.cases.models import Case, Consultation
from huaihai.cases.periods import Period
from huaihai.kit import phones
from huaihai.kit.text import masking
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.members.models.of_bodies import OfBodiesQuerySet
from huaihai.record import events

KEPT = timedelta(days=365)
LONGEST_TOPIC = 80
PROGRAM = Actor.system("fall-due")

type Act = Callable[[], None]


def answer(
    *, body: Organisation, channel: str, question: str, answer: str, by: Actor, at: datetime, **more: Any
) -> Consultation:
    """A question and what was answered; `more` may name category, name, phone, is_demo."""
    made = Consultation(
        body=body,
        channel=channel,
        topic=masking.mask(" ".join(question.split())).text[:LONGEST_TOPIC],
        question=question,
        answer=answer,
        answered_by=by.key,
        answered_at=at,
        **more | {"phone": phones.stored(more.get("phone", ""))},
    )
    with transaction.atomic():
        made.save(force_insert=True)
        events.write(
            subject=made.record_key,
            verb="consultation_answered",
            by=by.key,
            at=at,
            facts={"body": body.key, "channel": channel, "category": made.category},
        )
    return made


def become_case(consultation: Consultation, case: Case, *, by: Actor, at: datetime) -> None:
    """It was a complaint after all. The first case stays; in the caller's transaction."""
    held = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    if held.case_id is not None:
        return
    held.case = case
    held.save(update_fields=["case"])
    facts = {"case": str(case.pk)}
    events.write(subject=held.record_key, verb="consultation_became_case", by=by.key, at=at, facts=facts)


def answered_between(since: date, until: date) -> int:
    """How many were answered from one day to another, both included."""
    return within(Consultation.objects.all(), Period(since, until)).count()


def within(rows: OfBodiesQuerySet[Consultation], period: Period) -> OfBodiesQuerySet[Consultation]:
    """Of these, those that were answered in a span of days, the newest first."""
    start, end = period.bounds
    found: OfBodiesQuerySet[Consultation] = rows.filter(answered_at__gte=start, answered_at__lt=end)
    return found.order_by("-answered_at", "-pk")


def due_acts(at: datetime) -> Iterator[Act]:
    """Words and persons that are a year old are erased; the row is still counted."""
    old = Consultation.objects.filter(erased_at=None, answered_at__lt=at - KEPT)
    for pk in old.order_by("answered_at").values_list("pk", flat=True):
        yield partial(_erase, pk, at)


def _erase(pk: UUID, at: datetime) -> None:
    with transaction.atomic():
        held = Consultation.objects.select_for_update(of=("self",)).get(pk=pk)
        held.topic = held.question = held.answer = held.name = held.phone = ""
        held.erased_at = at
        held.save(update_fields=["topic", "question", "answer", "name", "phone", "phone_index", "erased_at"])
        events.write(subject=held.record_key, verb="consultation_erased", by=PROGRAM.key, at=at)
