"""Who is told of an edition, and when: receivers by one query; those who sign and those who are named, by SMS."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BooleanField, Case, DateTimeField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import StrIndex
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.models import Business
from huaihai.education.models import (
    Delivery,
    Edition,
    Interest,
    PressContact,
    PublicationVersion,
    Reply,
    Subscription,
)
from huaihai.education.models.subscribing import PressContactQuerySet, SubscriptionQuerySet
from huaihai.governance import secretariat
from huaihai.governance.roster import facts
from huaihai.kit import phones, spoken
from huaihai.kit.clock import ZONE, local_day, local_moment
from huaihai.kit.text.normalise import fold
from huaihai.members.messages import sender
from huaihai.members.models import Organisation
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage

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
    due = local_moment(local.date(), DIGEST_AT)
    while due <= local or (weekly and due.weekday() != DIGEST_WEEKDAY):
        due += timedelta(days=1)
    return due


def after_the_night(at: datetime) -> datetime:
    """This moment, or the morning after if it is night."""
    local = at.astimezone(ZONE)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return at
    due = local_moment(local.date(), QUIET_UNTIL)
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


def ask(edition: Edition, bodies: Sequence[Organisation], *, at: datetime) -> None:
    """Tell whoever is on duty now for these bodies that their signature is waited for."""
    if not bodies or edition.sign_by_at is None:
        return
    with translation.override("zh-hans"):
        text = _(
            "[%(platform)s] “%(title)s” waits for your body's signature until %(until)s. Please sign in."
        ) % {
            "platform": alliance.load().platform_name,
            "title": edition.publication.newest.title,
            "until": spoken.moment(edition.sign_by_at, today=local_day(at)),
        }
    _to_duty({body.pk for body in bodies}, edition, "sign", text, at=at)


def ask_office(edition: Edition, *, at: datetime) -> None:
    """Tell the secretariat that silence has passed to it."""
    office = secretariat.secretariat_on(local_day(at))
    if office is None:
        return
    with translation.override("zh-hans"):
        text = _(
            "[%(platform)s] “%(title)s”: some bodies stayed silent; the secretariat may sign for them now."
        ) % {
            "platform": alliance.load().platform_name,
            "title": edition.publication.newest.title,
        }
    _to_duty({office.pk}, edition, "office", text, at=at)


def ask_business(reply: Reply, *, at: datetime) -> bool:
    """Tell a business of the register that it is named and may reply; whether there was a number to tell it by."""
    number = _number_of(reply.business, on=local_day(at)) if reply.business else ""
    if not number or reply.due_at is None:
        return False
    with translation.override("zh-hans"):
        text = _(
            "[%(platform)s] %(name)s is named in a text that is to be published. "
            "You may reply until the end of %(until)s: please sign in at your desk, or call %(phone)s."
        ) % {
            **sender(reply.publication.publisher),
            "name": reply.name,
            "until": spoken.day(reply.due_at - timedelta(seconds=1), today=local_day(at)),
        }
    outbox.queue(
        effect_key=f"reply:{reply.pk}:{at.isoformat()}",
        subject=reply.publication.record_key,
        channel=OutboxMessage.Channel.SMS,
        address=number,
        title="",
        text=text,
        at=at,
    )
    return True


def _number_of(business: Business, *, on: date) -> str:
    """Its own number, else that of whoever answers for it on the fast channel."""
    if business.phone:
        return business.phone
    enrolment = channel_facts.enrolment_for(business, on=on)
    return enrolment.contact_phone if enrolment else ""


def _to_duty(wanted: set[object], edition: Edition, what: str, text: str, *, at: datetime) -> None:
    for row in facts.tonight(at):
        mobile = phones.mobile(row.phone) if row.body.pk in wanted and row.phone else None
        if mobile is None:
            continue
        outbox.queue(
            effect_key=f"edition:{edition.pk}:{what}:{edition.submission}:{row.body.key}",
            subject=edition.publication.record_key,
            channel=OutboxMessage.Channel.SMS,
            address=mobile,
            title="",
            text=text,
            at=at,
            is_urgent=edition.is_urgent,
        )
