"""The signed list of marks that are not good although their days are not over: what a phone keeps and looks into.

`body` is canonical JSON as text, signed after `published.LIST_CONTEXT`; `published.read_list` reads it.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import batched, chain
from typing import Any

from huaihai.brands import standing
from huaihai.brands.lives import ENTRY
from huaihai.brands.marks import keys, spelling, status
from huaihai.brands.marks.published import LIST_CONTEXT, LIST_FORMAT
from huaihai.brands.models import Mark
from huaihai.kit.canonical import canonical
from huaihai.kit.clock import local_day

CHUNK = 500  # marks a query
MOST_BASES = 20  # one after the other


def make(at: datetime) -> dict[str, Any]:
    """The list of this moment, signed by the present key."""
    today = local_day(at)
    has_basis, until = standing.gives_title(today), basis_until(today)
    body: dict[str, Any] = {
        "made_at": at.isoformat(timespec="seconds"),
        "basis": has_basis,
        "basis_until": until.isoformat() if until is not None else None,
        "marks": {},
        "reasons": {},
    }
    for mark, found in _not_good(today) if has_basis else ():
        since = found.since.isoformat() if found.since else None
        body["marks"][mark.number] = [found.state, since, found.reason]
        if found.reason and found.reason_name:
            body["reasons"][found.reason] = dict(found.reason_name)
    text = canonical(body).decode()
    signature = spelling.encoded(keys.sign(LIST_CONTEXT + text.encode()))
    return {"format": LIST_FORMAT, "body": text, "key": keys.present(), "signature": signature}


def basis_until(today: date) -> date | None:
    """The last day up to which there is a legal basis without a gap, as far as is known; None: no end is known."""
    day = today
    for _following in range(MOST_BASES):
        basis = standing.basis_on(day)
        if basis is None:
            break
        repealed = basis.resolution.repealed_from if basis.resolution is not None else None
        ends = [end - timedelta(days=1) for end in (basis.ended_on, repealed) if end is not None]
        last = min(filter(None, [basis.until_on, *ends]), default=None)
        if last is None:
            return None
        day = last + timedelta(days=1)
    return day - timedelta(days=1) if day > today else None


def _not_good(today: date) -> Iterator[tuple[Mark, status.Status]]:
    """Marks whose days are not over, but that are suspended, removed, left, ended early or replaced."""
    days = Mark.objects.filter(until__gte=today).select_related("entry").order_by()
    days = days.only("number", "since", "until", "replaced_at", "entry__stage")
    ended = days.filter(entry__stage__in=set(ENTRY.stages) - {"held"})
    replaced = days.filter(entry__stage="held", replaced_at__isnull=False)
    for chunk in batched(chain(ended.iterator(CHUNK), replaced.iterator(CHUNK)), CHUNK):
        found = status.statuses(chunk, today)
        for mark in chunk:
            yield mark, found[mark.pk]
