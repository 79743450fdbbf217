"""The two halves of a letter code, and the SMS that carries it: no link, no person's name.

A number such as `482 177 305` (eight random digits and a check digit, ISO 7064 MOD 11,10) is no secret. The code, such
as `K7QF-M2XW-9DRT-04BH-5`, is 80 random bits in Crockford's base 32 and a check symbol (ISO 7064, the hybrid system
over 32 symbols), so that a typing slip is told before it counts as a try. The check symbol follows from the code and
tells nothing about which letter it fits.
"""

import secrets
import unicodedata
from collections.abc import Callable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_10, mod_37_36

from huaihai import alliance
from huaihai.cases.messages import find_us
from huaihai.cases.models import Case, LetterCode
from huaihai.cases.numbers import ALPHABET
from huaihai.kit import phones, sealing
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage

NUMBER_DIGITS = 8  # random ones; a check digit follows
SECRET_LENGTH = 16  # random symbols; a check symbol follows
BITS = SECRET_LENGTH * 5  # of chance in a code
NOTHING = "0" * 64  # compared with when there is no such letter: no code has this fingerprint
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


class Mistyped(ValueError):
    """A slip of the finger: the check symbol or the length does not fit. Says nothing about any letter."""


def new_number() -> str:
    """A new number, as stored. Uniqueness is the database's word."""
    digits = f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}d}"
    return str(digits + mod_11_10.calc_check_digit(digits))


def new_code() -> str:
    """A new code, without its dashes."""
    return code_of(secrets.randbits(BITS))


def code_of(bits: int) -> str:
    """The code that says these bits (80), without its dashes."""
    secret = "".join(ALPHABET[bits >> (5 * place) & 31] for place in reversed(range(SECRET_LENGTH)))
    return str(secret + mod_37_36.calc_check_digit(secret, ALPHABET))


def checked_number(typed: str) -> str:
    """The number as stored, from however it was typed. Raises Mistyped."""
    digits = _without_gaps(typed)
    if len(digits) != NUMBER_DIGITS + 1 or not (digits.isascii() and digits.isdigit()):
        raise Mistyped
    return _checked(digits, mod_11_10.validate)


def checked_code(typed: str) -> str:
    """The code without its dashes, from however it was typed (O is 0; I and L are 1). Raises Mistyped."""
    code = _without_gaps(typed).upper().translate(_LOOK_ALIKES)
    if len(code) != SECRET_LENGTH + 1 or not set(code) <= set(ALPHABET):
        raise Mistyped
    return _checked(code, lambda held: mod_37_36.validate(held, ALPHABET))


def shown_number(number: str) -> str:
    """In groups of three, as printed."""
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def shown_code(code: str) -> str:
    """In groups of four, as printed; the check symbol stands last."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def fingerprint(number: str, code: str) -> str:
    """What is stored and compared of a letter's code (both as returned by the checks)."""
    return sealing.fingerprint_of_code(f"{number}:{code}", purpose="letter")


def fits(number: str, code: str, *, stored: str) -> bool:
    """Whether the code is the one of which `stored` is kept; takes as long either way."""
    return secrets.compare_digest(fingerprint(number, code), stored)


def _checked(plain: str, validate: Callable[[str], str]) -> str:
    try:
        validate(plain)
    except ValidationError as error:
        raise Mistyped from error
    return plain


def _without_gaps(typed: str) -> str:
    """Without spaces and dashes of any kind, in half-width characters."""
    plain = unicodedata.normalize("NFKC", typed)
    return "".join(
        char for char in plain if not char.isspace() and unicodedata.category(char) not in ("Pd", "Cf", "Cc")
    ).replace("−", "")  # the minus sign is no dash to Unicode


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
            "number": shown_number(letter.number),
            "code": shown_code(code),
            "until": letter.until_on.isoformat(),
            "body": body.short_name if body else "",
            "phone": body.phone_to_call if body else "12315",
        }
