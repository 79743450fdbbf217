"""Who can be told is told, by the worker and a hundred at a time: the shop closed, a share is there to be taken, or is
said to be paid."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai import alliance
from huaihai.cases.models import Complainant
from huaihai.desk import codes
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.members.messages import sender
from huaihai.prepaid.closures.life import OPEN
from huaihai.prepaid.models import Card, Creditor
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage

AT_ONCE: Final = 100
MOST_NAMED: Final = 3  # card numbers in one message
CLOSED, SHARE, PAID = "closed", "share", "paid"


def tell_some(*, at: datetime) -> int:
    """For `reactions.ANSWERING`: some of those who have a telephone and wait for news; returns how many. Whoever holds
    several cards on one telephone gets one message about all of them."""
    waiting = Creditor.objects.reachable().filter(told_at=None, closure__stage=OPEN)
    waiting = waiting.select_related(
        "card", "closure__issuer__business", "closure__body", "case__complainant"
    )
    some = list(waiting.order_by("pk")[:AT_ONCE])
    if not some:
        return 0  # asks for no turn to write
    groups: dict[tuple[UUID, str, str], list[Creditor]] = defaultdict(list)
    for one in [*some, *_on_the_same_telephones(some, waiting)]:
        groups[one.closure_id, _telephone(one), _news(one)].append(one)
    with transaction.atomic(), translation.override("zh-hans"):
        for (_closure, phone, news), rows in groups.items():
            if phone and news:
                _queue(rows, phone, news, at)
        told = [one.pk for rows in groups.values() for one in rows]
        Creditor.objects.filter(pk__in=told, told_at=None).update(told_at=at)
    return len(told)


def _on_the_same_telephones(some: Sequence[Creditor], waiting: Any) -> list[Creditor]:
    """Others who wait, and would be told on one of these telephones."""
    phones = {phone for one in some if (phone := _telephone(one))}
    of_card: Any = Card._meta.get_field("holder_phone_index")
    of_case: Any = Complainant._meta.get_field("phone_index")
    same = Q(card__holder_phone_index__in=[of_card.of(phone) for phone in phones])
    same |= Q(case__complainant__phone_index__in=[of_case.of(phone) for phone in phones])
    closures = {one.closure_id for one in some}
    rows = waiting.filter(same, closure__in=closures).exclude(pk__in=[one.pk for one in some])
    return list(rows.order_by("pk"))


def _telephone(one: Creditor) -> str:
    return one.card.holder_phone or (one.case.complainant.phone if one.case else "")


def _news(one: Creditor) -> str:
    """What is to be said: "share", "paid", "closed"; nothing where it is known."""
    if one.share_fen > one.paid_fen:
        return "" if one.payee else SHARE
    if one.paid_fen:
        return PAID
    return "" if one.case else CLOSED


def body_of(subject: str) -> str:
    """For `reactions.MESSAGE_BODY`: the body in charge pays for what is told about a card."""
    card = Card.objects.filter(pk=subject.partition(":")[2]).select_related("issuer__body").first()
    return card.issuer.body.key if card else ""


def _queue(rows: Sequence[Creditor], phone: str, news: str, at: datetime) -> None:
    first, host = rows[0], urlsplit(settings.SITE_URL).netloc
    closure, state = first.closure, {CLOSED: first.closure.silent_on, SHARE: first.closure.guarantee_fen}
    outbox.queue(
        effect_key=f"{first.card.record_key}:closed:{state.get(news, f'{first.paid_on}:{first.paid_proof}')}",
        subject=first.card.record_key,
        channel=OutboxMessage.Channel.SMS,
        address=phone,
        text=_(
            "[%(platform)s] %(what)s Type the code of your receipt (%(cards)s) at %(address)s. Questions: %(body)s "
            "%(phone)s."
        )
        % {
            **sender(closure.body),
            "what": {CLOSED: _closed, SHARE: _share, PAID: _paid}[news](rows, at),
            "address": f"{host}{reverse('card-open')}" if host else alliance.load().platform_name,
            "cards": _cards(rows),
        },
        at=at,
    )


def _cards(rows: Sequence[Creditor]) -> str:
    numbers = [codes.grouped(one.card.number) for one in rows]
    if len(rows) > MOST_NAMED:
        return _("%(n)s cards") % {"n": len(rows)}
    return _("card %(number)s") % {"number": "、".join(numbers)}


def _closed(rows: Sequence[Creditor], at: datetime) -> str:
    closure = rows[0].closure
    words = ngettext(
        "%(shop)s has been closed since %(day)s. By its entries your card is owed %(sum)s.",
        "%(shop)s has been closed since %(day)s. By their entries your %(n)s cards are owed %(sum)s together.",
        len(rows),
    ) % {
        "n": len(rows),
        "shop": closure.issuer.business.name,
        "day": spoken.day(closure.silent_on, today=local_day(at)),
        "sum": spoken.money(sum(one.certain_fen for one in rows)),
    }
    if doubtful := sum(one.doubtful_fen for one in rows):
        words += _(" Another %(sum)s is in doubt.") % {"sum": spoken.money(doubtful)}
    return words


def _share(rows: Sequence[Creditor], at: datetime) -> str:
    del at
    return _("%(shop)s is closed; %(guarantor)s pays you %(sum)s. Please say where to pay it.") % {
        "shop": rows[0].closure.issuer.business.name,
        "guarantor": rows[0].closure.issuer.guarantor_name,
        "sum": spoken.money(sum(one.share_fen for one in rows)),
    }


def _paid(rows: Sequence[Creditor], at: datetime) -> str:
    """By the word of the guarantor alone; so whoever did not get it is told what to do."""
    del at
    return _(
        "%(guarantor)s says that it has paid you %(sum)s for %(shop)s. Not there? Press “I did not get this money”."
    ) % {
        "shop": rows[0].closure.issuer.business.name,
        "guarantor": rows[0].closure.issuer.guarantor_name,
        "sum": spoken.money(sum(one.paid_fen for one in rows)),
    }
