"""What has to be said on the telephone or by letter: no SMS reaches a landline and there is no e-mail, only a postal
address is known, or the SMS did not arrive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huaihai.cases.models import Case
from huaihai.cases.models.case import CaseQuerySet
from huaihai.kit import phones
from huaihai.kit.compiled import Compiled
from huaihai.members.actors import Actor
from huaihai.record.models import OutboxMessage

CONSUMER, BUSINESS = "consumer", "business"
LETTER, TALK = "letter", "talk"  # how somebody was reached


@dataclass(frozen=True)
class ToSay:
    """What one side of a case has to be told: the newest message, since when, and how many there are; on a
    mobile, because the SMS did not arrive; by letter, because only an address is known."""

    whom: str
    text: str
    since: datetime
    count: int
    is_mobile: bool
    by_letter: bool


def of_case(case: Case) -> list[ToSay]:
    """For each side that waits for a call."""
    return of_cases([case]).get(case.pk, [])


def of_cases(cases: Iterable[Case]) -> dict[UUID, list[ToSay]]:
    """The same for many, in one query."""
    found: dict[UUID, dict[str, list[OutboxMessage]]] = {}
    subjects = {case.record_key: case.pk for case in cases}
    for message in _to_call(subjects=list(subjects)):
        sides = found.setdefault(subjects[message.subject], {})
        sides.setdefault(_whom(message), []).append(message)
    return {key: [_to_say(whom, said) for whom, said in sides.items()] for key, sides in found.items()}


def _to_say(whom: str, said: list[OutboxMessage]) -> ToSay:
    newest = said[-1]
    is_mobile = phones.mobile(newest.address) is not None
    return ToSay(whom, newest.text, said[0].created_at, len(said), is_mobile, is_letter(newest))


def is_letter(message: OutboxMessage) -> bool:
    """Whether it goes to the postal address of a consumer: that has words, a telephone has none."""
    by_hand = message.channel == OutboxMessage.Channel.CALL and not is_to_business(message)
    return by_hand and any(char.isalpha() for char in message.address)


def unsaid() -> QuerySet[OutboxMessage, Any]:
    """What nobody has said yet, of all cases."""
    return OutboxMessage.objects.to_call().filter(subject__startswith="case:")


_to_call: Compiled[OutboxMessage] = Compiled(
    lambda subjects: (
        OutboxMessage.objects.to_call().filter(subject__in=subjects).order_by("created_at", "pk")
    ),
    subjects=OutboxMessage._meta.get_field("subject"),
)


def waiting(actor: Actor) -> CaseQuerySet:
    """The cases in the care of the officer's body in which somebody has to be called; a query set."""
    node = actor.organisation
    if node is None:
        return Case.objects.none()
    subjects = unsaid().values_list("subject", flat=True)
    keys = {UUID(subject.removeprefix("case:")) for subject in subjects}
    return Case.objects.visible_to(actor).in_care_of(node).filter(pk__in=keys)


def were_said(case: Case, whom: str, *, at: datetime) -> None:
    """Somebody has talked to this side: nothing waits for it any more."""
    for message in OutboxMessage.objects.to_call().filter(subject=case.record_key):
        if _whom(message) == whom:
            OutboxMessage.objects.filter(pk=message.pk).update(sent_at=at)


def _whom(message: OutboxMessage) -> str:
    return BUSINESS if is_to_business(message) else CONSUMER


def is_to_business(message: OutboxMessage) -> bool:
    """Else it is to the consumer."""
    return message.effect_key.startswith(f"{message.subject}:{BUSINESS}:")
