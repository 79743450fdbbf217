"""JSON in one spelling, so that the same thing has the same hash everywhere. No Django."""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """JSON in the one spelling that is hashed and signed: keys sorted, no spaces, UTF-8.

    Raises ValueError for what JSON cannot say (not-a-number, infinity, half a character), TypeError for
    objects that are none of JSON's.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def digest(value: Any) -> str:
    """SHA-256 of its canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()
