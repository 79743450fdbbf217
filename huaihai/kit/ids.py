"""Identifiers: unguessable, rising with time, made before the row is written."""

import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """A version 7 UUID (RFC 9562): milliseconds since 1970, their 4096th parts (its section 6.2, method 3, so that
    what one process makes is in order), then 62 random bits."""
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | rest * 4096 // 1_000_000 << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)
