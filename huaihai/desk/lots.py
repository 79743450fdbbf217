"""Draws that can be repeated: whoever holds the frame and the seed draws the same. No Django.

A lot is the SHA-256 of "seed:key" (UTF-8), as 64 hexadecimal digits; the frame in rising order of lots is the order.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from huaihai.kit.canonical import digest


def lot(seed: str, key: str) -> str:
    """Its lot."""
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()


def order_of(seed: str, keys: Iterable[str]) -> list[str]:
    """All keys, each once, in the order in which this seed draws them."""
    return sorted(set(keys), key=lambda key: (lot(seed, key), key))


def frame_hash(rows: Iterable[Any]) -> str:
    """SHA-256 of the sorted frame as canonical JSON."""
    return digest(sorted(rows))
