"""The key of one case for the ring of another city: wrapped (RFC 3394) under a key derived from that ring's.

Form: `the home's key|the other ring's key|wrapped` (base64). What is wrapped twice is the same.
"""

import base64
import hmac
from functools import lru_cache

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from huaihai.kit import sealing
from huaihai.kit.keys.owners import Owner
from huaihai.kit.sealing import Keys


def wrapped(owner: Owner, *, city: str) -> str | None:
    """The key of this case for this city; None where it needs none: its own case, or rings that are not there."""
    rings = sealing.ring().rings
    home, _, case = owner.partition(".")
    if not (case and city) or city == home or home not in rings or city not in rings:
        return None
    return _wrapped(
        case,
        (name := rings[home].current, rings[home].keys[name]),
        (name := rings[city].current, rings[city].keys[name]),
    )


def unwrapped(shared: str, case: str, keys: Keys) -> dict[str, bytes]:
    """The key of this case by its name; empty where these keys do not open it."""
    home, name, wrap = shared.split("|")
    if name not in keys:
        return {}
    try:
        return {f"{home}.{case}": aes_key_unwrap(_wrapping(keys[name]), base64.b64decode(wrap))}
    except InvalidUnwrap:
        return {}


@lru_cache(maxsize=sealing.CASES_KEPT)
def _wrapped(case: str, home: tuple[str, bytes], city: tuple[str, bytes]) -> str:
    wrap = aes_key_wrap(_wrapping(city[1]), sealing.data_key(home[1], case))
    return f"{home[0]}|{city[0]}|{base64.b64encode(wrap).decode()}"


def _wrapping(key: bytes) -> bytes:
    return hmac.digest(key, b"huaihai wrapping key", "sha256")
