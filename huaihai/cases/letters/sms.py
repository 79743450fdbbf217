"""The SMS that carries a letter code: no link, no person's name. It goes to the business's own mobile phone."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.cases.finding_us import find_us
from huaihai.cases.letters import codes
from huaihai.cases.models import Case, LetterCode
from huaihai.kit import phones
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage


def mobile_of(case: Case) -> str:
    """The mobile phone the business is known by, or ""."""
    known = (case.place.phone if case.place else "", case.business.phone if case.business else "")
    return next(filter(None, (phones.mobile(phone) for phone in known if phone)), "")


def send(letter: LetterCode, code: str, *, phone: str, at: datetime) -> None:
    """Queue it in the caller's transaction."""
    outbox.queue(
        effect_key=f"letter:{letter.pk}:sms",
        subject=letter.case.record_key,
        channel=OutboxMessage.Channel.SMS,
        address=phone,
        text=text(letter, code),
        holds_secret=True,
        at=at,
    )


def text(letter: LetterCode, code: str) -> str:
    """The words of the SMS."""
    body = letter.case.contact_body
    with translation.override("zh-hans"):
        return _(
            "[%(platform)s] A consumer asks you to settle a complaint. This is no penalty; you may say no. %(find)s "
            "open “Letter code” and type letter %(number)s, code %(code)s, good until %(until)s. "
            "Questions: %(body)s %(phone)s."
        ) % {
            "platform": alliance.load().platform_name,
            "find": find_us(),
            "number": codes.shown_number(letter.number),
            "code": codes.shown_code(code),
            "until": letter.until_on.isoformat(),
            "body": body.short_name if body else "",
            "phone": body.phone_to_call if body else "12315",
        }
