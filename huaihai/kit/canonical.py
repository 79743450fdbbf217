"""JSON in one spelling, so that the same thing has the same hash everywhere. No Django."""

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID


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


def plain(value: Any) -> Any:
    """What a column holds, as JSON can say it, in the one spelling that both databases give back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Decimal):
        return _digits(value)
    if isinstance(value, float):
        return value.hex()
    if isinstance(value, date | time | UUID | timedelta):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    return _json(value)


def _digits(value: Decimal) -> str:
    said = f"{value:f}"
    said = said.rstrip("0").rstrip(".") if "." in said else said
    return "0" if said in ("-0", "") else said


def _json(value: Any) -> Any:
    """PostgreSQL keeps JSON's numbers by their digits: 1e2 comes back as 100, 2.12e16 as 21200000000000000."""
    if isinstance(value, dict):
        return {str(key): _json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_json(inner) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(Decimal(repr(value)))
    return value
