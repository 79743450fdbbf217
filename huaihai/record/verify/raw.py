"""Reading rows so that a damaged value is told and does not end the reading: as text, before anything is made of it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from huaihai.record.models import Event, LogLeaf

AT_ONCE = 2_000
PLAIN = ("subject", "number", "verb", "by", "text", "text_salt", "text_hash", "previous_hash", "hash")


class Said(NamedTuple):
    """An event as it is stored, and what the log has of it (None: nothing)."""

    subject: str
    number: Any
    verb: str
    by: str
    text: str
    salt: str
    text_hash: str
    previous: str
    hash: str
    key: str
    at: str
    facts: str
    leaf: int | None
    leaf_hash: str | None
    leaf_rows: str | None

    @property
    def place(self) -> str:
        return _("%(subject)s, event %(n)s") % {"subject": self.subject, "n": self.number}


def events() -> Iterator[Said]:
    """Every event, chain after chain."""
    leaf = LogLeaf.objects.filter(subject=OuterRef("subject"), event_number=OuterRef("number"))
    rows = Event.objects.order_by("subject", "number").values_list(
        *PLAIN,
        *(Cast(name, TextField()) for name in ("id", "at", "facts")),
        *(Subquery(leaf.values(name)[:1]) for name in ("number", "event_hash", "rows")),
    )
    yield from map(Said._make, rows.iterator(AT_ONCE))


def moment(text: Any) -> datetime | None:
    """A moment as the database spells it; None for what is none. SQLite says no zone, and means UTC."""
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def facts(text: str) -> Any:
    """Raises ValueError."""
    return json.loads(text)


def key(text: str) -> UUID | None:
    """The key of a row; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
