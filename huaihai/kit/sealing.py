"""Sealing text: AES-256-GCM bound to its place, so that a ciphertext moved elsewhere does not open.

Form: `a256gcm|key-id|nonce|ciphertext` (base64). The suite's name comes first so that SM4-GCM can follow.
"""

import base64
import hashlib
import hmac
import os
import time
import unicodedata
from dataclasses import replace
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from huaihai.kit import demo_keys, keyring
from huaihai.kit.keyring import Keyring

SUITE = "a256gcm"
LOOKED_EVERY = 1.0  # seconds
LONGEST_HEAD = 100  # bytes before the contents


class CannotOpen(ValueError):
    """The ciphertext was damaged, moved, or sealed under a key that is not held."""


class _Look:
    """When the file of the keys is looked at again."""

    after = 0.0


def ring(*, wanted: str = "") -> Keyring:
    """The keys in use. A command may have changed those that seal: their file is looked at once a second, and at once
    for one that is not known yet. A signature in the making keeps its key: those that sign are read at a start alone.
    """
    held: Keyring = settings.KEYRING
    now = time.monotonic()
    if now >= _Look.after or (wanted and wanted not in held.sealing):
        _Look.after = now + LOOKED_EVERY
        if (newer := keyring.changed_since(held)) is not None:
            whole = demo_keys.joined_to(newer) if settings.DEMO else newer
            held = settings.KEYRING = replace(
                held,
                sealing=whole.sealing,
                sealing_current=whole.sealing_current,
                finding=whole.finding,
                stamp=whole.stamp,
            )
    return held


def look_now() -> None:
    """The file of the keys was just changed here."""
    _Look.after = 0.0
    ring()


def is_current(sealed: str) -> bool:
    """Whether it is sealed with the key that is used now."""
    return sealed.startswith(f"{SUITE}|{ring().sealing_current}|")


def key_of(sealed: str) -> str:
    """The name of the key with which a text is sealed; "" if it is not sealed."""
    suite, _, rest = sealed.partition("|")
    name, bar, _ = rest.partition("|")
    return name if suite == SUITE and bar else ""


def key_of_bytes(sealed: bytes) -> str:
    """The name of the key with which contents are sealed, by their beginning; "" if they are not sealed."""
    suite, _, name = sealed[:LONGEST_HEAD].partition(b"\n")[0].decode(errors="replace").partition("|")
    return name if suite == SUITE else ""


def seal(text: str, *, place: str) -> str:
    """`text` sealed for `place` (table, column and row)."""
    keys = ring()
    nonce = os.urandom(12)
    sealed = _cipher(keys.sealing[keys.sealing_current]).encrypt(nonce, text.encode(), place.encode())
    return "|".join((SUITE, keys.sealing_current, _text(nonce), _text(sealed)))


def unseal(sealed: str, *, place: str) -> str:
    """The text that was sealed for `place`. Raises CannotOpen."""
    try:
        suite, key_id, nonce, ciphertext = sealed.split("|")
        if suite != SUITE:
            raise CannotOpen(f"unknown suite {suite}")
        key = ring(wanted=key_id).sealing[key_id]
        opened = _cipher(key).decrypt(base64.b64decode(nonce), base64.b64decode(ciphertext), place.encode())
    except (KeyError, InvalidTag, ValueError) as error:
        raise CannotOpen(f"cannot open what was sealed for {place.split(':', maxsplit=1)[0]}") from error
    return opened.decode()


def seal_bytes(content: bytes, *, place: str) -> bytes:
    """Like `seal`, for file contents: one line of suite and key id, then nonce and ciphertext."""
    keys = ring()
    nonce = os.urandom(12)
    body = _cipher(keys.sealing[keys.sealing_current]).encrypt(nonce, content, place.encode())
    return f"{SUITE}|{keys.sealing_current}\n".encode() + nonce + body


def unseal_bytes(sealed: bytes, *, place: str) -> bytes:
    """The contents that were sealed for `place`. Raises CannotOpen."""
    head, _, rest = sealed.partition(b"\n")
    try:
        suite, key_id = head.decode().split("|")
        if suite != SUITE:
            raise CannotOpen(f"unknown suite {suite}")
        return _cipher(ring(wanted=key_id).sealing[key_id]).decrypt(rest[:12], rest[12:], place.encode())
    except (KeyError, InvalidTag, ValueError) as error:
        raise CannotOpen("cannot open the sealed file") from error


def blind(value: str, *, purpose: str) -> str:
    """A keyed fingerprint (HMAC-SHA-256, hex) by which equal values are found without being readable."""
    return _keyed(settings.KEYRING.indexing, purpose, value)


def findable(value: str, *, purpose: str) -> str:
    """Likewise, for what can be made anew from something sealed: its key may change."""
    return _keyed(ring().finding_key, purpose, value)


def _keyed(key: bytes, purpose: str, value: str) -> str:
    normal = unicodedata.normalize("NFKC", value).strip().casefold()
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
