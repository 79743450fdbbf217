"""What the installation that took a city in signs for the one that let it go."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings

from huaihai import alliance
from huaihai.kit import clock, signing
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
    return signing.file(content)


def ourselves() -> Mapping[str, Any]:
    """How this installation is known to others: its name, its address, its public keys."""
    return {
        "title": alliance.load().name,
        "address": (settings.SITE_URL or settings.SERVED_AT).rstrip("/"),
        "keys": signing.public_keys(),
    }
