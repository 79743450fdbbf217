"""How what is agreed falls into duties: one for each remedy, or one sum in monthly parts. Whole fen, no clock."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huaihai.law import remedies

PAID = (remedies.REFUND.code, remedies.COMPENSATION.code)


@dataclass(frozen=True)
class Part:
    """One duty: a remedy's code (blank: as the agreement's text says), a sum in fen, and its day."""

    remedy: str
    sum_fen: int | None
    due_on: date


def parts_of(named: Sequence[str], sum_fen: int | None, due_on: date, *, months: int = 1) -> list[Part]:
    """The duties of an offer that names remedies, one sum (for those that are paid) and one day.

    Taking the goods back goes with paying for them, so that is one duty; so are a refund and a compensation of
    one sum. `months` more than one: the sum is paid in as many monthly parts, the first on `due_on`.
    """
    codes = _without_pairs(named) or [""]
    if sum_fen is None:
        return [Part(code, None, due_on) for code in codes]
    paid = next((code for code in codes if code in PAID), codes[0])
    others = [code for code in codes if code != paid and code not in PAID]
    return [
        *instalments(paid, sum_fen, first_on=due_on, months=months),
        *(Part(code, None, due_on) for code in others),
    ]


def instalments(remedy: str, sum_fen: int, *, first_on: date, months: int) -> list[Part]:
    """A sum in monthly parts that differ by one fen at most and add up to it; the larger ones come first.

    A month without the first part's day has the part on its last day. Raises ValueError for less than one part.
    """
    if months < 1:
        raise ValueError("a sum is paid in at least one part")
    each, left_over = divmod(sum_fen, months)
    return [
        Part(remedy, each + (number < left_over), _months_later(first_on, number)) for number in range(months)
    ]


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _without_pairs(named: Sequence[str]) -> list[str]:
    codes = list(dict.fromkeys(named))
    if remedies.REFUND.code in codes and remedies.RETURN.code in codes:
        codes.remove(remedies.RETURN.code)
    return codes
