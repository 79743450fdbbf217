"""The files of marks as the site makes them: the public keys, and the signed list of those no longer good.

The signed list of marks that are not good although their days are not over: what a phone keeps and looks into.
`body` is canonical JSON as text, signed after `published.LIST_CONTEXT`; `published.read_list` reads it.
"""

import base64
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import batched, chain
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings

from huaihai.brands import standing
from huaihai.brands.life import ENTRY
from huaihai.brands.marks import payload, status
from huaihai.brands.marks.published import KEYS_FORMAT, LIST_CONTEXT, LIST_FORMAT
from huaihai.brands.models import KeyRevocation, Mark
from huaihai.kit import signing
from huaihai.kit.canonical import canonical
from huaihai.kit.clock import local_day

CHUNK = 500  # marks a query
MOST_BASES = 20  # one after the other


def public_keys() -> dict[str, bytes]:
    """All keys that ever signed for the platform, 32 bytes each, by id."""
    return {key_id: _raw(pem) for key_id, pem in signing.public_keys().items()}


def revoked_keys() -> dict[str, str]:
    """The ids of keys that count no more, and why."""
    return dict(KeyRevocation.objects.values_list("key_id", "reason"))


def present() -> str:
    """The id of the key that signs now."""
    current: str = settings.KEYRING.signature_current
    return current


def sign(message: bytes) -> bytes:
    """The signature of the present key under the message: 64 bytes."""
    return base64.b64decode(signing.sign(message).value)


def published() -> Mapping[str, Any]:
    """What stands in keys.json: see docs/guides/mark.md."""
    keys = [{"id": key_id, "public": payload.encoded(raw)} for key_id, raw in sorted(public_keys().items())]
    revoked = [{"id": key_id, "reason": reason} for key_id, reason in sorted(revoked_keys().items())]
    return {"format": KEYS_FORMAT, "keys": keys, "revoked": revoked}


def _raw(pem: str) -> bytes:
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("a public key of the platform is no Ed25519 key")
    return key.public_bytes_raw()


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
    signature = payload.encoded(sign(LIST_CONTEXT + text.encode()))
    return {"format": LIST_FORMAT, "body": text, "key": present(), "signature": signature}


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
