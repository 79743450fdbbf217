"""File numbers and receipt codes.

A file number such as `3203-2026-418207-5` is good for the telephone: city, year, six digits drawn at random
(so that nobody counts cases by it) and a check digit (ISO 7064 MOD 11,10). It opens nothing by itself.
A receipt code such as `K7QF-M2XW-9D` (50 random bits, Crockford's base 32) does, together with the number;
only its fingerprint is stored.
"""

from stdnum.iso7064 import mod_11_10

from huaihai.desk import codes
from huaihai.kit import sealing
from huaihai.kit.text.normalise import digits_in

DIGITS, CODE_LENGTH = 15, 10


class BadNumber(ValueError):
    """The file number cannot be right: wrong length, or the check digit does not fit."""


def new_number(city_code: str, year: int) -> str:
    """A new file number for a body's city (six-digit code). Uniqueness is the database's word."""
    digits = f"{city_code[:4]}{year}{codes.six_digits()}"
    return _grouped(digits + mod_11_10.calc_check_digit(digits))


def checked_number(typed: str) -> str:
    """The file number as stored, from however it was typed. Raises BadNumber."""
    digits = digits_in(typed)
    if len(digits) != DIGITS or not mod_11_10.is_valid(digits):
        raise BadNumber(typed)
    return _grouped(digits)


def short(number: str) -> str:
    """The six digits by which people who work side by side call a file."""
    parts = number.split("-")
    return parts[2] if len(parts) == 4 else number


def new_receipt_code() -> str:
    """A new receipt code, as shown to the consumer."""
    return codes.grouped(codes.drawn(CODE_LENGTH))


def receipt_fingerprint(typed: str) -> str:
    """What is stored and compared; spaces, case, dashes and look-alikes (O, I, L) do not matter."""
    return sealing.fingerprint_of_code(codes.plain(typed), purpose="receipt")


def _grouped(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:14]}-{digits[14]}"
