"""Sealing text: AES-256-GCM bound to its place, so that a ciphertext moved elsewhere does not open.

Form: `a256gcm|key|nonce|ciphertext` (base64). The suite's name comes first so that SM4-GCM can follow. The key is one
of a ring, by its name, or one derived from it for a single case: `name.case`. So what is sealed opens without its row.
To whom it belongs (`owner`), and so which key seals it, says `kit.keys.owners`.
"""

import base64
import hashlib
import hmac
import os
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from huaihai.kit import demo_keys, keyring
from huaihai.kit.keyring import Keyring
from huaihai.kit.keys.rings import ALLIANCE

SUITE = "a256gcm"
LOOKED_EVERY = 1.0  # seconds
LONGEST_HEAD = 100  # bytes before the contents
CASES_KEPT = 1_024  # whose ciphers are ready

type Keys = Mapping[str, bytes]  # by name; a case's own by `name.case`


class CannotOpen(ValueError):
    """The ciphertext was damaged, moved, or sealed under a key that is not held."""


class _Look:
    """When the file of the keys is looked at again."""

    after = 0.0


def ring(*, wanted: str = "") -> Keyring:
    """The keys in use. A command may have changed those that seal or open: their file is looked at once a second, and
    at once for one that is not known yet. A signature in the making keeps its key: those that sign are read at a start.
    """
    held: Keyring = settings.KEYRING
    now = time.monotonic()
    if now >= _Look.after or (wanted and wanted not in held.opening):
        _Look.after = now + LOOKED_EVERY
        if (newer := keyring.changed_since(held)) is not None:
            whole = demo_keys.joined_to(newer) if settings.DEMO else newer
            held = settings.KEYRING = replace(
                held,
                sealing=whole.sealing,
                sealing_current=whole.sealing_current,
                finding=whole.finding,
                cities=whole.cities,
                passport=whole.passport,
                stamp=whole.stamp,
            )
    return held


def look_now() -> None:
    """The file of the keys was just changed here."""
    _Look.after = 0.0
    ring()


def key_for(owner: str) -> str:
    """The name of the key with which is sealed now what belongs to this owner. Where a city has no ring, all is the
    alliance's."""
    city, dot, case = owner.partition(".")
    rings = ring().rings
    found = rings.get(city)
    return rings[ALLIANCE].current if found is None else f"{found.current}{dot}{case}"


def is_current(sealed: str, *, owner: str = ALLIANCE) -> bool:
    """Whether it is sealed with the key that is used now for what belongs to this owner."""
    return sealed.startswith(f"{SUITE}|{key_for(owner)}|")


def key_of(sealed: str) -> str:
    """The name of the key with which a text is sealed; "" if it is not sealed."""
    suite, _, rest = sealed.partition("|")
    name, bar, _ = rest.partition("|")
    return name if suite == SUITE and bar else ""


def key_of_bytes(sealed: bytes) -> str:
    """The name of the key with which contents are sealed, by their beginning; "" if they are not sealed."""
    suite, _, name = sealed[:LONGEST_HEAD].partition(b"\n")[0].decode(errors="replace").partition("|")
    return name if suite == SUITE else ""


def seal(text: str, *, place: str, owner: str = ALLIANCE) -> str:
    """`text` sealed for `place` (table, column and row)."""
    key = key_for(owner)
    nonce = os.urandom(12)
    sealed = _cipher_of(key, ring().opening).encrypt(nonce, text.encode(), place.encode())
    return "|".join((SUITE, key, _text(nonce), _text(sealed)))


def unseal(sealed: str, *, place: str, keys: Keys | None = None) -> str:
    """The text that was sealed for `place`. Raises CannotOpen. `keys` stand in for those in use."""
    try:
        suite, key, nonce, ciphertext = sealed.split("|")
        if suite != SUITE:
            raise CannotOpen(f"unknown suite {suite}")
        cipher = _cipher_of(key, _keys_for(key) if keys is None else keys)
        opened = cipher.decrypt(base64.b64decode(nonce), base64.b64decode(ciphertext), place.encode())
    except (KeyError, InvalidTag, ValueError) as error:
        raise CannotOpen(f"cannot open what was sealed for {place.split(':', maxsplit=1)[0]}") from error
    return opened.decode()


def seal_bytes(content: bytes, *, place: str, owner: str = ALLIANCE) -> bytes:
    """Like `seal`, for file contents: one line of suite and key, then nonce and ciphertext."""
    key = key_for(owner)
    nonce = os.urandom(12)
    body = _cipher_of(key, ring().opening).encrypt(nonce, content, place.encode())
    return f"{SUITE}|{key}\n".encode() + nonce + body


def unseal_bytes(sealed: bytes, *, place: str, keys: Keys | None = None) -> bytes:
    """The contents that were sealed for `place`. Raises CannotOpen."""
    return next(unseal_all([(sealed, place)], keys))


def unseal_all(sealed: Iterable[tuple[bytes, str]], keys: Keys | None = None) -> Iterator[bytes]:
    """The same of many, each with its place: a key is looked for once."""
    ciphers: dict[bytes, AESGCM] = {}
    try:
        for content, place in sealed:
            head, _, rest = content.partition(b"\n")
            if (cipher := ciphers.get(head)) is None:
                suite, key = head.decode().split("|")
                if suite != SUITE:
                    raise CannotOpen(f"unknown suite {suite}")
                cipher = ciphers[head] = _cipher_of(key, _keys_for(key) if keys is None else keys)
            yield cipher.decrypt(rest[:12], rest[12:], place.encode())
    except (KeyError, InvalidTag, ValueError) as error:
        raise CannotOpen("cannot open the sealed file") from error


def data_key(key: bytes, case: str) -> bytes:
    """The key of one case, derived from one of a ring: who has it comes neither to the ring nor to another case."""
    return hmac.digest(key, b"huaihai case key\0" + case.encode(), "sha256")


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


def _keys_for(key: str) -> Keys:
    return ring(wanted=key.partition(".")[0]).opening


def _cipher_of(key: str, keys: Keys) -> AESGCM:
    """Raises KeyError."""
    name, _, case = key.partition(".")
    if not case:
        return _cipher(keys[name])
    if (given := keys.get(key)) is not None:  # the key of this case alone
        return _cipher(given)
    return _cipher_of_case(keys[name], case)


@lru_cache(maxsize=64)
def _cipher(key: bytes) -> AESGCM:
    """Made once for a key: that takes longer than to open a text."""
    return AESGCM(key)


@lru_cache(maxsize=CASES_KEPT)
def _cipher_of_case(key: bytes, case: str) -> AESGCM:
    return AESGCM(data_key(key, case))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
