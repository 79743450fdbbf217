"""Who is told of an edition, and when. All of it is asked of the database: one query, however many there are."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import BooleanField, Case, DateTimeField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import StrIndex

from huaihai.education.models import (
    Delivery,
    Edition,
    Interest,
    PressContact,
    PublicationVersion,
    Subscription,
)
from huaihai.education.models.subscribing import PressContactQuerySet, SubscriptionQuerySet
from huaihai.kit.clock import ZONE
from huaihai.kit.text.normalise import fold

DIGEST_AT = time(8, 0)
DIGEST_WEEKDAY = 0  # Monday
SHORT = 3  # characters of a name before the @ of which one alone is shown
QUIET_FROM, QUIET_UNTIL = time(21, 0), time(8, 0)  # no text message in the night, unless there is danger


def subscriptions(edition: Edition) -> SubscriptionQuerySet:
    """Whoever was told of an earlier edition, or wants what this one is about.

    `to_due_at` is when to send, `to_in_digest` whether together with others: what corrects a text that somebody
    has, and what is urgent, waits for no digest.
    """
    had = Delivery.objects.filter(edition__publication=edition.publication_id, subscription=OuterRef("pk"))
    at = _out_at(edition)
    at_once: Any = Q(rhythm=Subscription.Rhythm.AT_ONCE) | Exists(had.filter(state=Delivery.State.SENT))
    if edition.is_urgent:
        at_once = Q(pk__isnull=False)
    sms_at = at if edition.is_urgent else after_the_night(at)
    due_at = Case(
        When(at_once & Q(channel=Subscription.Channel.SMS), then=_moment(sms_at)),
        When(at_once, then=_moment(at)),
        When(rhythm=Subscription.Rhythm.DAILY, then=_moment(next_digest(at))),
        default=_moment(next_digest(at, weekly=True)),
        output_field=DateTimeField(),
    )
    in_digest = Case(When(at_once, then=Value(False)), default=Value(True), output_field=BooleanField())
    told = Subscription.objects.active().filter(Exists(had) | _wants(edition))
    return told.annotate(to_due_at=due_at, to_in_digest=in_digest).order_by()


def press(edition: Edition) -> PressContactQuerySet:
    """Whoever of the press was told of it before, or writes for a city that it concerns."""
    had = Delivery.objects.filter(edition__publication=edition.publication_id, press=OuterRef("pk"))
    named = PressContact.cities.through.objects.filter(presscontact=OuterRef("pk"))
    writes_for: Any = ~Exists(named)
    if keys := _text(edition).cities:
        writes_for |= Exists(named.filter(organisation__key__in=keys))
    else:
        writes_for = Q(pk__isnull=False)
    return PressContact.objects.active().filter(Exists(had) | writes_for).order_by()


def next_digest(at: datetime, *, weekly: bool = False) -> datetime:
    """The next hour of the digests after this moment."""
    local = at.astimezone(ZONE)
    due = datetime.combine(local.date(), DIGEST_AT, ZONE)
    while due <= local or (weekly and due.weekday() != DIGEST_WEEKDAY):
        due += timedelta(days=1)
    return due


def after_the_night(at: datetime) -> datetime:
    """This moment, or the morning after if it is night."""
    local = at.astimezone(ZONE)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return at
    due = datetime.combine(local.date(), QUIET_UNTIL, ZONE)
    return due if due > local else due + timedelta(days=1)


def _wants(edition: Edition) -> Any:
    """The kind, and one of the cities, and one of the topics or a word; a text that names none is for all."""
    text = _text(edition)
    asked = _interest(Interest.KIND, [edition.publication.kind])
    if text.cities:
        asked &= Q(all_cities=True) | _interest(Interest.CITY, text.cities)
    if text.topics:
        asked &= Q(all_topics=True) | _interest(Interest.TOPIC, text.topics) | _word_in(_words(text))
    return asked


def _interest(what: str, values: list[str]) -> Any:
    return Q(Exists(Interest.objects.filter(subscription=OuterRef("pk"), what=what, value__in=values)))


def _word_in(words: str) -> Any:
    named = Interest.objects.filter(subscription=OuterRef("pk"), what=Interest.WORD)
    return Q(Exists(named.annotate(place=StrIndex(Value(words), F("value"))).filter(place__gt=0)))


def _words(version: PublicationVersion) -> str:
    """What a word of a product is looked for in: the title and what stands on the goods."""
    names = ("name", "brand", "model", "barcode", "maker")
    goods = [" ".join(row) for row in version.products.values_list(*names)]
    return fold("\n".join([version.title, *goods]))


def _text(edition: Edition) -> PublicationVersion:
    """What the edition says; a withdrawal takes back what was shown."""
    return edition.version or edition.publication.current


def _out_at(edition: Edition) -> datetime:
    assert edition.out_at is not None  # noqa: S101 # a constraint of the table
    return edition.out_at


def _moment(at: datetime) -> Value:
    return Value(at, output_field=DateTimeField())


def masked(address: str) -> str:
    """The address as people see it who need not know it: 138****5678, li***@example.com."""
    if not address:
        return ""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:2] if len(name) > SHORT else name[:1]}***@{host}"
    return f"{name[:3]}****{name[-4:]}"
