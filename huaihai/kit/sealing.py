"""Sealing text: AES-256-GCM bound to its place, so that a ciphertext moved elsewhere does not open.

Form: `a256gcm|key-id|nonce|ciphertext` (base64). The suite's name comes first so that SM4-GCM can follow.
"""

import base64
import hashlib
import hmac
import os
import unicodedata
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

SUITE = "a256gcm"


class CannotOpen(ValueError):
    """The ciphertext was damaged, moved, or sealed under a key that is not held."""


def seal(text: str, *, place: str) -> str:
    """`text` sealed for `place` (table, column and row)."""
    ring = settings.KEYRING
    nonce = os.urandom(12)
    sealed = _cipher(ring.sealing[ring.sealing_current]).encrypt(nonce, text.encode(), place.encode())
    return "|".join((SUITE, ring.sealing_current, _text(nonce), _text(sealed)))


def unseal(sealed: str, *, place: str) -> str:
    """The text that was sealed for `place`. Raises CannotOpen."""
    try:
        suite, key_id, nonce, ciphertext = sealed.split("|")
        if suite != SUITE:
            raise CannotOpen(f"unknown suite {suite}")
        key = settings.KEYRING.sealing[key_id]
        opened = _cipher(key).decrypt(base64.b64decode(nonce), base64.b64decode(ciphertext), place.encode())
    except (KeyError, InvalidTag, ValueError) as error:
        raise CannotOpen(f"cannot open what was sealed for {place.split(':', maxsplit=1)[0]}") from error
    return opened.decode()


def seal_bytes(content: bytes, *, place: str) -> bytes:
    """Like `seal`, for file contents: one line of suite and key id, then nonce and ciphertext."""
    ring = settings.KEYRING
    nonce = os.urandom(12)
    body = _cipher(ring.sealing[ring.sealing_current]).encrypt(nonce, content, place.encode())
    return f"{SUITE}|{ring.sealing_current}\n".encode() + nonce + body


def unseal_bytes(sealed: bytes, *, place: str) -> bytes:
    """The contents that were sealed for `place`. Raises CannotOpen."""
    head, _, rest = sealed.partition(b"\n")
    try:
        suite, key_id = head.decode().split("|")
        if suite != SUITE:
            raise CannotOpen(f"unknown suite {suite}")
        return _cipher(settings.KEYRING.sealing[key_id]).decrypt(rest[:12], rest[12:], place.encode())
    except (KeyError, InvalidTag, ValueError) as error:
        raise CannotOpen("cannot open the sealed file") from error


def blind(value: str, *, purpose: str) -> str:
    """A keyed fingerprint (HMAC-SHA-256, hex) by which equal values are found without being readable."""
    normal = unicodedata.normalize("NFKC", value).strip().casefold()
    key = settings.KEYRING.indexing
    return hmac.new(key, f"{purpose}\0{normal}".encode(), hashlib.sha256).hexdigest()


def fingerprint_of_code(code: str, *, purpose: str) -> str:
    """What is stored of a secret code (receipt code, one-time code) instead of the code."""
    key = settings.KEYRING.receipts
    return hmac.new(key, f"{purpose}\0{code}".encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    """Made once for a key: that takes longer than to open a text."""
    return AESGCM(key)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
