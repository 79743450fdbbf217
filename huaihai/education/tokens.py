"""Links that work without signing in: what they open, with a keyed fingerprint. Nothing of them is stored."""

import base64
import binascii
import secrets
from uuid import UUID

from huaihai.kit import sealing

ID, SEAL = 16, 16  # bytes


def made(purpose: str, *ids: UUID, extra: str = "") -> str:
    """The end of a link that opens these rows; `extra` is what it is bound to beside them."""
    named = b"".join(one.bytes for one in ids)
    return base64.urlsafe_b64encode(named + _seal(purpose, named, extra)).decode().rstrip("=")


def read(purpose: str, token: str, *, many: int = 1) -> tuple[UUID, ...] | None:
    """Which rows it names, whatever it is bound to; None for what cannot be one of ours in form."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != many * ID + SEAL:
        return None
    return tuple(UUID(bytes=raw[place : place + ID]) for place in range(0, many * ID, ID))


def opened(purpose: str, token: str, *, many: int = 1) -> tuple[UUID, ...] | None:
    """The ids, if the link is ours and bound to nothing else; else None."""
    ids = read(purpose, token, many=many)
    return ids if ids and fits(purpose, token, *ids) else None


def fits(purpose: str, token: str, *ids: UUID, extra: str = "") -> bool:
    """Whether it is the link for these rows."""
    return secrets.compare_digest(token.encode(), made(purpose, *ids, extra=extra).encode())


def _seal(purpose: str, named: bytes, extra: str) -> bytes:
    said = f"{named.hex()}:{extra}"
    return bytes.fromhex(sealing.fingerprint_of_code(said, purpose=f"link:{purpose}"))[:SEAL]
