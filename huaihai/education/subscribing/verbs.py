"""Asking for warnings, confirming that the address is one's own, changing what comes, and ending it.

Asking for warnings, and confirming that the address is one's own.
Known and unknown addresses get the same answer and the same message: whoever does not read the messages of an
address learns nothing about it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.desk import codes
from huaihai.desk.lives import Unfit
from huaihai.education import addresses as education_addresses
from huaihai.education.models import Delivery, Interest, Subscription
from huaihai.kit import sealing
from huaihai.kit.templatetags.kit import platform_name
from huaihai.kit.text.normalise import fold
from huaihai.members.actors import Actor
from huaihai.record import due, events, outbox

FORGOTTEN_AFTER = timedelta(days=2)  # what nobody confirmed
LONGEST = 40  # characters of a word; folded it may be longer than it was typed
MANY = 500  # unconfirmed ones that one act forgets


@dataclass(frozen=True)
class Wish:
    """What somebody wants to hear of. No cities, or neither topics nor words: of all."""

    kinds: tuple[str, ...]
    cities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    rhythm: str = Subscription.Rhythm.AT_ONCE

    @classmethod
    def of(cls, subscription: Subscription) -> "Wish":
        """What a subscription holds."""
        held = list(subscription.interests.values_list("what", "value"))

        def named(what: str) -> tuple[str, ...]:
            return tuple(value for sort, value in held if sort == what)

        return cls(
            kinds=named(Interest.KIND),
            cities=named(Interest.CITY),
            topics=named(Interest.TOPIC),
            words=named(Interest.WORD),
            rhythm=subscription.rhythm,
        )


def change(subscription: Subscription, wish: Wish, *, by: Actor, at: datetime) -> Subscription:
    """Another wish takes the place of the one before. What waits already is still sent."""
    with transaction.atomic():
        held = Subscription.objects.active().select_for_update().get(pk=subscription.pk)
        keep(held, wish)
        note(held, "subscription_changed", by, at)
    return held


def end(subscription: Subscription, *, by: Actor, at: datetime) -> None:
    """Nothing more is sent, and the address is erased. A second time changes nothing."""
    with transaction.atomic():
        held = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if held.ended_at:
            return
        held.ended_at, held.address, held.code_hash = at, "", ""
        held.save()
        held.interests.all().delete()
        waiting = Delivery.objects.waiting().filter(subscription=held)
        waiting.update(state=Delivery.State.STOPPED, ended_at=at)
        outbox.forget([held.record_key])  # the code went to the address, too
        note(held, "unsubscribed", by, at)


def due_acts(at: datetime) -> Iterator[due.Act]:
    """What nobody confirmed is forgotten."""
    old = Subscription.objects.filter(confirmed_at=None, asked_at__lte=at - FORGOTTEN_AFTER)
    keys = list(old.values_list("pk", flat=True)[:MANY])
    if keys:
        yield partial(_forget, keys)


def _forget(keys: list[UUID]) -> None:
    with transaction.atomic():
        rows = Subscription.objects.filter(pk__in=keys, confirmed_at=None)
        outbox.forget([row.record_key for row in rows.select_for_update()])
        rows.delete()


def keep(subscription: Subscription, wish: Wish) -> None:
    """Store the wish in place of what was held."""
    subscription.rhythm = wish.rhythm
    subscription.all_cities = not wish.cities
    subscription.all_topics = not wish.topics and not wish.words
    subscription.save()
    subscription.interests.all().delete()
    named = {
        Interest.KIND: wish.kinds,
        Interest.CITY: wish.cities,
        Interest.TOPIC: wish.topics,
        Interest.WORD: tuple(filter(None, (fold(word)[:LONGEST].strip() for word in wish.words))),
    }
    Interest.objects.bulk_create(
        Interest(subscription=subscription, what=what, value=value)
        for what, values in named.items()
        for value in dict.fromkeys(values)
    )


def note(subscription: Subscription, verb: str, by: Actor, at: datetime) -> None:
    """Its event, in the caller's transaction: never the address."""
    facts = {"channel": subscription.channel, "consent": subscription.consent_version}
    events.write(subject=subscription.record_key, verb=verb, by=by.key, at=at, facts=facts)


CODE_LIFE = timedelta(minutes=5)  # the link of an e-mail is good for two days


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
        code = codes.six_digits()
        asked.code_hash = _fingerprint(asked.pk, code)
        keep(asked, wish)
        _send_code(asked, code, at)
    return asked


def confirm(asked: UUID, code: str, *, by: Actor, at: datetime) -> Subscription:
    """The code of the message. Raises Unfit: wrong, too old, tried too often."""
    with transaction.atomic():
        held = Subscription.objects.select_for_update().filter(pk=asked, confirmed_at=None).first()
        if held is None:
            raise Unfit("code", codes.TOO_OLD)
        given = _fingerprint(held.pk, code)
        if codes.is_right(held, given, sent_at=held.asked_at, good_for=CODE_LIFE, at=at):
            return _confirmed(held, by=by, at=at)
        held.save(update_fields=["code_tries"])
    raise Unfit("code", codes.WRONG)


def confirm_by_link(token: str, *, by: Actor, at: datetime) -> Subscription:
    """The link of the message. Raises Unfit."""
    ids = education_addresses.read(education_addresses.CONFIRMING, token) or (UUID(int=0),)
    with transaction.atomic():
        held = Subscription.objects.select_for_update().filter(pk=ids[0], confirmed_at=None).first()
        fresh = held is not None and held.code_hash and at - held.asked_at <= FORGOTTEN_AFTER
        if (
            held is None
            or not fresh
            or not education_addresses.fits(
                education_addresses.CONFIRMING, token, held.pk, extra=held.code_hash
            )
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
            "url": education_addresses.confirming(asked),
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
