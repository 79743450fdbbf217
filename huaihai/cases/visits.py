"""Which cases a browser session still opens: a visit holds as long as the receipt code it began with is the case's own.

Of the code a session keeps the beginning of its fingerprint, of a draft, which has none yet, nothing.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest

from huaihai.cases import numbers
from huaihai.cases.models import Case
from huaihai.kit import clock
from huaihai.kit.compiled import Compiled
from huaihai.members import actors

MARK = 16  # characters of the fingerprint: 64 bits
JUST = timedelta(hours=1)
OPENED = "opened_cases"  # session key: case → when it was opened here with its code
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


def begin(request: HttpRequest, case_id: UUID, mark: str) -> None:
    """The code of this mark was shown: this browser opens the case from now on."""
    actors.remember_case(request, case_id, mark)
    now = clock.now()
    held = {key: at for key, at in request.session.get(OPENED, {}).items() if at > (now - JUST).isoformat()}
    request.session[OPENED] = {**held, str(case_id): now.isoformat()}
    if request.session.session_key is not None:  # a first one gets its key with the answer
        request.session.cycle_key()


def is_just_opened(request: HttpRequest, case_id: UUID) -> bool:
    """Whether number and code of this case were typed here within the hour."""
    opened_at: str = request.session.get(OPENED, {}).get(str(case_id), "")
    return (clock.now() - JUST).isoformat() < opened_at


def still_open(held: Mapping[str, str]) -> frozenset[UUID]:
    """Of the cases of a session, with the marks it keeps, those whose code was not replaced since."""
    rows = _held.numbers(keys=[UUID(key) for key in held])
    found = {UUID(str(key)): str(stored)[:MARK] for key, stored in rows}
    return frozenset(key for key, mark in found.items() if held[str(key)] == mark)
