"""Reading pledges: which is in force for a sale and where, what was published; found by city, trade, words.

A sale is judged by the version in force on its day. A pledge of a group is good for its members; a mandate makes
nobody promise anything. Of two pledges of one kind the nearer one counts: the shop's own before its group's.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huaihai import alliance
from huaihai.businesses.models import Business, BusinessQuerySet, Place, Pledge, PledgeVersion
from huaihai.businesses.models.pledges import PledgeVersionQuerySet
from huaihai.businesses.pledges import terms as pledges_terms
from huaihai.businesses.pledges.terms import TRADES, Terms
from huaihai.kit import local_words
from huaihai.kit.canonical import digest
from huaihai.kit.text.normalise import fold

DEEPEST = 8  # groups above one another; more is a slip in the register


def in_force(business: Business, kind: str, *, on: date, place: Place | None = None) -> PledgeVersion | None:
    """The version of this kind by which a sale of this day is judged (at this place, if given), or None."""
    return next(
        (held for held in all_in_force(business, on=on, place=place) if held.pledge.kind == kind), None
    )


def all_in_force(business: Business, *, on: date, place: Place | None = None) -> list[PledgeVersion]:
    """One version a kind for a sale of this day (at this place, if given), in the order of kinds."""
    levels = line(business)
    rank = {key: level for level, keys in enumerate(levels) for key in keys}
    found: dict[str, PledgeVersion] = {}
    rows = of_line(levels).in_force_on(on).with_parts()
    for version in sorted(rows, key=lambda one: (rank[one.pledge.business_id], one.pledge.serial)):
        if place is None or covers(version, place):
            found.setdefault(version.pledge.kind, version)
    return [found[kind] for kind in Pledge.Kind.values if kind in found]


def on_day(version: PledgeVersion, on: date) -> PledgeVersion | None:
    """The version of the same pledge in force on this day; None if it promised nothing then."""
    rows = PledgeVersion.objects.filter(pledge=version.pledge_id).in_force_on(on).with_parts()
    return rows.first()


def of_line(levels: Iterable[frozenset[UUID]]) -> PledgeVersionQuerySet:
    """The versions of a business and of those above it."""
    rows: PledgeVersionQuerySet = PledgeVersion.objects.filter(
        pledge__business__in=frozenset().union(*levels)
    )
    return rows


def line(business: Business) -> list[frozenset[UUID]]:
    """The business with all rows merged into it, then its group, then the group above, nearest first."""
    levels: list[frozenset[UUID]] = []
    seen: set[UUID] = set()
    held: Business | None = standing(business)
    while held is not None and held.pk not in seen and len(levels) < DEEPEST:
        keys = {held.pk, *held.merged.values_list("pk", flat=True)}
        levels.append(frozenset(keys - seen))
        seen |= keys
        held = standing(held.parent) if held.parent is not None else None
    return levels


def standing(business: Business) -> Business:
    """The entry that stands, if this one was merged into it."""
    return business.merged_into or business


def beneath(business: Business) -> frozenset[UUID]:
    """The business, what was merged into it, and its members down to the last shop."""
    held = {business.pk, *business.merged.values_list("pk", flat=True)}
    newest = set(held)
    for _level in range(DEEPEST):
        rows = Business.objects.filter(Q(parent__in=newest) | Q(merged_into__in=newest))
        newest = set(rows.values_list("pk", flat=True)) - held
        if not newest:
            break
        held |= newest
    return frozenset(held)


def covers(version: PledgeVersion, place: Place) -> bool:
    """Whether the pledge is good for what was sold at this place. Whose place it is, the caller has asked."""
    listed = {one.pk for one in version.places.all()}
    return not listed or place.pk in listed


def places_of(version: PledgeVersion) -> "QuerySet[Place]":
    """The places it is good for: those listed, else all of the business and its members."""
    listed = [one.pk for one in version.places.all()]
    rows = Place.objects.filter(pk__in=listed) if listed else _all_places(version.pledge.business)
    return rows.select_related("business").order_by("region_code", "sign", "pk")


def hand_in_places(version: PledgeVersion) -> "QuerySet[Place]":
    """Where goods go back: for returns across shops any listed place, else none to choose from."""
    if version.pledge.kind != Pledge.Kind.CROSS_SHOP_RETURN:
        return Place.objects.none()
    return places_of(version)


def terms(version: PledgeVersion) -> Terms:
    """What a program can test of it."""
    return pledges_terms.of_stored(version.pledge.kind, version.terms)


def document(version: PledgeVersion, places: Iterable[UUID]) -> dict[str, Any]:
    """Exactly what was published, without its end."""
    return {
        "business": str(version.pledge.business_id),
        "kind": version.pledge.kind,
        "number": version.number,
        "from": version.from_on.isoformat(),
        "terms": version.terms,
        "trades": version.trades,
        "places": sorted(str(place) for place in places),
        "words": version.words,
        "own_words": version.own_words,
    }


def fingerprint(version: PledgeVersion, places: Iterable[UUID]) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return digest(document(version, places))


def is_as_published(version: PledgeVersion) -> bool:
    """Whether nothing of it was changed since."""
    return fingerprint(version, [place.pk for place in version.places.all()]) == version.fingerprint


def _all_places(business: Business) -> "QuerySet[Place]":
    return Place.objects.filter(business__in=beneath(standing(business)))


MOST_WORDS = 5


@dataclass(frozen=True)
class Wanted:
    """What a reader asks for; anything unknown counts as not asked."""

    city: str = ""
    trade: str = ""
    kind: str = ""
    words: str = ""

    @property
    def is_anything(self) -> bool:
        """Whether the list is narrowed at all."""
        return any((self.city, self.trade, self.kind, self.words))


def wanted_from(city: str, trade: str, kind: str, words: str) -> Wanted:
    """From what was sent, made sound."""
    return Wanted(
        city if city in alliance.load().city_codes else "",
        trade if trade in TRADES else "",
        kind if kind in Pledge.Kind.values else "",
        words,
    )


def find(wanted: Wanted, *, on: date, displayed: bool = True) -> PledgeVersionQuerySet:
    """Versions in force on this day (that are on display), by business and kind."""
    rows: PledgeVersionQuerySet = PledgeVersion.objects.in_force_on(on)
    rows = (rows.displayed() if displayed else rows).filter(pledge__business__is_gone=False)
    if wanted.kind:
        rows = rows.filter(pledge__kind=wanted.kind)
    if wanted.trade:
        rows = rows.filter(Q(trades="") | Q(trades__contains=f",{wanted.trade},"))
    for word in fold(wanted.words).split()[:MOST_WORDS]:
        rows = rows.filter(pledge__business__words__says=word)
    if wanted.city:
        rows = _in_city(rows, wanted.city)
    return rows.with_parts().order_by("pledge__business__name", "pledge__business", "pledge__serial")


def those_with(rows: PledgeVersionQuerySet) -> BusinessQuerySet:
    """The businesses that promise one of these, by name."""
    return Business.objects.filter(pk__in=rows.order_by().values("pledge__business")).order_by("name", "pk")


def cities_of(versions: Sequence[PledgeVersion]) -> dict[UUID, list[str]]:
    """The names of the cities in which each of them is good, in the alliance's order; one query for all."""
    whole = {one.pledge.business_id for one in versions if not one.places.all()}
    codes: dict[UUID, set[str]] = defaultdict(set)
    for row in _places_beneath(whole).values_list(*_CHAIN, "region_code").distinct():
        for business_id in row[:-1]:
            codes[business_id].add(row[-1])
    return {
        one.pk: city_names([place.region_code for place in one.places.all()] or codes[one.pledge.business_id])
        for one in versions
    }


