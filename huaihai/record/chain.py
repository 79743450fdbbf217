"""How one event is tied to the one before it. Plain: who checks a chain needs neither keys nor a database."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from huaihai.kit.canonical import digest


def link(
    *,
    subject: str,
    number: int,
    verb: str,
    by: str,
    at: datetime,
    facts: Mapping[str, Any],
    text_hash: str,
    previous: str,
) -> str:
    """The hash of an event: SHA-256 over everything it says and its predecessor's hash.

    A text enters as its own salted hash (`text_hash`, empty for none), so that an erased text leaves the chain
    provable.
    """
    body = {
        "subject": subject,
        "number": number,
        "verb": verb,
        "by": by,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "facts": facts,
        "text": text_hash,
        "previous": previous,
    }
    return digest(body)
