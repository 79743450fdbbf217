"""The square on a paper or letter: what a phone verifies by the public key alone. No person is in it.

    HP1.<body>.<key id>.<signature>

`body` is canonical JSON: n number, t title, b body, d day, c check code (may be empty); the signature (Ed25519) is
under `CONTEXT` and the bytes of the body, both in base64url without padding. One paper has exactly one spelling
(docs/guides/mark.md tells the same of marks).
"""

import base64
import binascii
import json
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import date
from importlib import import_module
from typing import Any, Final

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from huaihai import reactions
from huaihai.desk import codes
from huaihai.desk.papers.official import OfficialPaper
from huaihai.kit import signing

FORMAT: Final = "HP1"
CONTEXT: Final = b"huaihai-paper-1\n"
MOST: Final = 1200  # characters
LONGEST_TITLE: Final = 60
WHOLE: Final = re.compile(r"HP1\.([\w-]{1,1000})\.([0-9a-z-]{16})\.([\w-]{86})(?![\w.-])", re.ASCII)
NAMES: Final = ["b", "c", "d", "n", "t"]


@dataclass(frozen=True)
class Content:
    """What the square says of its paper."""

    n: str
    t: str
    b: str
    d: str
    c: str


def on(paper: OfficialPaper, *, day: date, code: str = "", body: str = "") -> OfficialPaper:
    """The paper with its square, and with a check code that is typed where there is one. `body` issued a paper that
    names no sender."""
    content = Content(paper.number, paper.title[:LONGEST_TITLE], body or paper.sender, day.isoformat(), code)
    return replace(paper, code=code, square=f"{settings.SITE_URL or ''}{path_of(content)}")


def path_of(content: Content) -> str:
    """The page that checks it; a phone keeps that page."""
    return reverse("genuine-paper", args=[make(content)])


def drawn(address: str) -> SafeString:
    """A square with this address as SVG, to stand in a page that is printed."""
    return mark_safe(codes.qr(address, error="l").decode())  # noqa: S308 -- drawn here


def make(content: Content) -> str:
    """The text of the square, signed by the present key."""
    body = signing.canonical(asdict(content))
    signed = signing.sign(CONTEXT + body)
    return ".".join((FORMAT, _encoded(body), signed.key_id, _encoded(base64.b64decode(signed.value))))


def read(text: str) -> Content | None:
    """What a genuine square says; None if it is none, was altered, or its key counts no more."""
    found = WHOLE.fullmatch(text) if len(text) <= MOST else None
    body, signature = (_decoded(found[1]), _decoded(found[3])) if found else (b"", b"")
    if found is None or not body or not signature or found[2] in _revoked():
        return None
    value = base64.b64encode(signature).decode()
    if not signing.is_genuine(CONTEXT + body, key_id=found[2], value=value):
        return None
    said = json.loads(body)
    return Content(**said) if sorted(said) == NAMES else None


def published() -> dict[str, Any]:
    """What phones verify with: 32 bytes of each public key by its id, and the keys that count no more."""
    keys = {}
    for key_id, pem in signing.public_keys().items():
        raw = load_pem_public_key(pem.encode()).public_bytes(Encoding.Raw, PublicFormat.Raw)
        keys[key_id] = _encoded(raw)
    return {"keys": keys, "revoked": sorted(_revoked())}


def _revoked() -> Collection[str]:
    module, _, function = reactions.REVOKED_KEYS.rpartition(".")
    found: Collection[str] = getattr(import_module(module), function)()
    return found


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    """Back again, from its one spelling; nothing from another."""
    try:
        value = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
    return value if _encoded(value) == text else b""
