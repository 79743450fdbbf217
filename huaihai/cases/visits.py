"""Which cases a browser session still opens: a visit holds as long as the receipt code it began with is the case's own.

Of the code a session keeps the beginning of its fingerprint, of a draft, which has none yet, nothing.
"""

from collections.abc import Mapping
from uuid import UUID

from huaihai.cases import numbers
from huaihai.cases.models import Case
from huaihai.kit.compiled import Compiled

MARK = 16  # characters of the fingerprint: 64 bits
_held: Compiled[Case] = Compiled(
    lambda keys: Case.objects.filter(pk__in=keys).values_list("pk", "receipt_hash"),  # type: ignore[arg-type,return-value]
    keys=Case._meta.pk,
)


def mark_of(case: Case) -> str:
    """What a session keeps of the code that opened this case."""
    return case.receipt_hash[:MARK]


def mark_of_code(code: str) -> str:
    """The same, of a code as it is shown."""
    return numbers.receipt_fingerprint(code)[:MARK]


def still_open(held: Mapping[str, str]) -> frozenset[UUID]:
    """Of the cases of a session, with the marks it keeps, those whose code was not replaced since."""
    rows = _held.numbers(keys=[UUID(key) for key in held])
    found = {UUID(str(key)): str(stored)[:MARK] for key, stored in rows}
    return frozenset(key for key, mark in found.items() if held[str(key)] == mark)