def city_names(codes: Iterable[str]) -> list[str]:
    """The member cities that hold one of these places."""
    held = set(codes)
    cities = alliance.load().cities
    return [local_words.place(city.name) for city in cities if not held.isdisjoint(codes_of(city.code))]


def codes_of(code: str) -> frozenset[str]:
    """The codes of a member city and its counties; none for another code."""
    cities = [city for city in alliance.load().cities if city.code == code]
    return frozenset(
        one for city in cities for one in (city.code, *(county.code for county in city.counties))
    )


_CHAIN = ("business", "business__parent", "business__parent__parent", "business__parent__parent__parent")


def _places_beneath(businesses: set[UUID]) -> "QuerySet[Place]":
    wanted = Q()
    for path in _CHAIN:
        wanted |= Q(**{f"{path}__in": businesses})
    return Place.objects.filter(wanted)


def _in_city(rows: PledgeVersionQuerySet, code: str) -> PledgeVersionQuerySet:
    """Good in this city: a listed place is there, or none is listed and the business (or a member, down to three
    steps below) trades there."""
    codes = codes_of(code)
    near = Place.objects.filter(region_code__in=codes)
    beneath = Q(business=OuterRef("pledge__business__merged_into"))
    for path in _CHAIN:
        beneath |= Q(**{path: OuterRef("pledge__business")})
    listed = PledgeVersion.places.through.objects.filter(pledgeversion=OuterRef("pk"))
    return rows.filter(
        Exists(listed.filter(place__region_code__in=codes)) | (~Exists(listed) & Exists(near.filter(beneath)))
    )
