"""Who is told what, by text message: the business about its entry, a consumer what became of the nomination.

Never a link, never a person, never why somebody nominated it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.brands.models import Entry, LooseNomination, NominationContact
from huaihai.businesses.channel import facts as channel_facts
from huaihai.kit.clock import local_day
from huaihai.members.messages import sender
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage

WORD_WITHIN = timedelta(days=30)  # so long a nominated business may think about it
FORGOTTEN_AFTER = timedelta(days=7)  # a consumer's telephone number, once the message has gone


def business(
    entry: Entry, event: str, *, at: datetime, key: str = "", facts: Mapping[str, object] | None = None
) -> None:
    """Tell the business on the phone it is known by, if any, once a `key`, else once a version of the entry. `event`
    names the words, `facts` fill them."""
    phone = phone_of(entry)
    if phone:
        text = _framed(entry, _business_words(event) % (facts or {}))
        about = f"assessing:{event}:{key}" if key else f"entering:{event}:v{entry.version}"
        _queue(entry.record_key, about, phone, text, at)


def nominators(entry: Entry, event: str, *, at: datetime) -> None:
    """Tell those consumers who wanted to hear of it; a week later their numbers are erased."""
    rows = NominationContact.objects.filter(nomination__entry=entry, told_at=None)
    for row in rows.select_for_update():
        _told(row, _framed(entry, _consumer_words(event)), event, at)


def nominator(loose: LooseNomination, event: str, *, at: datetime) -> None:
    """The same about a nomination that has no entry."""
    row = NominationContact.objects.select_for_update().filter(loose=loose, told_at=None).first()
    if row is not None:
        with translation.override("zh-hans"):
            text = _("[%(platform)s] %(what)s Phone: %(phone)s") % {
                **sender(loose.city),
                "what": _consumer_words(event),
            }
        _told(row, text, event, at)


def phone_of(entry: Entry) -> str:
    """The number on which the business is told: its contact on the fast channel, else that of place or business."""
    enrolment = channel_facts.live_enrolment(entry.business)
    if enrolment is not None and enrolment.contact_phone:
        return str(enrolment.contact_phone)
    return str((entry.place.phone if entry.place is not None else "") or entry.business.phone)


def _told(row: NominationContact, text: str, event: str, at: datetime) -> None:
    _queue(row.record_key, f"entering:{event}", row.phone, text, at)
    row.told_at = at
    row.erase_on = min(row.erase_on, local_day(at + FORGOTTEN_AFTER))
    row.save(update_fields=["told_at", "erase_on"])


def _framed(entry: Entry, what: str) -> str:
    with translation.override("zh-hans"):
        text: str = _("[%(platform)s] %(number)s %(name)s: %(what)s Phone: %(phone)s") % {
            **sender(entry.body),
            "number": entry.number,
            "name": entry.name,
            "what": what,
        }
    return text


def _business_words(event: str) -> str:
    with translation.override("zh-hans"):
        words: dict[str, str] = {
            "nominated": _(
                "Somebody recommends you for the directory. It is free and voluntary; pay nobody. Please say at your "
                "desk within 30 days whether you want to take part."
            ),
            "silent": _(
                "You did not answer within 30 days, so it ended. You can take part later at any time."
            ),
            "listed": _("The facts were checked: you are in the directory now."),
            "not listed": _("The facts were checked, and it could not go on. Your desk says why."),
            "opened": _(
                "Your assessment has begun: two people of two other cities assess you apart from each other."
            ),
            "short": _("The assessment is over; it was not enough. Your desk says what was missing."),
            "notice": _("You stand in the public notice until %(until)s. Anybody may object with reasons."),
            "called off": _("An objection was upheld, so you stay in the directory. Your desk says why."),
            "voting": _("The public notice is over. The alliance votes about it."),
            "admitted": _("The alliance has admitted you: you hold the mark until %(until)s."),
            "renewed": _("The alliance has renewed your mark until %(until)s."),
            "refused": _("The alliance has not admitted you. Your desk says why."),
            "ends": _("Your mark ends on %(until)s, in %(days)s days, unless it is renewed."),
            "expired": _("Your mark has ended. You stay in the directory; please take the sign down."),
        }
    return words[event]


def _consumer_words(event: str) -> str:
    with translation.override("zh-hans"):
        words: dict[str, str] = {
            "listed": _("What you recommended is in the directory now. Thank you."),
            "declined": _(
                "The business you recommended does not want to take part, or did not answer. Thank you."
            ),
            "not listed": _("What you recommended cannot be taken into the directory. Thank you."),
            "aside": _("We could not find the business you recommended in the register. Thank you."),
        }
    return words[event]


def _queue(subject: str, about: str, address: str, text: str, at: datetime) -> None:
    outbox.queue(
        effect_key=f"{subject}:{about}:sms",
        subject=subject,
        channel=OutboxMessage.Channel.SMS,
        address=address,
        text=text,
        at=at,
    )
