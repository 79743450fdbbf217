"""The seven places of staff (0027) and the entries that rooms hand in for them (`reactions.OFFICE_MENU`).

An entry stands only where its page opens: `may` is asked of the reader. Pages say by the key of their entry where they
stand; where a key is no entry's, the address does.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import parse_qsl

from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai import reactions
from huaihai.desk.lives import Words
from huaihai.desk.roles import READING
from huaihai.kit.side import Hub, Item
from huaihai.members.actors import Actor
from huaihai.members.models import Role

OFFICER, MEDIATOR, HEAD = Role.OFFICER.value, Role.MEDIATOR.value, Role.HEAD.value
SECRETARIAT, AUDITOR = Role.SECRETARIAT.value, Role.AUDITOR.value
CASEWORK = frozenset({OFFICER, MEDIATOR, HEAD})
ON_BAR = 4  # beside "more", at the bottom of a phone


def held_by(*roles: str) -> Callable[[Actor], bool]:
    """For an entry: who holds one of these roles."""
    return lambda actor: actor.kind == "officer" and bool(actor.roles & frozenset(roles))


reads = held_by(*READING)


@dataclass(frozen=True)
class Place:
    """One of the seven, or the administrators'; for whom it stands at the bottom of a phone."""

    key: str
    label: Words
    near: frozenset[str]


WAITING = Place("waiting", pgettext_lazy("place", "To do"), frozenset(Role))
CASES = Place("cases", pgettext_lazy("place", "Cases"), CASEWORK | {AUDITOR})
BUSINESSES = Place("businesses", pgettext_lazy("place", "Businesses"), frozenset({OFFICER, MEDIATOR}))
PUBLISHING = Place("publishing", pgettext_lazy("place", "Publishing"), frozenset({HEAD, SECRETARIAT}))
ACTION = Place("action", pgettext_lazy("place", "Action"), frozenset({OFFICER, MEDIATOR, SECRETARIAT}))
NUMBERS = Place("numbers", pgettext_lazy("place", "Numbers"), frozenset({AUDITOR}))
ALLIANCE = Place("alliance", pgettext_lazy("place", "Alliance"), frozenset({HEAD, SECRETARIAT, AUDITOR}))
ADMINISTRATION = Place("administration", pgettext_lazy("place", "⚙ Administration"), frozenset())
YOURSELF = Place("yourself", pgettext_lazy("menu", "Yourself"), frozenset())  # no place: below all of them
PLACES = (WAITING, CASES, BUSINESSES, PUBLISHING, ACTION, NUMBERS, ALLIANCE, ADMINISTRATION)


@dataclass(frozen=True)
class Entry:
    """One link: a page says by `key` that it stands below it, `address` is the name of its own address.

    `about` says what one finds there, and is searched. For the roles of `first_for` it stands on top; one that
    `is_rare` is folded for all others. `query` is of a page that shows another list there. With `shortcut` it is no
    page of the place but something to do from everywhere. Below one that `is_alone` stands no other page. One that
    `is_joined` stands on the page of another entry, and is only found by its name.
    """

    key: str
    address: str
    label: Words
    about: Words = ""
    may: Callable[[Actor], bool] = reads
    first_for: frozenset[str] = frozenset()
    is_rare: bool = False
    query: str = ""
    shortcut: str = ""
    is_alone: bool = False
    is_joined: bool = False

    @cached_property
    def url(self) -> str:
        """Its address, put together once: the menu of every page asks for all of them."""
        return reverse(self.address) + (f"?{self.query}" if self.query else "")


type Counts = Callable[[Place], Mapping[str, int]]


@dataclass(frozen=True)
class Entries:
    """What one room hands in for one place; `counts` says how much waits behind its entries, by their keys."""

    place: Place
    rows: tuple[Entry, ...]
    counts: Callable[[Actor], Mapping[str, int]] | None = None


ADMINISTERING = Entries(
    ADMINISTRATION,
    (
        Entry(
            "people",
            "people",
            _("People and accounts"),
            _("Who has an account and which posts; open one, end one, a new password."),
            held_by(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.HEAD),
        ),
        Entry(
            "people-waiting",
            "people-waiting",
            _("A second person says yes"),
            _("Posts and second steps that somebody asked for."),
            held_by(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.HEAD),
        ),
    ),
)
OWN = Entries(
    YOURSELF,
    (
        Entry(
            "my-account",
            "my-account",
            _("My account"),
            _("Password, second step, recovery codes, from which post one acts."),
            lambda actor: actor.kind == "officer",
        ),
    ),
)


@dataclass(frozen=True)
class Here:
    """Where the reader is: the key that the page says, its path, and what was asked of it."""

    key: str
    path: str
    query: Mapping[str, str]


