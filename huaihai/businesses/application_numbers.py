"""Number and code of an application for the fast channel.

The number (`K7QF-M2XW`, 40 random bits in Crockford's base 32) is good for the telephone and opens nothing by itself.
The code (twenty characters, 100 random bits) does, together with it; only its fingerprint is stored.
"""

import secrets
import unicodedata

from huaihai.kit import sealing

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LENGTH, CODE_LENGTH = 8, 20
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_number() -> str:
    """A new number. Uniqueness is the database's word."""
    return _grouped(_drawn(NUMBER_LENGTH))


def new_code() -> str:
    """A new code, as it is shown once."""
    return _grouped(_drawn(CODE_LENGTH))


def stored_number(typed: str) -> str:
    """The number as it is kept, however it was typed; "" if it cannot be one."""
    plain = _plain(typed)
    return _grouped(plain) if len(plain) == NUMBER_LENGTH else ""


def fingerprint(typed: str) -> str:
    """What is stored of a code, and compared; spaces, case, dashes and look-alikes do not matter."""
    return sealing.fingerprint_of_code(_plain(typed), purpose="enrolment")


def _drawn(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _plain(typed: str) -> str:
    folded = unicodedata.normalize("NFKC", typed).upper().translate(_LOOK_ALIKES)
    return "".join(char for char in folded if char in ALPHABET)


def _grouped(plain: str) -> str:
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))
