"""The signed list of marks that are not good although their days are not over: what a phone keeps and looks into.

The file is told in docs/guides/mark.md. `body` is canonical JSON as text, signed after `CONTEXT`.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from typing import Any, Final

from huaihai.brands import standing
from huaihai.brands.marks import keys, payload, status
from huaihai.brands.models import Mark
from huaihai.kit.canonical import canonical
from huaihai.kit.clock import local_day

FORMAT: Final = "huaihai-mark-status-1"
CONTEXT: Final = b"huaihai-mark-status-1\n"
LARGEST: Final = 20_000_000  # bytes of a file that is read
CHUNK = 500  # marks a query


class ListError(ValueError):
    """The list cannot be read ("not-a-list"), or nobody known signed it ("forged", "unknown-key", "key-revoked")."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Listed:
    """What a list says. `marks`: number → state, since (or None) and key of the reason; `reasons` what these are
    called in each language. `basis_until`: the last day of the legal basis, None if it has none."""

    made_at: datetime
    has_basis: bool
    basis_until: date | None
    marks: Mapping[str, tuple[str, str | None, str]]
    reasons: Mapping[str, Mapping[str, str]]


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
    signature = payload.encoded(keys.sign(CONTEXT + text.encode()))
    return {"format": FORMAT, "body": text, "key": keys.present(), "signature": signature}


def read(file: Any, known: Mapping[str, bytes], *, revoked: Collection[str] = ()) -> Listed:
    """What a list says, once its signature is found good. Raises ListError."""
    is_list = isinstance(file, dict) and file.get("format") == FORMAT
    if not is_list or not all(isinstance(file.get(name), str) for name in ("body", "key", "signature")):
        raise ListError("not-a-list")
    if file["key"] in revoked:
        raise ListError("key-revoked")
    if file["key"] not in known:
        raise ListError("unknown-key")
    try:
        signature = payload.decoded(file["signature"])
        message = CONTEXT + file["body"].encode()
    except ValueError:
        raise ListError("not-a-list") from None
    if not payload.is_signed(message, signature, known[file["key"]]):
        raise ListError("forged")
    return _listed(json.loads(file["body"]))


def _listed(body: Mapping[str, Any]) -> Listed:
    until = body["basis_until"]
    marks = {number: (state, since, reason) for number, (state, since, reason) in body["marks"].items()}
    return Listed(
        datetime.fromisoformat(body["made_at"]),
        body["basis"],
        date.fromisoformat(until) if until else None,
        marks,
        body["reasons"],
    )


def _not_good(today: date) -> Iterator[tuple[Mark, status.Status]]:
    """Marks whose days are not over, but that are suspended, removed, left, ended early or replaced."""
    days = Mark.objects.filter(until__gte=today)
    rows = days.exclude(entry__stage="held") | days.filter(replaced_at__isnull=False)
    for chunk in batched(rows.select_related("entry").order_by("number").iterator(CHUNK), CHUNK):
        found = status.statuses(chunk, today)
        for mark in chunk:
            if found[mark.pk].state not in (status.GOOD, status.NOT_YET):
                yield mark, found[mark.pk]
