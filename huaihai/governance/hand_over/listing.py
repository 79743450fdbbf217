"""A hand-over list: everything open at a moment, its lasting hash, and what has changed since."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from django.utils import translation

from huaihai.governance.hand_over.kinds import CLOCK, CONTACT, KEY, ORDER
from huaihai.governance.models import HandOver, HandOverItem, HandOverList
from huaihai.kit import signing
from huaihai.kit.clock import ZONE
from huaihai.record.hand_over import OpenItem, open_items


class Line(Protocol):
    """What a list says of one thing."""

    @property
    def kind(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True)
class Change:
    """What is no longer as the list has it: things that opened, things that closed, and those `moved` to another
    day or kind (a vote that fell short is a motion again)."""

    opened: tuple[OpenItem, ...]
    closed: tuple[HandOverItem, ...]
    moved: tuple[OpenItem, ...]

    def __bool__(self) -> bool:
        return bool(self.opened or self.closed or self.moved)


def collect(at: datetime) -> list[OpenItem]:
    """What is open at this moment, in the order of a list; each thing once. Lists are written in Chinese."""
    with translation.override("zh-hans"):
        found = {item.key: item for item in open_items(at)}
    named = {item.subject: item for item in found.values() if item.kind not in (CLOCK, CONTACT, KEY)}
    lines = [_clear(item, named) for item in found.values()]
    return sorted(lines, key=lambda item: (ORDER[item.kind], item.due_on or date.max, item.key))


def document(hand_over: HandOver, taken: HandOverList, lines: Iterable[Line]) -> dict[str, Any]:
    """What both sides sign, as JSON."""
    return {
        "hand_over": str(hand_over.pk),
        "from": hand_over.from_body.key,
        "to": hand_over.to_body.key,
        "on": hand_over.on.isoformat(),
        "list": taken.number,
        "made_at": taken.made_at.astimezone(ZONE).isoformat(timespec="seconds"),
        "open": [
            {
                "kind": line.kind,
                "key": line.key,
                "label": line.label,
                "due_on": line.due_on.isoformat() if line.due_on else None,
                "note": line.note,
            }
            for line in lines
        ],
    }


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the document's canonical JSON, as hexadecimal digits."""
    return hashlib.sha256(signing.canonical(content)).hexdigest()


def present_list(hand_over: HandOver) -> HandOverList | None:
    """The list in force; None before the first."""
    return HandOverList.objects.filter(hand_over=hand_over, number=hand_over.list_number).first()


def items_of(taken: HandOverList) -> list[HandOverItem]:
    """The lines of a list, in its order."""
    return list(HandOverItem.objects.filter(list=taken).order_by("position"))


def is_intact(hand_over: HandOver, taken: HandOverList, items: Sequence[HandOverItem]) -> bool:
    """Whether the stored lines still have the hash that was signed."""
    return digest(document(hand_over, taken, items)) == taken.hash


def changes(items: Sequence[HandOverItem], at: datetime) -> Change:
    """How what is open at this moment differs from the list."""
    now = {item.key: item for item in collect(at)}
    then = {item.key: item for item in items}
    return Change(
        opened=tuple(item for key, item in now.items() if key not in then),
        closed=tuple(item for key, item in then.items() if key not in now),
        moved=tuple(item for key, item in now.items() if key in then and _stands_else(then[key], item)),
    )


def _stands_else(then: HandOverItem, now: OpenItem) -> bool:
    return (then.kind, then.due_on) != (now.kind, now.due_on)


def _clear(item: OpenItem, named: dict[str, OpenItem]) -> OpenItem:
    """In lengths that are stored; a clock bears the name of the thing that it runs for."""
    shown = named.get(item.subject, item) if item.kind == CLOCK else item
    return replace(item, label=shown.label[:400], url=shown.url[:300], note=item.note[:400])
