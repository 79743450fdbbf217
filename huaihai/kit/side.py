"""What the side of a desk shows (`kit/desk.html`): whose desk it is, and links, under headings or in places."""

from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language


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


@dataclass(frozen=True, eq=False)
class Places:
    """The places of staff, what is done from everywhere, what stands below; `bar` are those at the bottom of a phone,
    `find_url` finds everything.

    It is the same for many pages: what is written of it is kept with it, once a language.
    """

    hubs: list[Hub]
    bar: list[Hub]
    actions: list[Item]
    foot: list[Item]
    find_url: str
    written: dict[tuple[str, str], SafeString] = field(default_factory=dict)

    @property
    def is_beyond_bar(self) -> bool:
        """Whether the open place is none of those at the bottom of a phone, but behind "more"."""
        return not any(hub.is_open for hub in self.bar)

    def as_written(self, template: str) -> SafeString:
        """This template, which shows nothing else."""
        key = template, get_language()
        if key not in self.written:
            self.written[key] = render_to_string(template, {"places": self})
        return self.written[key]


@dataclass(frozen=True)
class Side:
    """The whole side: `groups` of a business, or the `places` of staff with the `words` that they look for."""

    body_name: str = ""
    person: str = ""
    groups: list[Group] = field(default_factory=list)
    places: Places | None = None
    words: str = ""

    @property
    def menu(self) -> SafeString:
        """The places with their entries, and what is done from everywhere."""
        return self._written("kit/parts/menu.html")

    @property
    def foot(self) -> SafeString:
        """What stands below them, but signing out."""
        return self._written("kit/parts/menu_foot.html")

    @property
    def bar(self) -> SafeString:
        """What stands at the bottom of a phone."""
        return self._written("kit/parts/menu_bar.html")

    def _written(self, template: str) -> SafeString:
        return self.places.as_written(template) if self.places else SafeString()
