"""The seven places of staff (0027) and the entries that rooms hand in for them (`reactions.OFFICE_MENU`).

An entry stands only where its page opens: `may` is asked of the reader. Pages say by the key of their entry where they
stand; where a key is no entry's, the address does.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from urllib.parse import parse_qsl

from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai import reactions
from huaihai.desk.lives import Words
from huaihai.desk.roles import READING
from huaihai.kit.side import Hub, Item, Places
from huaihai.members.actors import Actor
from huaihai.members.models import Role

OFFICER, MEDIATOR, HEAD = Role.OFFICER.value, Role.MEDIATOR.value, Role.HEAD.value
SECRETARIAT, AUDITOR = Role.SECRETARIAT.value, Role.AUDITOR.value
CASEWORK = frozenset({OFFICER, MEDIATOR, HEAD})
KEPT = 200  # menus, each some ten kilobytes
ON_BAR = 4  # beside "more", at the bottom of a phone


def held_by(*roles: str) -> Callable[[Actor], bool]:
    """For an entry: who holds one of these roles."""
    return lambda actor: actor.kind == "officer" and bool(actor.roles & frozenset(roles))


reads = held_by(*READING)


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
class Entry:
    """One link: a page says by `key` that it stands below it, `address` is the name of its own address. `may` follows
    from the roles that the reader holds, and from the kind of the body.

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
        return self.path + (f"?{self.query}" if self.query else "")

    @cached_property
    def path(self) -> str:
        return reverse(self.address)

    @cached_property
    def asks(self) -> Sequence[tuple[str, str]]:
        """What its query asks."""
        return parse_qsl(self.query)


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
            first_for=frozenset({HEAD}),
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


@dataclass(frozen=True)
class Reader:
    """What the menu follows from, which is the same for many: who may open what is worked out once for all of them."""

    kind: str
    roles: frozenset[str]
    body_kind: str

    @classmethod
    def of(cls, actor: Actor) -> "Reader":
        """Of whoever looks."""
        return cls(actor.kind, actor.roles, actor.organisation.kind if actor.organisation else "")


@dataclass(frozen=True, eq=False)
class Open:
    """What opens for a reader: of each place the entries, those on top that this role needs first; what is done from
    everywhere.
    """

    reader: Reader
    by_place: Mapping[Place, tuple[Entry, ...]]
    actions: tuple[Entry, ...]

    @cached_property
    def entries(self) -> list[Entry]:
        """Those of all places."""
        return [row for place in PLACES for row in self.by_place.get(place, ())]


_opened: dict[tuple[Reader, tuple[str, ...]], Open] = {}


def open_for(actor: Actor) -> Open:
    """What opens for whoever looks."""
    reader = Reader.of(actor)
    found = _opened.get((reader, reactions.OFFICE_MENU))
    if found is None:
        rows = [(part.place, row) for part in _handed_in() for row in part.rows if row.may(actor)]
        shown = [(place, row) for place, row in rows if not row.shortcut and not row.is_joined]
        shown.sort(key=lambda pair: not pair[1].first_for & reader.roles)
        by_place = {place: tuple(row for its, row in shown if its is place) for place in (*PLACES, YOURSELF)}
        actions = tuple(row for _place, row in rows if row.shortcut)
        found = Open(reader, {place: held for place, held in by_place.items() if held}, actions)
        _opened[reader, reactions.OFFICE_MENU] = found
    return found


def entries_for(actor: Actor, place: Place) -> Sequence[Entry]:
    """The entries of a place that open for the reader, those on top that this role needs first."""
    return open_for(actor).by_place.get(place, ())


def entries_of_all() -> list[Entry]:
    """Every entry that a room hands in, whoever may open it."""
    return [row for part in _handed_in() for row in part.rows]


def places_for(actor: Actor, here: Here, waiting: Sequence[str], counts: Counts) -> Places:
    """The places that hold something for the reader; `waiting` are the addresses of what waits for them, `counts`
    says how much stands behind the entries of the place that is open. Made once for all to whom it says the same.
    """
    opens = open_for(actor)
    now = _entry_of(here, opens.entries)
    at = next((place for place in PLACES if now in opens.by_place.get(place, ())), None) if now else None
    foot = next((row for row in opens.by_place.get(YOURSELF, ()) if here.path.startswith(row.url)), None)
    behind = tuple(sorted(counts(at).items())) if at and len(opens.by_place[at]) > 1 else ()
    return _places(opens, now, foot, _waiting_in(opens, tuple(waiting)), behind)


@lru_cache(maxsize=KEPT)
def _waiting_in(opens: Open, waiting: tuple[str, ...]) -> tuple[int, ...]:
    """How much of what waits is done in each place."""
    behind = [_entry_of(Here("", url.partition("?")[0], {}), opens.entries) for url in waiting]
    return tuple(
        len(waiting) if place is WAITING else sum(row in rows for row in behind if row)
        for place, rows in opens.by_place.items()
    )


@lru_cache(maxsize=KEPT)
def _places(
    opens: Open,
    now: Entry | None,
    foot: Entry | None,
    waiting: tuple[int, ...],
    behind: tuple[tuple[str, int], ...],
) -> Places:
    hubs = []
    for (place, rows), count in zip(opens.by_place.items(), waiting, strict=True):
        if place is not YOURSELF:
            hub = Hub(place.key, place.label, rows[0].url, count or None, is_open=now in rows)
            is_folded = not hub.is_open or len(rows) == 1
            hubs.append(hub if is_folded else _unfolded(hub, opens.reader.roles, rows, now, dict(behind)))
    own = opens.by_place.get(YOURSELF, ())
    return Places(
        hubs,
        bar=bar_for(opens.reader.roles, hubs),
        actions=[Item(row.label, row.url, key=row.shortcut) for row in opens.actions],
        foot=[Item(row.label, row.url, is_current=row is foot, about=row.about) for row in own],
        find_url=reverse("office-find"),
    )


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


def bar_for(roles: frozenset[str], hubs: Sequence[Hub]) -> list[Hub]:
    """The few places at the bottom of a phone: those these roles need most, in their usual order."""
    near = {place.key for place in PLACES if place.near & roles}
    chosen = sorted(hubs, key=lambda hub: hub.key not in near)[:ON_BAR]
    return [hub for hub in hubs if hub in chosen]


def _unfolded(
    hub: Hub, roles: frozenset[str], rows: Sequence[Entry], now: Entry | None, behind: Mapping[str, int]
) -> Hub:
    """With its entries, the rare ones folded."""
    shown: list[Item] = []
    rest: list[Item] = []
    for row in rows:
        folded = row.is_rare and not row.first_for & roles
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
    return here.path == row.path and all(here.query.get(name) == value for name, value in row.asks)


def _handed_in(place: Place | None = None) -> Iterator[Entries]:
    for part in (*(import_string(name) for name in reactions.OFFICE_MENU), ADMINISTERING, OWN):
        if place in (None, part.place):
            yield part
