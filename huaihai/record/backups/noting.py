"""When the last backup was made and tried, as events: every machine knows it, and the record keeps it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from huaihai.record import events

SUBJECT: Final = "system:backup"
MADE, TRIED = "backed up", "backup tried"
FRESH: Final = timedelta(hours=36)  # a nightly backup, and a morning to notice that it is missing


@dataclass(frozen=True)
class Known:
    """What is known of backups; `is_apart`: the last one lies on another disk than the service."""

    made_at: datetime | None = None
    is_apart: bool = False
    tried_at: datetime | None = None
    is_good: bool = False


@transaction.atomic
def note(verb: str, *, at: datetime, facts: dict[str, Any]) -> None:
    events.write(subject=SUBJECT, verb=verb, by="system:backup", at=at, facts=facts)


def known() -> Known:
    """Of this database; one that was put back knows those before its own."""
    rows = events.history(SUBJECT).order_by("-number")
    made, tried = rows.filter(verb=MADE).first(), rows.filter(verb=TRIED).first()
    return Known(
        made.at if made else None,
        bool(made and made.facts["apart"]),
        tried.at if tried else None,
        bool(tried and tried.facts["good"]),
    )
