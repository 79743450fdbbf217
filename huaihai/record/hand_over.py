"""What must not be lost when an office passes from one body to the next: every room tells what it holds open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module

from huaihai import reactions


@dataclass(frozen=True)
class OpenItem:
    """One thing that the office holds at a moment. `key` names it for good; its `kind` may change on its way.

    `label` is data, in the language of the data. `subject` is the record whose events tell what became of it.
    `due_on` is the last day by which something must happen, if there is one.
    """

    kind: str
    key: str
    label: str
    subject: str
    url: str = ""
    due_on: date | None = None
    note: str = ""


def open_items(at: datetime) -> Iterator[OpenItem]:
    """What all rooms hold open for the office at this moment."""
    for name in reactions.HAND_OVER:
        module, _, function = name.rpartition(".")
        yield from getattr(import_module(module), function)(at)
