"""What the catalogue says of an entry: words of pledges, months, hearts, and whether it holds a mark today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy, pgettext
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.brands.catalogue import facets
from huaihai.brands.models import CatalogueRow, Entry
from huaihai.brands.scoring.names import HEARTS
from huaihai.businesses.place_names import place_name
from huaihai.kit import local_words

CHIPS: dict[str, Any] = {
    "no_reason_return": ngettext_lazy("%(n)d-day return", "%(n)d-day returns", "n"),
    "cross_shop_return": ngettext_lazy(
        "back in another shop within %(n)d day", "back in another shop within %(n)d days", "n"
    ),
    "reply_24h": ngettext_lazy("answers within %(n)d hour", "answers within %(n)d hours", "n"),
    "genuine_goods": ngettext_lazy(
        "genuine, or price back and %(n)d time on top", "genuine, or price back and %(n)d times on top", "n"
    ),
    "fair_price": ngettext_lazy(
        "cheaper within %(n)d day: difference back", "cheaper within %(n)d days: difference back", "n"
    ),
}
KINDS: dict[str, Promise | str] = {
    "shop": gettext_lazy("Shops"),
    "restaurant": gettext_lazy("Restaurants"),
    "factory": gettext_lazy("Factories"),
    "product": gettext_lazy("Products"),
    "service": gettext_lazy("Services"),
    "live-room": gettext_lazy("Live rooms"),
    "market": gettext_lazy("Markets"),
    "street": gettext_lazy("Streets"),
    "scenic-area": gettext_lazy("Scenic areas"),
}


@dataclass(frozen=True)
class Card:
    """One entry in a list. `name_lang` and `line_lang`: the language of these words where it is not the page's."""

    url: str
    kind: str
    where: str
    name: str
    line: str
    name_lang: str = ""
    line_lang: str = ""
    chips: list[str] = field(default_factory=list)
    hearts: list[Promise | str] = field(default_factory=list)
    kept: str = ""
    picture: str = ""
    shows: str = ""
    holds: bool = False
    is_suspended: bool = False
    is_now: bool = False  # at its best this month
    line_is_missing: bool = False  # there is a story, but not in the reader's language
    until: date | None = None


def card(row: CatalogueRow, *, on: date, gives_title: bool) -> Card:
    """The row in the reader's language; without a legal basis nothing of a title."""
    english = get_language() == "en"
    holds = gives_title and row.held_until is not None and row.held_until >= on
    line = row.line_en if english else local_words.in_script(row.line_zh)
    return Card(
        url=reverse("brand", args=[row.number]),
        kind=str(Entry.Kind(row.kind).label),
        where=area(row.region_code or row.city),
        name=row.name_en if english and row.name_en else local_words.in_script(row.name),
        name_lang="zh-Hans" if english and not row.name_en else "",
        line=line,
        line_is_missing=bool(row.line_zh) and not line,
        chips=chips(row.chips),
        hearts=[facets.HEART_NAMES[name] for name in facets.names(row.hearts, HEARTS)] if holds else [],
        kept=kept_words(row.kept, row.due),
        picture=reverse("brand-picture", args=[row.number, row.picture]) if row.picture else "",
        shows=row.picture_shows_en or row.picture_shows
        if english
        else local_words.in_script(row.picture_shows),
        holds=holds,
        is_suspended=gives_title and row.is_suspended,
        is_now=bool(row.months >> (on.month - 1) & 1),
        until=row.held_until if holds else None,
    )


def area(code: str) -> str:
    """The name of a county or city as people say it; in English the county, then its city."""
    if get_language() != "en":
        return place_name(code)
    for city in alliance.load().cities:
        for county in city.counties:
            if county.code == code:
                return f"{local_words.place(county.name)}, {local_words.place(city.name)}"
    return place_name(code)


def chips(held: Iterable[Sequence[Any]]) -> list[str]:
    """Pledges in a few words each."""
    return [str(CHIPS[kind] % {"n": number}) for kind, number in held if kind in CHIPS]


def kept_words(kept: int, due: int) -> str:
    """How many of its promises were kept: always both numbers."""
    return _("promises kept: %(kept)d of %(due)d") % {"kept": kept, "due": due} if due else ""


def months_words(months: int) -> str:
    """The months of a set of bits, neighbours together: "March to May, October". Empty for none."""
    held = [number for number in range(1, 13) if months >> (number - 1) & 1]
    if not held or len(held) == 12:
        return _("all year") if held else ""
    # A span over the new year is one: it is read from its own first month.
    start = next(number for number in held if (number - 2) % 12 + 1 not in held)
    spans: list[list[int]] = []
    for step in range(12):
        number = (start - 1 + step) % 12 + 1
        if number not in held:
            continue
        if spans and (spans[-1][-1] % 12) + 1 == number:
            spans[-1].append(number)
        else:
            spans.append([number])
    return pgettext("list", ", ").join(_span(span) for span in spans)


def _span(span: list[int]) -> str:
    first, last = str(MONTH_NAMES[span[0]]), str(MONTH_NAMES[span[-1]])
    if len(span) == 1:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
