"""What shops and bodies are told about a pledge: no link, no person."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai import alliance
from huaihai.desk import codes
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.members.messages import sender
from huaihai.prepaid import books
from huaihai.prepaid.cards import facts
from huaihai.prepaid.models import Card, Issuer
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage

WORDS: dict[str, Promise | str] = {
    "confirmed": gettext_lazy("Your pledge for prepaid cards is in force."),
    "refused": gettext_lazy("Your pledge for prepaid cards was not confirmed. Sign in to read why."),
    "below": gettext_lazy(
        "The guarantee for prepaid cards covers less than was pledged. Fill it up by %(day)s, or the pledge ends."
    ),
    "recovered": gettext_lazy("The guarantee for prepaid cards covers what was pledged again."),
    "ended": gettext_lazy("The pledge for prepaid cards has ended, and everybody can read it."),
}


TO_HOLDER: dict[str, Promise | str] = {
    "refund": gettext_lazy("The shop noted that it gave you %(sum)s back for your card %(number)s."),
    "ended": gettext_lazy(
        "The pledge for prepaid cards has ended. What is open on your card %(number)s stays owed to you."
    ),
    "new_receipt": gettext_lazy(
        "A new receipt was made for your card %(number)s; the old one opens nothing any more."
    ),
    "found_open": gettext_lazy(
        "You said that the shop is closed. We looked: it is open, and your card %(number)s holds."
    ),
}


def tell_holder(card: Card, event: str, *, fen: int = 0, at: datetime) -> None:
    """On the telephone that was left with the card, if any."""
    if not card.holder_phone:
        return
    with translation.override("zh-hans"):
        what = str(TO_HOLDER[event]) % {"sum": spoken.money(fen), "number": card.number}
        text = _("[%(platform)s] %(business)s: %(what)s Not so? Call %(body)s %(phone)s.") % {
            **sender(card.issuer.body),
            "business": card.issuer.business.name,
            "what": what,
        }
    outbox.queue(
        effect_key=f"{card.record_key}:{event}:v{card.version}",
        subject=card.record_key,
        channel=OutboxMessage.Channel.SMS,
        address=card.holder_phone,
        text=text,
        at=at,
    )


def send_receipt(card: Card, code: str, *, at: datetime, is_new: bool = False) -> None:
    """The code of a card's receipt, to the holder's telephone alone: the shop never sees it."""
    link = f"{settings.SITE_URL}{reverse('card-code', args=[code])}" if settings.SITE_URL else ""
    balance = books.balance(card, list(card.entries.all()), on=local_day(at))
    with translation.override("zh-hans"):
        bought, left = facts.bought_words(card, balance), facts.left_words(card, balance)
        text = _(
            "[%(platform)s] %(business)s: prepaid card %(number)s, %(bought)s.%(new)s Your receipt: %(receipt)sKeep "
            "it like money, and show it to nobody, not to the shop either."
        ) % {
            "platform": alliance.load().platform_name,
            "business": card.issuer.business.name,
            "number": codes.grouped(card.number),
            "bought": _brought(card, left) if card.own_number and not is_new else bought,
            "new": _(" The old receipt opens nothing any more.") if is_new else "",
            "receipt": f"{link} " if link else _("%(code)s. ") % {"code": codes.grouped(code)},
        }
    outbox.queue(
        effect_key=f"{card.record_key}:receipt:v{card.version}",
        subject=card.record_key,
        channel=OutboxMessage.Channel.SMS,
        address=card.holder_phone,
        text=text,
        at=at,
        holds_secret=True,
    )


def _brought(card: Card, left: str) -> str:
    return _("your card %(own)s, entered with %(left)s left; not right? Open the receipt and say so") % {
        "own": card.own_number,
        "left": left,
    }


def tell_holders(issuer: Issuer, event: str, *, at: datetime) -> None:
    """All who left a telephone and have something open on their card."""
    cards = issuer.cards.exclude(holder_phone_index="").exclude(certain_fen=0, doubtful_fen=0)
    for card in cards.iterator():
        card.issuer = issuer
        tell_holder(card, event, at=at)


def tell_shop(issuer: Issuer, event: str, *, at: datetime) -> None:
    """On the telephone the business is known by, if any."""
    if issuer.business.phone:
        _queue(issuer, event, "shop", issuer.business.phone, at)


def tell_mall(issuer: Issuer, event: str, *, at: datetime) -> None:
    """The mall that pledges together with the shop."""
    if issuer.under is not None and issuer.joined_on is not None and issuer.under.phone:
        _queue(issuer, event, "mall", issuer.under.phone, at)


def tell_body(issuer: Issuer, event: str, *, at: datetime) -> None:
    """On the body's own telephone, where it has a mobile one; else it is on its list of what waits."""
    if issuer.body.own_phone:
        _queue(issuer, event, "body", issuer.body.own_phone, at)


def _queue(issuer: Issuer, event: str, side: str, address: str, at: datetime) -> None:
    with translation.override("zh-hans"):
        day = spoken.day(issuer.notice_due, today=local_day(at)) if issuer.notice_due else ""
        text = _("[%(platform)s] %(business)s: %(what)s Questions: %(body)s %(phone)s.") % {
            **sender(issuer.body),
            "business": issuer.business.name,
            "what": str(WORDS[event]) % {"day": day},
        }
    outbox.queue(
        effect_key=f"{issuer.record_key}:{event}:v{issuer.version}:{side}",
        subject=issuer.record_key,
        channel=OutboxMessage.Channel.SMS,
        address=address,
        text=text,
        at=at,
    )
