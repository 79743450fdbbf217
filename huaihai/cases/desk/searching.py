"""The desk's search box: a file number, a phone, a credit code, or words of title, business and sign."""

import unicodedata
from typing import Any

from django.db.models import Q, QuerySet

from huaihai.cases import numbers
from huaihai.cases.models import Case, Complainant
from huaihai.kit import phones
from huaihai.law import credit_code

LONGEST = 80
MOST_WORDS = 5
_PHONE_LENGTHS = range(7, 14)


def matching(rows: QuerySet[Case, Any], words: str) -> QuerySet[Case, Any]:
    """Of these cases, those that the words mean. A phone is found by its blind index, whole or not at all."""
    typed = unicodedata.normalize("NFKC", words).strip()
    digits = "".join(char for char in typed if char.isascii() and char.isdigit())
    only_digits = bool(digits) and not any(char.isalpha() for char in typed)
    if only_digits:
        return rows.filter(_by_digits(typed, digits))
    found = Q()
    for word in typed.split()[:MOST_WORDS]:
        found &= (
            Q(title__icontains=word)
            | Q(business__name__icontains=word)
            | Q(place__sign__icontains=word)
            | Q(regulator_number__icontains=word)
            | Q(business__credit_code=credit_code.normalise(word))
        )
    return rows.filter(found)


def _by_digits(typed: str, digits: str) -> Q:
    try:
        found = Q(number=numbers.checked_number(typed))
    except numbers.BadNumber:
        found = Q(number__startswith=_as_number(digits)) | Q(regulator_number__icontains=typed)
    if len(digits) in _PHONE_LENGTHS:
        index: Any = Complainant._meta.get_field("phone_index")
        found |= Q(complainant__phone_index__in=[index.of(phones.stored(typed)), index.of(digits)])
    return found | Q(title__icontains=typed)


def _as_number(digits: str) -> str:
    """The beginning of a file number, with its dashes."""
    parts = (digits[:4], digits[4:8], digits[8:14], digits[14:15])
    return "-".join(part for part in parts if part)
