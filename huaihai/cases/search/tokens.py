"""Tokens: what stands in the index instead of words, under a key of one city.

A token is 32 bits of AES under a key derived for the city, as keyed pseudo-random function: without the key nobody
comes from a token to a word, and two cities have different tokens for the same word. What remains to be seen without
the key is how many documents of one city share a token.
"""

import hashlib
import struct
from collections.abc import Iterable
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

BLOCK = 16
KEY_BYTES = 32


def of_grams(grams: Iterable[str], *, city: str, salt: bytes) -> list[int]:
    """A token for each part of a word."""
    return _tokens((b"g" + gram.encode() for gram in grams), city, salt)


def of_filters(filters: Iterable[str], *, city: str, salt: bytes) -> list[int]:
    """A token for each thing by which documents are narrowed: a node of the tree, a month."""
    return _tokens((b"f" + hashlib.sha256(one.encode()).digest()[: BLOCK - 1] for one in filters), city, salt)


def _tokens(values: Iterable[bytes], city: str, salt: bytes) -> list[int]:
    blocks = b"".join(value.ljust(BLOCK, b"\x00") for value in values)
    # Each block is encrypted by itself, since equal words must give equal tokens; nothing is ever decrypted.
    cipher = Cipher(algorithms.AES(_key(settings.KEYRING.indexing, city, salt)), modes.ECB())  # noqa: S305
    encryptor = cipher.encryptor()
    encrypted = encryptor.update(blocks) + encryptor.finalize()
    return [token for (token,) in struct.iter_unpack(f">i{BLOCK - 4}x", encrypted)]


@lru_cache(maxsize=64)
def _key(indexing: bytes, city: str, salt: bytes) -> bytes:
    info = f"search over cases|{city}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(indexing)
