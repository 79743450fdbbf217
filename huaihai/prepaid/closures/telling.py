"""Who can be told is told, by the worker and a hundred at a time: the shop closed, or a share is there to be taken."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.cases.messages import find_us
from huaihai.kit import country, spoken
from huaihai.kit.clock import local_day
from huaihai.prepaid.closures.life import OPEN
from huaihai.prepaid.models import Card, Creditor
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage

AT_ONCE: Final = 100


def tell_some(*, at: datetime) -> int:
    """For `reactions.ANSWERING`: some of those who have a telephone and wait for news; returns how many."""
    waiting = Creditor.objects.filter(told_at=None, closure__stage=OPEN).exclude(card__holder_phone_index="")
    rows = waiting.select_related("card", "closure__issuer__business", "closure__body")
    some = list(rows.order_by("pk")[:AT_ONCE])
    if not some:
        return 0  # asks for no turn to write
    with transaction.atomic(), translation.override("zh-hans"):
        for one in some:
            _queue(one, at)
        Creditor.objects.filter(pk__in=[one.pk for one in some], told_at=None).update(told_at=at)
    return len(some)


def body_of(subject: str) -> str:
    """For `reactions.MESSAGE_BODY`: the body in charge pays for what is told about a card."""
    card = Card.objects.filter(pk=subject.partition(":")[2]).select_related("issuer__body").first()
    return card.issuer.body.key if card else ""


def _queue(one: Creditor, at: datetime) -> None:
    closure, number = one.closure, one.card.number
    has_share = one.share_fen > one.paid_fen
    if has_share and one.payee:
        return  # it is known where to pay
    outbox.queue(
        effect_key=f"{one.card.record_key}:closed:{closure.guarantee_fen if has_share else closure.silent_on}",
        subject=one.card.record_key,
        channel=OutboxMessage.Channel.SMS,
        address=one.card.holder_phone,
        text=_(
            "[%(platform)s] %(what)s %(find)s choose “Prepaid card” and type the code of your receipt, or scan its "
            "square (card %(number)s). Questions: %(body)s %(phone)s."
        )
        % {
            "platform": alliance.load().platform_name,
            "what": _share(one) if has_share else _closed(one, at),
            "find": find_us(),
            "number": number,
            "body": closure.body.short_name,
            "phone": closure.body.phone_to_call or country.word("hotline"),
        },
        at=at,
    )


def _closed(one: Creditor, at: datetime) -> str:
    day = spoken.day(one.closure.silent_on, today=local_day(at))
    return _(
        "%(shop)s has been closed since %(day)s. What is left on your card is written down. You can complain "
        "with one tap."
    ) % {"shop": one.closure.issuer.business.name, "day": day}


def _share(one: Creditor) -> str:
    return _(
        "%(shop)s is closed; %(guarantor)s pays you a share of its guarantee. Please say where to pay it."
    ) % {
        "shop": one.closure.issuer.business.name,
        "guarantor": one.closure.issuer.guarantor_name,
    }
