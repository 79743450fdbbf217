"""The two halves of a letter code, and the SMS that carries it: no link, no person's name.

A number such as `482 177 305` (eight random digits and a check digit, ISO 7064 MOD 11,10) is no secret. The code is one
of `desk.codes` with a check symbol, which follows from the code and tells nothing about which letter it fits.
"""

import secrets
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from stdnum.iso7064 import mod_11_10

from huaihai.cases.messages import find_us
from huaihai.cases.models import Case, LetterCode
from huaihai.desk import codes
from huaihai.kit import phones, sealing
from huaihai.members.messages import sender
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage

NUMBER_DIGITS = 8  # random ones; a check digit follows


def new_number() -> str:
    """A new number, as stored. Uniqueness is the database's word."""
    digits = f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}d}"
    return str(digits + mod_11_10.calc_check_digit(digits))


def checked_number(typed: str) -> str:
    """The number as stored, from however it was typed. Raises Mistyped."""
    digits = codes.without_gaps(typed)
    is_number = len(digits) == NUMBER_DIGITS + 1 and digits.isascii() and digits.isdigit()
    if not is_number or not mod_11_10.is_valid(digits):
        raise codes.Mistyped
    return digits


def shown_number(number: str) -> str:
    """In groups of three, as printed."""
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def fingerprint(number: str, code: str) -> str:
    """What is stored and compared of a letter's code (both as returned by the checks)."""
    return sealing.fingerprint_of_code(f"{number}:{code}", purpose="letter")


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
    with translation.override("zh-hans"):
        return _(
            "[%(platform)s] A consumer asks you to settle a complaint. This is no penalty; you may say no. %(find)s "
            "open “Letter code” and type letter %(number)s, code %(code)s, good until %(until)s. "
            "Questions: %(body)s %(phone)s."
        ) % {
            **sender(letter.case.contact_body),
            "find": find_us(),
            "number": shown_number(letter.number),
            "code": codes.grouped(code),
            "until": letter.until_on.isoformat(),
        }
