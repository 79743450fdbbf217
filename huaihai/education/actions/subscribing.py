"""A subscription that counts: what it holds, changing it, and ending it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from huaihai.education.models import Delivery, Interest, Subscription
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
