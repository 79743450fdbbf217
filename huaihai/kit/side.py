"""What the side of a desk shows (`kit/desk.html`): whose desk it is, and links under headings."""

from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True)
class Item:
    """One link; `count` is how much waits behind it."""

    label: Promise | str
    url: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True)
class Group:
    """Links under one heading; an empty title shows none."""

    title: Promise | str
    items: list[Item]


@dataclass(frozen=True)
class Side:
    """The whole side."""

    body_name: str = ""
    person: str = ""
    groups: list[Group] = field(default_factory=list)
