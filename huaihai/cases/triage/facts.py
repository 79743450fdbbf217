"""What the pages of the tree show: cards on tiles, offices as dialled from here, rights by place, who checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huaihai.alliance import City
from huaihai.kit import local_words, spoken
from huaihai.law.library import article_at
from huaihai.law.library.entries import Words
from huaihai.law.places import place
from huaihai.law.triage.cards import US, Card, First, Kind, Office, Picture, Right, Sum, Tree

MOST: Final = 7  # choices on one page
EDITORS: Final = "editors"
_DIGITS_OF_PROVINCE: Final = 2

KINDS: Final[dict[Kind, tuple[str | Promise, str]]] = {  # words and tone
    Kind.OURS: (_("We can take this up"), "ok"),
    Kind.ELSEWHERE: (_("Another office does this"), "calm"),
    Kind.LEGAL: (_("The law has no claim here, but this helps"), "warn"),
    Kind.URGENT: (_("Safety first"), "late"),
}
ADVISED: Final = (_("The shop is elsewhere: we can advise you"), "warn")
ANSWERS_HERE: Final = (_("You can answer here"), "ok")
# What nobody was paid for, in seven groups: by the first word of a card's id; what none names stands in the last.
GROUPS: Final[dict[str, tuple[str | Promise, frozenset[str]]]] = {
    "wages": (
        _("Wages, work, trade"),
        frozenset({"wages", "work", "pension", "business", "crop", "complained"}),
    ),
    "money": (_("Bank, insurance, shares"), frozenset({"bank", "insurance", "securities"})),
    "phone": (_("Telephone, parcels, internet"), frozenset({"telecom", "calls", "post", "online"})),
    "travel": (_("Taxi, train, flight, tour"), frozenset({"ride", "train", "flight", "tourism"})),
    "home": (
        _("Flat, neighbours, water and power"),
        frozenset({"property", "housing", "rental", "bill", "noise", "neighbour"}),
    ),
    "care": (
        _("Hospital, school, funeral"),
        frozenset({"medical", "school", "funeral", "religion"}),
    ),
    "rest": (pgettext_lazy("problem", "Something else"), frozenset()),
}
NEVER: Final[dict[Sum, str | Promise]] = {
    Sum.SEVEN_DAYS: _("There is no return without a reason here."),
    Sum.THREEFOLD: _(
        "Three times the price does not fit here: that is only for a business that deceives on purpose."
    ),
    Sum.TENFOLD: _("Ten times the price does not fit here: that is only for food that is not safe."),
    Sum.PREPAID: _("The sum for prepaid cards does not fit here."),
}


@dataclass(frozen=True)
class Tile:
    """One choice: its words, where it leads, and of a card how we can help."""

    words: str
    url: str
    kind: str = ""
    tone: str = ""
    number: str = ""  # whom to call, where it is not us


@dataclass(frozen=True)
class TilePage:
    """At most seven choices; `more` leads to the next ones."""

    tiles: list[Tile]
    more: str


@dataclass(frozen=True)
class ShownOffice:
    """An office as it is reached from here. `dial` is what a telephone dials; `area` whose code stands before."""

    name: str
    number: str
    dial: str
    area: str
    needs_area: bool
    bring: str
    note: str
    address: str


@dataclass(frozen=True)
class ShownRight:
    """What holds, its articles, and the province where it does (empty: everywhere)."""

    words: str
    articles: tuple[str, ...]
    province: str


def tile(card: Card) -> Tile:
    """A card among others of its picture."""
    return Tile(local_words.said(card.short), url_of(card))


def found_tile(card: Card, offices: Sequence[Office]) -> Tile:
    """A card among those a sentence found: with the way of help and the number where it is not us."""
    if card.is_ours:
        return Tile(local_words.said(card.title), url_of(card))
    words, tone = way_of_help(card)
    number = "" if US in card.offices[:1] else next((one.number for one in offices if one.number), "")
    return Tile(local_words.said(card.title), url_of(card), str(words), tone, number)


def way_of_help(card: Card) -> tuple[str | Promise, str]:
    """Words and tone."""
    return ANSWERS_HERE if answers_here(card) else KINDS[card.kind]


def answers_here(card: Card) -> bool:
    """Who was complained of: no complaint, and no other office either."""
    return card.kind is Kind.ELSEWHERE and card.first is First.US


def url_of(card: Card) -> str:
    """Where a tap on the card leads: its third question, if it has one, else its page."""
    return reverse("triage-split", args=[card.id]) if card.split else page_url(card)


def page_url(card: Card) -> str:
    """The card's own page."""
    return reverse("triage-card", args=[card.id])


