"""What the installation that took a city in signs for the one that let it go."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings

from huaihai import alliance
from huaihai.kit import clock, signing
from huaihai.kit.canonical import canonical
from huaihai.record.models import Event

FORMAT: Final = "city-receipt-1"


def of(event: Event) -> bytes:
    """The file, as the record has what was taken in."""
    facts = event.facts
    content = {
        "format": FORMAT,
        "city": event.subject.partition(":")[2],
        "root": facts["root"],
        "archive": facts["archive"],
        "counts": facts["rows"],
        "files": facts["files"],
        "receiver": ourselves(),
        "taken_in_at": event.at.astimezone(clock.ZONE).isoformat(timespec="seconds"),
    }
    signed = signing.sign(canonical(content))
    body = {"content": content, "signature": {"key_id": signed.key_id, "value": signed.value}}
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def ourselves() -> Mapping[str, Any]:
    """How this installation is known to others: its name, its address, its public keys."""
    return {
        "title": alliance.load().name,
        "address": (settings.SITE_URL or settings.SERVED_AT).rstrip("/"),
        "keys": signing.public_keys(),
    }


def is_signed(content: Mapping[str, Any], signature: Mapping[str, str], keys: Mapping[str, str]) -> bool:
    """Whether one of these keys signed it."""
    return signing.is_genuine(
        canonical(content), key_id=signature["key_id"], value=signature["value"], keys=keys
    )
