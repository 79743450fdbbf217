"""What those who sign, and businesses that are named, are told by SMS: queued with the change itself."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.businesses import channel
from huaihai.businesses.models import Business
from huaihai.education.models import Edition, Reply
from huaihai.governance import roster, rotation
from huaihai.kit import phones, spoken
from huaihai.kit.clock import local_day
from huaihai.members.models import Organisation
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage


def ask(edition: Edition, bodies: Sequence[Organisation], *, at: datetime) -> None:
    """Tell whoever is on duty tonight for these bodies that their signature is waited for."""
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
    office = rotation.secretariat_on(local_day(at))
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
            "You may reply until the end of %(until)s: please sign in at your desk, or call 12315."
        ) % {
            "platform": alliance.load().platform_name,
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
    enrolment = channel.enrolment_for(business, on=on)
    return enrolment.contact_phone if enrolment else ""


def _to_duty(wanted: set[object], edition: Edition, what: str, text: str, *, at: datetime) -> None:
    for row in roster.tonight(at):
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
        )
