"""What the side of a desk shows (`kit/desk.html`): whose desk it is, and links, under headings or in places."""

from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True)
class Item:
    """One link; `count` is how much waits behind it, `about` a sentence on what one finds there, `key` presses it."""

    label: Promise | str
    url: str
    count: int | None = None
    is_current: bool = False
    about: Promise | str = ""
    key: str = ""


@dataclass(frozen=True)
class Group:
    """Links under one heading; an empty title shows none."""

    title: Promise | str
    items: list[Item]


@dataclass(frozen=True)
class Hub:
    """One place of staff: its first page, and where it `is_open`, its other ones; those of `rest` are folded."""

    key: str
    label: Promise | str
    url: str
    count: int | None = None
    is_open: bool = False
    items: list[Item] = field(default_factory=list)
    rest: list[Item] = field(default_factory=list)

    @property
    def is_current(self) -> bool:
        """Whether its first page is open and no entry below says so."""
        return self.is_open and not any(item.is_current for item in self.every)

    @property
    def every(self) -> list[Item]:
        """All its links."""
        return [*self.items, *self.rest]

    @property
    def rest_is_open(self) -> bool:
        """Whether one of the folded pages is open."""
        return any(item.is_current for item in self.rest)


@dataclass(frozen=True)
class Side:
    """The whole side: `groups` of a business, or the `hubs` of staff with what stands above and below them.

    `actions` are done from everywhere; `bar` are the hubs at the bottom of a phone, `find_url` finds everything.
    """

    body_name: str = ""
    person: str = ""
    groups: list[Group] = field(default_factory=list)
    hubs: list[Hub] = field(default_factory=list)
    bar: list[Hub] = field(default_factory=list)
    actions: list[Item] = field(default_factory=list)
    foot: list[Item] = field(default_factory=list)
    find_url: str = ""
    words: str = ""

    @property
    def is_beyond_bar(self) -> bool:
        """Whether the open place is none of those at the bottom of a phone, but behind "more"."""
        return not any(hub.is_open for hub in self.bar)
