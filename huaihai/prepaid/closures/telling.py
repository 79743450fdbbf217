"""Who can be told is told, by the worker and a hundred at a time: the shop closed, or a share is there to be taken."""

from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.desk import codes
from huaihai.kit import country, spoken
from huaihai.kit.clock import local_day
from huaihai.prepaid.closures.life import OPEN
from huaihai.prepaid.models import Card, Creditor
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage

AT_ONCE: Final = 100


def tell_some(*, at: datetime) -> int:
    """For `reactions.ANSWERING`: some of those who have a telephone and wait for news; returns how many."""
    waiting = Creditor.objects.reachable().filter(told_at=None, closure__stage=OPEN)
    rows = waiting.select_related("card", "closure__issuer__business", "closure__body", "case__complainant")
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
    closure, number, host = one.closure, one.card.number, urlsplit(settings.SITE_URL).netloc
    has_share = one.share_fen > one.paid_fen
    phone = one.card.holder_phone or (one.case.complainant.phone if one.case else "")
    if not phone or (has_share and one.payee) or (one.case and not has_share):
        return  # it is known where to pay, or that the shop is closed
    outbox.queue(
        effect_key=f"{one.card.record_key}:closed:{closure.guarantee_fen if has_share else closure.silent_on}",
        subject=one.card.record_key,
        channel=OutboxMessage.Channel.SMS,
        address=phone,
        text=_(
            "[%(platform)s] %(what)s Scan the square on your receipt (card %(number)s), or open %(address)s and type "
            "its code. Questions: %(body)s %(phone)s."
        )
        % {
            "platform": alliance.load().platform_name,
            "what": _share(one) if has_share else _closed(one, at),
            "address": f"{host}{reverse('card-open')}" if host else alliance.load().platform_name,
            "number": codes.grouped(number),
            "body": closure.body.short_name,
            "phone": closure.body.phone_to_call or country.word("hotline"),
        },
        at=at,
    )


def _closed(one: Creditor, at: datetime) -> str:
    day = spoken.day(one.closure.silent_on, today=local_day(at))
    words = _("%(shop)s has been closed since %(day)s. By its entries your card is owed %(sum)s.") % {
        "shop": one.closure.issuer.business.name,
        "day": day,
        "sum": spoken.money(one.certain_fen),
    }
    if one.doubtful_fen:
        words += _(" Another %(sum)s is in doubt.") % {"sum": spoken.money(one.doubtful_fen)}
    return words


def _share(one: Creditor) -> str:
    return _("%(shop)s is closed; %(guarantor)s pays you %(sum)s. Please say where to pay it.") % {
        "shop": one.closure.issuer.business.name,
        "guarantor": one.closure.issuer.guarantor_name,
        "sum": spoken.money(one.share_fen),
    }
