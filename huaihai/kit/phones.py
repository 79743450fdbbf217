"""Telephone numbers in the one form in which they are stored and compared."""

import re
import unicodedata
from functools import lru_cache

from huaihai import alliance
from huaihai.packs.words import of_country

PLAIN = re.compile(r"[+\d(][\d() -]+", re.ASCII)  # phonenumbers would also find a number among words
DASHES = re.compile("[‐-―−]")


@lru_cache(maxsize=64)  # a verb asks for the same number more than once
def mobile(typed: str) -> str | None:
    """The mobile number, or None if it is none: as the country writes it, +… for others."""
    import phonenumbers

    if _region() not in phonenumbers.SUPPORTED_REGIONS and (found := _by_shape(typed)):
        return found
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", typed), _region())
    except phonenumbers.NumberParseException:
        return None
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in kinds:
        return None
    if number.country_code == phonenumbers.country_code_for_region(_region()):
        return str(number.national_number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_mobile(digits: str) -> bool:
    """Whether these digits are a mobile number of the country, with its code in front or without."""
    shapes = of_country().telephone
    return re.fullmatch(f"(?:{shapes.code})?(?:{shapes.mobile})", digits, re.ASCII) is not None


def is_number(digits: str) -> bool:
    """Whether these digits have the shape of any number of the country: mobile, landline, within its city."""
    shapes = of_country().telephone
    return re.fullmatch(f"{shapes.mobile}|{shapes.landline}|{shapes.short}", digits, re.ASCII) is not None


def is_line(plain: str) -> bool:
    """Whether this is a line that answers in every city, with an area code or without."""
    return re.fullmatch(of_country().telephone.public, plain, re.ASCII) is not None


def public_number(typed: str) -> str | None:
    """A number under which a body may be called: mobile, landline with area code, a line of the country; else None."""
    import phonenumbers

    plain = DASHES.sub("-", unicodedata.normalize("NFKC", typed)).strip()
    if is_line(plain):
        return plain
    if not PLAIN.fullmatch(plain):
        return None
    if _region() not in phonenumbers.SUPPORTED_REGIONS:
        return stored(plain) if is_number(re.sub(r"[() -]", "", plain)) else None
    try:
        number = phonenumbers.parse(plain, _region())
    except phonenumbers.NumberParseException:
        return None
    return stored(plain) if phonenumbers.is_valid_number(number) else None


def stored(typed: str) -> str:
    """The number as it is kept: a mobile in its one form, anything else (a landline) as typed, half-width."""
    return mobile(typed) or unicodedata.normalize("NFKC", typed).strip()


def _by_shape(typed: str) -> str | None:
    """The mobile number where the library knows nothing of the country."""
    shapes = of_country().telephone
    digits = re.sub(r"[() -]", "", unicodedata.normalize("NFKC", typed)).removeprefix(f"+{shapes.code}")
    return digits if re.fullmatch(shapes.mobile, digits, re.ASCII) else None


def _region() -> str:
    return alliance.load().country.region
