"""Telephone numbers in the one form in which they are stored and compared."""

import unicodedata

import phonenumbers

MAINLAND = 86


def mobile(typed: str) -> str | None:
    """The mobile number, or None if it is none: eleven digits for the mainland, +… for others."""
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", typed), "CN")
    except phonenumbers.NumberParseException:
        return None
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in kinds:
        return None
    if number.country_code == MAINLAND:
        return str(number.national_number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def stored(typed: str) -> str:
    """The number as it is kept: a mobile in its one form, anything else (a landline) as typed, half-width."""
    return mobile(typed) or unicodedata.normalize("NFKC", typed).strip()