def page_of(cards: Sequence[Card], number: int, url: str) -> TilePage:
    """The page of this number (from 1): all where they fit, else one fewer and the way to the others."""
    if len(cards) <= MOST:
        return TilePage([tile(card) for card in cards], "")
    start = (number - 1) * (MOST - 1)
    shown, left = cards[start : start + MOST - 1], cards[start + MOST - 1 :]
    if len(left) == 1:
        shown, left = cards[start : start + MOST], ()
    return TilePage([tile(card) for card in shown], f"{url}?page={number + 1}" if left else "")


def pictures(tree: Tree) -> list[tuple[Picture, str, str]]:
    """Those behind which a card stands: the picture, its words, where it leads."""
    return [
        (picture, local_words.said(picture.words), reverse("triage-paid-for", args=[picture.id]))
        for picture in tree.pictures.values()
        if tree.at(picture.id)
    ]


def groups(tree: Tree) -> list[Tile]:
    """Those of what nobody was paid for, each with its page."""
    return [
        Tile(str(words), reverse("triage-unpaid-for", args=[key]))
        for key, (words, _starts) in GROUPS.items()
        if in_group(tree, key)
    ]


def in_group(tree: Tree, key: str) -> list[Card]:
    """The cards of another office that belong there."""
    named = {start: one for one, (_words, starts) in GROUPS.items() for start in starts}
    return [
        card
        for card in tree.cards.values()
        if card.kind is Kind.ELSEWHERE and named.get(card.id.partition(".")[0], "rest") == key
    ]


def without_claim(tree: Tree) -> list[Card]:
    """What the law usually gives nothing for, whatever it is about."""
    return [card for card in tree.cards.values() if card.kind is Kind.LEGAL and not card.at]


def offices_of(card: Card, tree: Tree) -> list[Office]:
    """Whom to reach beside us."""
    return [tree.offices[key] for key in card.offices if key != US and key in tree.offices]


def shown_office(office: Office, city: City | None) -> ShownOffice:
    """Without a city the number alone, as it is dialled on the spot."""
    area = str(getattr(city, "area_code", "") or "") if office.by_area and city else ""
    said = local_words.said
    return ShownOffice(
        name=said(office.name),
        number=f"{area}-{office.number}" if area else office.number,
        dial=f"{area}{office.number}" if office.number else "",
        area=local_words.place(city.name) if area and city else "",
        needs_area=office.by_area and city is None,
        bring=said(office.bring),
        note=said(office.note),
        address=office.address,
    )


def led_by(offices: Sequence[ShownOffice]) -> int:
    """How many stand open: up to the first that has a number."""
    return next((at for at, one in enumerate(offices, 1) if one.number), len(offices))


def rights_of(card: Card, city: City | None) -> list[ShownRight]:
    """What holds everywhere, and in the province of the city."""
    here = [right for right in card.rights if right.where and city and city.code.startswith(right.where)]
    return [_right(right) for right in (*(one for one in card.rights if not one.where), *here)]


def rights_elsewhere(card: Card, city: City | None) -> list[ShownRight]:
    """While no city is known: what holds in this or that province."""
    return [] if city else [_right(right) for right in card.rights if right.where]


def _right(right: Right) -> ShownRight:
    words, province = local_words.said(right.words), _province(right.where)
    is_named = bool(province) and province.rstrip("省") in words  # the card's own words may name it
    articles = tuple(path for path in right.articles if article_at(path))
    return ShownRight(words, articles, "" if is_named else province)


def _province(digits: str) -> str:
    return local_words.place(_province_name(digits)) if digits else ""


@cache
def _province_name(digits: str) -> str:
    return place(digits[:_DIGITS_OF_PROVINCE] + "0000").name


def depends_on_place(card: Card, tree: Tree) -> bool:
    """Whether the page says something else in another city: rights, numbers, or who of us takes it up."""
    return (
        card.is_ours
        or any(right.where for right in card.rights)
        or any(office.by_area for office in offices_of(card, tree))
    )


def first_step(card: Card) -> str:
    """Whom to turn to first, in a sentence."""
    if card.first is First.SHOP:
        return gettext("First write to the business. If it does not put it right, complain here.")
    if card.first is First.PLATFORM:
        return gettext(
            "First press “refund” or “after sale” in the app, then “ask the platform to step in”. "
            "If that does not help, complain here."
        )
    return ""


def checked(card: Card) -> str:
    """Who looked at it last. As long as no lawyer has, it says so."""
    day = spoken.full_day(card.checked_on)
    if card.checked_by == EDITORS:
        words = gettext("Checked by the editors on %(day)s. No lawyer has read it yet.")
        return words % {"day": day}
    return gettext("Read by %(who)s on %(day)s.") % {
        "who": local_words.in_script(card.checked_by),
        "day": day,
    }


def words_of(many: Iterable[Words]) -> list[str]:
    return [local_words.said(one) for one in many]
