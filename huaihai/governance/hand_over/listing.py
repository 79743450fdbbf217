"""A hand-over list: everything open at a moment, as one document, and its lasting hash."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import translation

from huaihai.governance.hand_over.kinds import CLOCK, CONTACT, KEY, ORDER
from huaihai.governance.models import HandOver
from huaihai.kit import signing
from huaihai.kit.clock import ZONE
from huaihai.record.hand_over import OpenItem, open_items


def collect(at: datetime) -> list[OpenItem]:
    """What is open at this moment, in the order of a list; each thing once. Lists are written in Chinese."""
    with translation.override("zh-hans"):
        found = {item.key: item for item in open_items(at)}
    named = {item.subject: item for item in found.values() if item.kind not in (CLOCK, CONTACT, KEY)}
    lines = [_clear(item, named) for item in found.values()]
    return sorted(lines, key=lambda item: (ORDER[item.kind], item.due_on or date.max, item.key))


def document(row: HandOver, *, at: datetime) -> dict[str, Any]:
    """What both sides sign, as JSON: what is open at this moment."""
    made_at = at.astimezone(ZONE).isoformat(timespec="seconds")
    return {**_head(row), "made_at": made_at, "open": [_line(item) for item in collect(at)]}


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the document's canonical JSON, as hexadecimal digits."""
    return hashlib.sha256(signing.canonical(content)).hexdigest()


def is_intact(row: HandOver) -> bool:
    """Whether the stored list still has the hash that is signed, and is about this hand-over."""
    return digest(row.document | _head(row)) == row.hash


def _head(row: HandOver) -> dict[str, Any]:
    return {
        "hand_over": str(row.pk),
        "from": row.from_body.key,
        "to": row.to_body.key,
        "on": row.on.isoformat(),
        "list": row.list_number,
    }


def _line(item: OpenItem) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "key": item.key,
        "label": item.label,
        "due_on": item.due_on.isoformat() if item.due_on else None,
        "note": item.note,
        "url": item.url,
    }


def _clear(item: OpenItem, named: dict[str, OpenItem]) -> OpenItem:
    """A clock bears the name of the thing that it runs for."""
    return (
        replace(item, label=named[item.subject].label)
        if item.kind == CLOCK and item.subject in named
        else item
    )