def entries_for(actor: Actor, place: Place) -> list[Entry]:
    """The entries of a place that open for the reader, those on top that this role needs first."""
    rows = [row for part in _handed_in(place) for row in part.rows if row.may(actor)]
    found = [row for row in rows if not row.shortcut and not row.is_joined]
    return sorted(found, key=lambda row: not row.first_for & actor.roles)


def entries_of_all() -> list[Entry]:
    """Every entry that a room hands in, whoever may open it."""
    return [row for part in _handed_in() for row in part.rows]


def actions_for(actor: Actor) -> list[Item]:
    """What the reader may do from everywhere."""
    rows = [row for part in _handed_in() for row in part.rows if row.shortcut and row.may(actor)]
    return [Item(row.label, row.url, key=row.shortcut) for row in rows]


def hubs_for(actor: Actor, here: Here, waiting: Sequence[str], counts: Counts) -> list[Hub]:
    """The places that hold something for the reader; `waiting` are the addresses of what waits for them, `counts`
    says how much stands behind the entries of the place that is open.
    """
    by_place = {place: rows for place in PLACES if (rows := entries_for(actor, place))}
    every = [row for rows in by_place.values() for row in rows]
    now = _entry_of(here, every)
    behind = [_entry_of(Here("", url.partition("?")[0], {}), every) for url in waiting]
    hubs = []
    for place, rows in by_place.items():
        count = len(waiting) if place is WAITING else sum(row in rows for row in behind if row)
        hub = Hub(place.key, place.label, rows[0].url, count or None, is_open=now in rows)
        hubs.append(_unfolded(hub, actor, rows, now, counts(place)) if hub.is_open and len(rows) > 1 else hub)
    return hubs


def every_place(actor: Actor) -> list[Hub]:
    """All places with all their entries unfolded."""
    found = []
    for place in PLACES:
        if rows := entries_for(actor, place):
            items = [Item(row.label, row.url, about=row.about) for row in rows]
            found.append(Hub(place.key, place.label, rows[0].url, is_open=True, items=items))
    return found


def pages_named(actor: Actor, words: str) -> list[Item]:
    """The pages open for the reader in whose names, places or sentences all these words stand."""
    found = []
    for part in _handed_in():
        for row in part.rows:
            text = f"{row.label} {row.about} {part.place.label}".casefold()
            if row.may(actor) and all(_stands_in(word, text) for word in words.casefold().split()):
                found.append(Item(row.label, row.url, about=row.about))
    return found


def _stands_in(word: str, text: str) -> bool:
    """Whether the word stands there, or pieces of at least two letters that make it up: Chinese has no spaces."""
    if word in text:
        return True
    return any(word[:n] in text and _stands_in(word[n:], text) for n in range(2, len(word) - 1))


def counts_of(actor: Actor, place: Place) -> Mapping[str, int]:
    """How much stands behind the entries of a place, by their keys."""
    found: dict[str, int] = {}
    for part in _handed_in(place):
        found |= part.counts(actor) if part.counts else {}
    return found


def bar_for(actor: Actor, hubs: Sequence[Hub]) -> list[Hub]:
    """The few places at the bottom of a phone: those this role needs most, in their usual order."""
    near = {place.key for place in PLACES if place.near & actor.roles}
    chosen = sorted(hubs, key=lambda hub: hub.key not in near)[:ON_BAR]
    return [hub for hub in hubs if hub in chosen]


def _unfolded(
    hub: Hub, actor: Actor, rows: Sequence[Entry], now: Entry | None, behind: Mapping[str, int]
) -> Hub:
    """With its entries, the rare ones folded."""
    shown: list[Item] = []
    rest: list[Item] = []
    for row in rows:
        folded = row.is_rare and not row.first_for & actor.roles
        item = Item(row.label, row.url, behind.get(row.key), is_current=row == now)
        (rest if folded else shown).append(item)
    return replace(hub, items=shown, rest=rest)


def _entry_of(here: Here, rows: Sequence[Entry]) -> Entry | None:
    """The entry under which a page stands: the one it names, else the nearest above its address."""
    same = [row for row in rows if row.key == here.key and not row.query]
    asked = [row for row in rows if row.query and _is_asked(row, here)]
    above = [row for row in rows if not row.query and _is_above(row, here.path)]
    return next(iter([*asked, *same, *sorted(above, key=lambda row: -len(row.url))]), None)


def _is_above(row: Entry, path: str) -> bool:
    return path == row.url if row.is_alone else path.startswith(row.url)


def _is_asked(row: Entry, here: Here) -> bool:
    return here.path == reverse(row.address) and all(
        here.query.get(name) == value for name, value in parse_qsl(row.query)
    )


def _handed_in(place: Place | None = None) -> Iterator[Entries]:
    for part in (*(import_string(name) for name in reactions.OFFICE_MENU), ADMINISTERING, OWN):
        if place in (None, part.place):
            yield part
