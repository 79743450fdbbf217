"""The signed list of marks that are not good although their days are not over: what a phone keeps and looks into.

`body` is canonical JSON as text, signed after `published.LIST_CONTEXT`; `published.read_list` reads it.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import batched
from typing import Any

from huaihai.brands import standing
from huaihai.brands.marks import keys, payload, status
from huaihai.brands.marks.published import LIST_CONTEXT, LIST_FORMAT
from huaihai.brands.models import Mark
from huaihai.kit.canonical import canonical
from huaihai.kit.clock import local_day

CHUNK = 500  # marks a query


def make(at: datetime) -> dict[str, Any]:
    """The list of this moment, signed by the present key."""
    today = local_day(at)
    basis = standing.basis_on(today)
    body: dict[str, Any] = {
        "made_at": at.isoformat(timespec="seconds"),
        "basis": basis is not None,
        "basis_until": basis.until_on.isoformat() if basis is not None and basis.until_on else None,
        "marks": {},
        "reasons": {},
    }
    for mark, found in _not_good(today) if basis is not None else ():
        since = found.since.isoformat() if found.since else None
        body["marks"][mark.number] = [found.state, since, found.reason]
        if found.reason and found.reason_name:
            body["reasons"][found.reason] = dict(found.reason_name)
    text = canonical(body).decode()
    signature = payload.encoded(keys.sign(LIST_CONTEXT + text.encode()))
    return {"format": LIST_FORMAT, "body": text, "key": keys.present(), "signature": signature}


def _not_good(today: date) -> Iterator[tuple[Mark, status.Status]]:
    """Marks whose days are not over, but that are suspended, removed, left, ended early or replaced."""
    days = Mark.objects.filter(until__gte=today)
    rows = days.exclude(entry__stage="held") | days.filter(replaced_at__isnull=False)
    for chunk in batched(rows.select_related("entry").order_by("number").iterator(CHUNK), CHUNK):
        found = status.statuses(chunk, today)
        for mark in chunk:
            if found[mark.pk].state not in (status.GOOD, status.NOT_YET):
                yield mark, found[mark.pk]
