"""What is told to consumers and businesses by SMS or e-mail: queued in the same transaction as the change.

A message names the file number, what happened, until when an answer counts, where the platform is found and whom to
call; never a person, never a link, never a code that opens the file.
"""

from datetime import date, datetime

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.cases.finding_us import find_us
from huaihai.cases.message_words import TO_BUSINESS, TO_CONSUMER
from huaihai.cases.models import Case, Complainant
from huaihai.kit import mail_subjects, spoken
from huaihai.kit.clock import local_day
from huaihai.kit.ids import new_id
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage

HOUSE = "zh-hans"  # the language of all of them


def filed(case: Case, *, at: datetime) -> None:
    """The complaint was received."""
    tell_consumer(case, "filed", at=at)


def tell_consumer(
    case: Case, event: str, *, at: datetime, once: bool = False, until: date | None = None
) -> bool:
    """Tell the consumer, on the confirmed phone or by e-mail; whether there is either. `event` names the text, and a
    suffix makes it unique where the same thing can happen twice. `once`: never again for this event, whatever happens
    between. `until`: by which day to answer, in the texts that say so."""
    person = getattr(case, "complainant", None)
    if person is None or not person.confirmed_at or person.reached_by is None:
        return False
    name, key = event.split(":", maxsplit=1)[0], event if once else f"{event}:v{case.version}"
    with translation.override(HOUSE):
        what = _with_day(TO_CONSUMER[name], until, at)
        where = _("%(find)s and choose “Follow my complaint”.") % {"find": find_us()}
        _queue(case, key, to=person.reached_by, what=what, where=where, at=at)
    return True


def tell_business(
    case: Case, event: str, *, at: datetime, once: bool = False, until: date | None = None
) -> bool:
    """Tell the business on the phone it is known by; whether it has one. This is no proof of service. `once` and
    `until`: as above."""
    phone = (case.place.phone if case.place else "") or (case.business.phone if case.business else "")
    if not phone:
        return False
    key = f"business:{event}" if once else f"business:{event}:v{case.version}"
    with translation.override(HOUSE):
        what = _with_day(TO_BUSINESS[event.split(":", maxsplit=1)[0]], until, at)
        where = _("%(find)s and sign in, or use your letter code.") % {"find": find_us()}
        _queue(case, key, to=(OutboxMessage.Channel.SMS, phone), what=what, where=where, at=at)
    return True


def send_code(person: Complainant, code: str, *, minutes: int, at: datetime) -> None:
    """The one-time code that proves that the phone or e-mail is the consumer's."""
    with translation.override(HOUSE):
        title = mail_subjects.of_title(_("Your code to confirm this address"))
        text = _(
            "[%(platform)s] Your code is %(code)s. It is good for %(minutes)s minutes. Do not share it."
        ) % {"platform": alliance.load().platform_name, "code": code, "minutes": minutes}
    _queue_secret(person, "code", title, text, at)


def send_new_receipt_code(person: Complainant, code: str, *, at: datetime) -> None:
    """A lost receipt code is replaced by a new one, to the confirmed phone or e-mail only. The message names
    only the end of the file number, so that whoever reads it alone cannot open the file."""
    end = (person.case.number or "")[-5:]
    with translation.override(HOUSE):
        title = mail_subjects.of_title(_("New receipt code of your file ending in %(end)s") % {"end": end})
        text = _(
            "[%(platform)s] The new receipt code of your file ending in %(end)s is %(code)s. "
            "The old one no longer works."
        ) % {"platform": alliance.load().platform_name, "end": end, "code": code}
    _queue_secret(person, "receipt", title, text, at)


def _queue_secret(person: Complainant, kind: str, title: str, text: str, at: datetime) -> None:
    reached, case = person.reached_by, person.case
    if reached is not None:
        channel, address = reached
        outbox.queue(
            effect_key=f"{case.record_key}:{kind}:{new_id()}",  # each code is a message of its own
            subject=case.record_key,
            channel=channel,
            address=address,
            title=title,
            text=text,
            at=at,
        )


def _with_day(words: Promise | str, until: date | None, at: datetime) -> str:
    day = spoken.day(until, today=local_day(at)) if until else ""
    return str(words) % {"day": day}


def _queue(case: Case, key: str, *, to: tuple[str, str], what: str, where: str, at: datetime) -> None:
    """In the language in force: which file, what happened, where to look, whom to call."""
    channel, address = to
    body = case.contact_body
    number = case.number or ""
    outbox.queue(
        effect_key=f"{case.record_key}:{key}:{channel}",
        subject=case.record_key,
        channel=channel,
        address=address,
        title=mail_subjects.of_message(_("File %(number)s") % {"number": number}, what),
        text=_("[%(platform)s] File %(number)s: %(what)s %(where)s Questions: %(body)s %(phone)s.")
        % {
            "platform": alliance.load().platform_name,
            "number": number,
            "what": what,
            "where": where,
            "body": body.short_name if body else "",
            "phone": body.phone_to_call if body else "12315",
        },
        at=at,
    )
