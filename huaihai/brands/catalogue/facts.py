"""What the catalogue says of an entry: cards, words, how it stands today, for machines, in other languages."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext

from huaihai import alliance
from huaihai.brands.catalogue import rows
from huaihai.brands.life import DIRECTORY
from huaihai.brands.marks import status
from huaihai.brands.models import CatalogueRow, Entry, EntryPicture
from huaihai.brands.scoring.names import HEARTS
from huaihai.businesses.pages import place_name, whole_address
from huaihai.kit import local_words, spoken
from huaihai.kit.network import whole
from huaihai.kit.templatetags.kit import LANGUAGE_NAMES

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
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}  # so that no text ends the element
NAME = "lang"


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
    english = local_words.is_foreign()
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
        hearts=[rows.HEART_NAMES[name] for name in rows.names(row.hearts, HEARTS)] if holds else [],
        kept=kept_words(row.kept, row.due),
        picture=reverse("brand-picture-small", args=[row.number, row.picture]) if row.picture else "",
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
    if not local_words.is_foreign():
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


@dataclass(frozen=True)
class Standing:
    """A sentence, its tone ("ok", "warn", "late", ""), what follows from it, and the public reasons."""

    words: str
    tone: str = ""
    more: str = ""
    why: str = ""


def standing_of(entry: Entry, *, on: date, gives_title: bool) -> Standing:
    """Without a legal basis an entry is in the directory or not; nothing is said of a mark."""
    if entry.stage in ("removed", "left") or entry.stage not in DIRECTORY:
        return _gone(entry, gives_title=gives_title)
    if gives_title and entry.stage == "suspended":
        return Standing(
            _("The mark is suspended for the time being."),
            "late",
            _("Please do not rely on a sign that still hangs there."),
            _why(entry),
        )
    if gives_title and entry.holds_mark(on) and entry.held_since and entry.held_until:
        said = {"since": spoken.full_day(entry.held_since), "until": spoken.full_day(entry.held_until)}
        return Standing(_("Holds the mark of the three hearts, from %(since)s to %(until)s.") % said, "ok")
    if gives_title and entry.stage == "held":
        return Standing(_("The mark has run out."), "warn")
    since = spoken.full_day(entry.listed_at) if entry.listed_at else ""
    more = _("It does not hold the mark.") if gives_title else ""
    return Standing(_("In the directory of pledges since %(since)s.") % {"since": since}, "", more)


def _gone(entry: Entry, *, gives_title: bool) -> Standing:
    since = {"since": spoken.full_day(entry.ended_at) if entry.ended_at else ""}
    if entry.stage == "removed" and gives_title:
        words = (
            _("Removed from the register on %(since)s.") % since
            if entry.ended_at
            else _("Removed from the register.")
        )
        return Standing(words, "late", _("A sign that still hangs there is not true any more."), _why(entry))
    words = (
        _("Not in the directory any more since %(since)s.") % since
        if entry.ended_at
        else _("Not in the directory any more.")
    )
    return Standing(words, "warn", _("This page stays, so that what was said of it can be read."))


def _why(entry: Entry) -> str:
    """The rule that was met, by name, and the reasons as they are public; empty where none are stored."""
    told = status.of_entries([entry])[entry.pk]
    name = told.reason_name or {}
    rule = local_words.either(zh=name.get("zh", ""), en=name.get("en", ""))
    return " ".join(filter(None, (rule, local_words.in_script(told.words))))


TYPES = {
    "shop": "Store",
    "restaurant": "Restaurant",
    "factory": "LocalBusiness",
    "product": "Product",
    "service": "Service",
    "live-room": "OnlineStore",
    "market": "ShoppingCenter",
    "street": "ShoppingCenter",
    "scenic-area": "TouristAttraction",
}


def for_machines(
    request: HttpRequest, entry: Entry, *, told: dict[str, Any], pictures: list[EntryPicture], address: str
) -> SafeString:
    """The content of a `script` of type application/ld+json, which is data and never run."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES[entry.kind],
        "@id": address,
        "url": address,
        "name": entry.name,
        "identifier": entry.number,
    }
    if told["name"]:
        found["alternateName"] = told["name"]
    if told["line"]:
        found["description"] = told["line"]
    if pictures:
        found["image"] = [
            whole(request, reverse("brand-picture", args=[entry.number, one.number])) for one in pictures
        ]
    found |= _of_kind(entry)
    said = json.dumps(found, ensure_ascii=False, sort_keys=True)
    return mark_safe(said.translate(_ESCAPED))  # noqa: S308 # what could end the element is escaped


def _of_kind(entry: Entry) -> dict[str, Any]:
    maker = {"@type": "Organization", "name": entry.business.name}
    if entry.kind == "product":
        return {"brand": maker}
    if entry.kind == "service":
        return {"provider": maker | {"address": _address(entry)}}
    return {"address": _address(entry)}


def _address(entry: Entry) -> dict[str, str]:
    codes = {city.code: city for city in alliance.load().cities}
    city = codes.get(entry.body.region_code)
    found = {"@type": "PostalAddress", "addressCountry": alliance.load().country.region}
    if city:
        found |= {"addressRegion": city.province, "addressLocality": city.name}
    if entry.place:
        found["streetAddress"] = whole_address(entry.place.region_code, entry.place.address, between=" ")
    return found


BY_HTML = {html.lower(): code for code, html, _name in LANGUAGE_NAMES} | {"en": "en"}


def by_address(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer in the language that the address names, and keep it for the reader's next pages."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        code = BY_HTML.get(request.GET.get(NAME, "").lower(), "")
        if not code:
            return view(request, *args, **kwargs)
        _without_name(request)
        request.LANGUAGE_CODE = code
        with translation.override(code):
            answer = view(request, *args, **kwargs)
        answer.headers["Content-Language"] = code
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
        return answer

    return answered


def alternates(address: str) -> list[tuple[str, str]]:
    """Pairs of a language and the page's address in it, for `hreflang`; the address itself is the default."""
    sign = "&" if "?" in address else "?"
    return [
        *((html, f"{address}{sign}{NAME}={html}") for _code, html, _name in LANGUAGE_NAMES),
        ("x-default", address),
    ]


def _without_name(request: HttpRequest) -> None:
    """Links of the page lead on without it, so that another language can be chosen there."""
    rest = request.GET.copy()
    del rest[NAME]
    request.GET = rest  # type: ignore[assignment]  # a copy may be changed
    request.META["QUERY_STRING"] = rest.urlencode()
