"""What another room adds to the front page of a business: a title and a few lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from huaihai import reactions


@dataclass(frozen=True)
class Line:
    """One line: what, how much, and where it leads (empty: nowhere). `tone` is that of a tag: ok, warn, late, calm."""

    label: str
    value: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Section:
    """A few lines under a title; without lines it is not shown."""

    title: str
    lines: Sequence[Line]


def asked(business_ids: frozenset[UUID], *, today: date) -> list[Section]:
    """The sections of the rooms listed in `reactions.BUSINESS_SECTIONS`, in their order."""
    found: list[Section] = []
    for name in reactions.BUSINESS_SECTIONS:
        found += import_string(name)(business_ids, today=today)
    return [section for section in found if section.lines]


def address(name: str, *args: Any) -> str:
    """The address of a page that an installation may leave out; empty then."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
