"""Codes that people read out, copy and type, and the six digits that prove a telephone or an e-mail address.

A code is of Crockford's letters unless another alphabet is named. One with a check symbol, such as
`K7QF-M2XW-9DRT-04BH-5`, is 80 bits and a symbol that follows from them (ISO 7064, the hybrid system over 32 symbols),
so that a typing slip is told before it counts as a try. Of a code only its fingerprint is stored (`kit.sealing`); how
often strangers may try is said by a `Brake` (`kit.brakes`).
"""

import io
import math
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from stdnum.iso7064 import mod_37_36

from huaihai.desk.lives import Unfit
from huaihai.kit import contact_codes
from huaihai.kit.text.normalise import digits_in, for_matching

ALPHABET = contact_codes.ALPHABET
SMALL = "abcdefghjkmnpqrstuvwxyz23456789"  # without what is mistaken for something else
SECRET_LENGTH = 16  # symbols of a code with a check symbol; this follows
BITS = SECRET_LENGTH * 5  # in these symbols
NONE = "0" * 64  # no code has this fingerprint
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def drawn(length: int, alphabet: str = ALPHABET) -> str:
    """A code of so many letters that nobody can guess. Uniqueness is the database's word."""
    return "".join(secrets.choice(alphabet) for _place in range(length))


def spelt(number: int, length: int) -> str:
    """The last so many digits of a number in small letters, the last one first."""
    return "".join(SMALL[number // len(SMALL) ** place % len(SMALL)] for place in range(length))


def grouped(code: str) -> str:
    """In groups of four, as shown and printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def qr(address: str, *, error: str = "m", border: int = 2, scale: int = 4) -> bytes:
    """The QR of an address, as an SVG picture; `error` is its level of correction. It is whole in any size: without
    the view box a page that shows it smaller cuts it off."""
    import segno

    made, drawn = segno.make(address, error=error, micro=False), io.BytesIO()
    made.save(drawn, kind="svg", border=border, scale=scale, xmldecl=False)
    width, height = made.symbol_size(scale, border)
    return drawn.getvalue().replace(b"<svg ", b'<svg viewBox="0 0 %d %d" ' % (width, height), 1)


def plain(typed: str) -> str:
    """The code, however it was typed: spaces, case, dashes and look-alikes (O, I, L) do not matter."""
    return "".join(char for char in _folded(typed) if char in ALPHABET)


def fits(given: str, stored: str) -> bool:
    """Whether this fingerprint is the stored one; takes as long where none is stored."""
    return secrets.compare_digest(given, stored or NONE)


class Mistyped(ValueError):
    """A slip of the finger: the check symbol or the length does not fit. Says nothing about what the code opens."""


def new_code() -> str:
    """A new one with a check symbol, without its dashes."""
    return code_of(secrets.randbits(BITS))


def code_of(bits: int) -> str:
    """The code with a check symbol that says these bits (80), without its dashes."""
    secret = "".join(ALPHABET[bits >> (5 * place) & 31] for place in reversed(range(SECRET_LENGTH)))
    return str(secret + mod_37_36.calc_check_digit(secret, ALPHABET))


def checked_code(typed: str) -> str:
    """The code with a check symbol, without its dashes, however it was typed. Raises Mistyped."""
    code = without_gaps(_folded(typed))
    if len(code) != SECRET_LENGTH + 1 or not mod_37_36.is_valid(code, ALPHABET):
        raise Mistyped
    return code


def without_gaps(typed: str) -> str:
    """Without spaces and dashes of any kind, in half-width characters."""
    return "".join(
        char
        for char in for_matching(typed)
        if not char.isspace() and unicodedata.category(char) not in ("Pd", "Cf", "Cc")
    ).replace("−", "")  # the minus sign is no dash to Unicode


def _folded(typed: str) -> str:
    return for_matching(typed).upper().translate(_LOOK_ALIKES)


class CodeField(forms.CharField):
    """A code with a check symbol: a slip is told by it, and does not count as a try."""

    default_error_messages = {
        "mistyped": _("A symbol is missing, too many, or mistyped. Please compare it with your letter.")
    }

    def __init__(self, **options: Any) -> None:
        attributes = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        options.setdefault("help_text", _("17 letters and digits. Dashes and capitals do not matter."))
        super().__init__(max_length=60, widget=forms.TextInput(attrs=attributes), **options)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        try:
            return checked_code(typed) if typed else ""
        except Mistyped as error:
            raise ValidationError(self.error_messages["mistyped"], "mistyped") from error


TRIES = 5  # of the six digits of one message
AGAIN_AFTER = timedelta(seconds=60)
TOO_OLD = _("This code is too old. Please have a new one sent.")
TOO_OFTEN = _("Too many wrong codes. Please have a new one sent.")
WRONG = _("The code is not right. Please look at the message again.")


class Sent(Protocol):
    """A row to which six digits were sent: their fingerprint, and how often others were tried."""

    code_hash: str
    code_tries: int


def six_digits() -> str:
    """New digits for a message."""
    return f"{secrets.randbelow(1_000_000):06d}"


def require_pause(sent_at: datetime, at: datetime) -> None:
    """Raises Unfit where digits were sent a moment ago; it says in how many seconds others can be had."""
    seconds = math.ceil((AGAIN_AFTER - (at - sent_at)).total_seconds())
    if seconds > 0:
        raise Unfit(
            "code",
            ngettext(
                "A code was sent a moment ago. You can have another one in %(n)s second.",
                "A code was sent a moment ago. You can have another one in %(n)s seconds.",
                seconds,
            )
            % {"n": seconds},
        )


def is_right(row: Sent, given: str, *, sent_at: datetime | None, good_for: timedelta, at: datetime) -> bool:
    """Whether this is the fingerprint of what was sent. A wrong try is counted in the row, which the caller saves.

    Raises Unfit: too old, tried too often.
    """
    if not row.code_hash or sent_at is None or at - sent_at > good_for:
        raise Unfit("code", TOO_OLD)
    if row.code_tries >= TRIES:
        raise Unfit("code", TOO_OFTEN)
    found = fits(given, row.code_hash)
    row.code_tries += not found
    return found


class SixDigitsField(forms.CharField):
    """The digits of a message, whatever was typed between them."""

    def __init__(self) -> None:
        super().__init__(
            max_length=20,
            label=_("The six digits from the message"),
            error_messages={"required": _("Please write the six digits from the message")},
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        )

    def clean(self, value: Any) -> str:
        return digits_in(super().clean(value))
