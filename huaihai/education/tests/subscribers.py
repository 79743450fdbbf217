"""Subscribers and press contacts for tests, made without the pages."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from huaihai.education.models import Interest, PressContact, Subscription
from huaihai.education.subscribing.verbs import Wish, keep
from huaihai.education.tests.cast import AT

EVERYTHING = Wish(kinds=("warning", "tip", "notice", "exposure"))


def subscriber(
    address: str = "li@example.com", wish: Wish = EVERYTHING, *, at: datetime = AT, **more: Any
) -> Subscription:
    """Somebody who confirmed."""
    channel = "email" if "@" in address else "sms"
    held = Subscription(
        channel=channel, address=address, consent_version="test", asked_at=at, confirmed_at=at, **more
    )
    keep(held, wish)
    return held


def subscribers(count: int, *, wish: Wish = EVERYTHING, at: datetime = AT) -> list[Subscription]:
    """So many at once."""
    rows = [
        Subscription(
            channel="email",
            address=f"reader{n}-of-{count}@example.com",
            consent_version="test",
            asked_at=at,
            confirmed_at=at,
            all_cities=not wish.cities,
            all_topics=not wish.topics and not wish.words,
        )
        for n in range(count)
    ]
    Subscription.objects.bulk_create(rows)
    Interest.objects.bulk_create(
        Interest(subscription=row, what=what, value=value)
        for row in rows
        for what, values in (("kind", wish.kinds), ("city", wish.cities), ("topic", wish.topics))
        for value in values
    )
    return rows


def journalist(
    outlet: str = "演示晚报",
    *,
    email: str = "desk@example.com",
    cities: Iterable[Any] = (),
    at: datetime = AT,
) -> PressContact:
    """Somebody of the press who confirmed."""
    contact = PressContact.objects.create(
        outlet=outlet, person="演示记者", email=email, added_by="system:test", added_at=at, confirmed_at=at
    )
    contact.cities.set(cities)
    return contact
