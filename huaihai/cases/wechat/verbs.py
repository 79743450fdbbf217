"""A WeChat that opens a complaint: put to it with number and code, taken away by hand or by a new code."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from huaihai.cases import messages
from huaihai.cases.models import Case, Complainant
from huaihai.desk.lives import NotAllowed
from huaihai.members.actors import Actor
from huaihai.record import events

JOINED, PARTED = "wechat_joined", "wechat_parted"


def join(case: Case, openid: str, *, by: Actor, at: datetime) -> None:
    """From now on this WeChat opens the case. Its consumer is told the usual way, too: it could be somebody else's."""
    with transaction.atomic():
        held, person = _locked(case, by)
        if person.wechat == openid:
            return
        _put(person, openid)
        events.write(subject=held.record_key, verb=JOINED, by=by.key, at=at)
        messages.tell_consumer(held, f"{JOINED}:{at:%Y%m%d%H%M%S%f}", at=at)


def part(case: Case, *, by: Actor, at: datetime) -> None:
    """No WeChat opens it any more."""
    with transaction.atomic():
        held, person = _locked(case, by)
        if person.wechat:
            _put(person, "")
            events.write(subject=held.record_key, verb=PARTED, by=by.key, at=at)


def opened_by(openid: str) -> QuerySet[Case]:
    """The complaints that this WeChat opens, the newest last."""
    index: Any = Complainant._meta.get_field("wechat_index")
    rows = Case.objects.filter(complainant__wechat_index=index.of(openid)) if openid else Case.objects.none()
    return rows.exclude(receipt_hash="").order_by("created_at", "pk")


def _locked(case: Case, by: Actor) -> tuple[Case, Complainant]:
    if case.pk not in by.case_ids:
        raise NotAllowed("only the consumer of a case has it opened by WeChat")
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    return held, held.complainant


def _put(person: Complainant, openid: str) -> None:
    person.wechat = openid
    person.save(update_fields=["wechat", "wechat_index"])
