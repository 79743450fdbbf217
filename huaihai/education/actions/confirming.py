"""Asking for warnings, and confirming that the address is one's own.

Known and unknown addresses get the same answer and the same message: whoever does not read the messages of an
address learns nothing about it.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.desk.lives import Unfit
from huaihai.education import tokens
from huaihai.education.actions.subscribing import FORGOTTEN_AFTER, Wish, keep, note
from huaihai.education.letters import addresses
from huaihai.education.models import Subscription
from huaihai.kit import sealing
from huaihai.kit.templatetags.kit import platform_name
from huaihai.members.actors import Actor
from huaihai.record import outbox

CODE_LIFE = timedelta(minutes=30)
CODE_TRIES = 5


def ask(
    wish: Wish, *, channel: str, address: str, language: str, consent_version: str, at: datetime
) -> Subscription:
    """A subscription that waits for its confirmation; a code, and by e-mail a link, is on its way."""
    with transaction.atomic():
        asked = Subscription(
            channel=channel,
            address=address,
            language=language,
            consent_version=consent_version,
            asked_at=at,
        )
        code = f"{secrets.randbelow(1_000_000):06d}"
        asked.code_hash = _fingerprint(asked.pk, code)
        keep(asked, wish)
        _send_code(asked, code, at)
    return asked


def confirm(asked: UUID, code: str, *, by: Actor, at: datetime) -> Subscription:
    """The code of the message. Raises Unfit: wrong, too old, tried too often."""
    wrong = None
    with transaction.atomic():
        held = Subscription.objects.select_for_update().filter(pk=asked, confirmed_at=None).first()
        if held is None or not held.code_hash or at - held.asked_at > CODE_LIFE:
            raise Unfit("code", _("This code is too old. Please have a new one sent."))
        if held.code_tries >= CODE_TRIES:
            raise Unfit("code", _("Too many wrong codes. Please have a new one sent."))
        if secrets.compare_digest(_fingerprint(held.pk, code), held.code_hash):
            return _confirmed(held, by=by, at=at)
        held.code_tries += 1
        held.save(update_fields=["code_tries"])
        wrong = Unfit("code", _("The code is not right. Please look at the message again."))
    raise wrong


def confirm_by_link(token: str, *, by: Actor, at: datetime) -> Subscription:
    """The link of the message. Raises Unfit."""
    ids = tokens.read(addresses.CONFIRMING, token) or (UUID(int=0),)
    with transaction.atomic():
        held = Subscription.objects.select_for_update().filter(pk=ids[0], confirmed_at=None).first()
        fresh = held is not None and held.code_hash and at - held.asked_at <= FORGOTTEN_AFTER
        if (
            held is None
            or not fresh
            or not tokens.fits(addresses.CONFIRMING, token, held.pk, extra=held.code_hash)
        ):
            raise Unfit("code", _("This link has been used already, or is too old. Please subscribe again."))
        return _confirmed(held, by=by, at=at)


def _confirmed(asked: Subscription, *, by: Actor, at: datetime) -> Subscription:
    """It counts from now on; where the address has a subscription already, that one takes over the new wish."""
    same = Subscription.objects.active().select_for_update().filter(address_index=asked.address_index)
    if known := same.exclude(pk=asked.pk).first():
        known.language, known.consent_version = asked.language, asked.consent_version
        keep(known, Wish.of(asked))
        outbox.forget([asked.record_key])
        asked.delete()
        note(known, "subscription_changed", by, at)
        return known
    asked.confirmed_at, asked.code_hash = at, ""
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError as error:  # two requests for one address, confirmed in the same moment
        raise Unfit("code", _("Please try once more.")) from error
    note(asked, "subscribed", by, at)
    return asked


def _send_code(asked: Subscription, code: str, at: datetime) -> None:
    with translation.override(asked.language):
        said: dict[str, Any] = {
            "platform": platform_name(alliance.load()),
            "code": code,
            "minutes": CODE_LIFE.seconds // 60,
            "url": addresses.confirming(asked),
        }
        text = (
            _(
                "[%(platform)s] Your code for warnings by text message: %(code)s, good for %(minutes)s minutes."
            )
            if asked.channel == Subscription.Channel.SMS
            else _(
                "You (or somebody who typed this address) would like to get warnings from %(platform)s.\n\n"
                "Your code: %(code)s (good for %(minutes)s minutes)\nOr open this link: %(url)s\n\n"
                "Was it not you? Then do nothing: nothing is sent, and the address is forgotten after two days."
            )
        )
        title = _("Please confirm: warnings from %(platform)s")
    outbox.queue(
        effect_key=f"{asked.record_key}:code",
        subject=asked.record_key,
        channel=asked.channel,
        address=asked.address,
        title=title % said if asked.channel == Subscription.Channel.EMAIL else "",
        text=text % said,
        at=at,
        holds_secret=True,
    )


def _fingerprint(key: UUID, code: str) -> str:
    return sealing.fingerprint_of_code(code, purpose=f"subscription:{key}")
