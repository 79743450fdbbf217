"""Finding pledges in force by city, trade, kind and words; and where those of one page are good, in one query."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huaihai import alliance
from huaihai.businesses.models import Place, Pledge, PledgeVersion
from huaihai.businesses.models.pledges import PledgeVersionQuerySet
from huaihai.businesses.pledge_terms import TRADES
from huaihai.kit import local_words
from huaihai.kit.text.normalise import fold

MOST_WORDS = 5


@dataclass(frozen=True)
class Asked:
    """What a reader asks for; anything unknown counts as not asked."""

    city: str = ""
    trade: str = ""
    kind: str = ""
    words: str = ""

    @property
    def is_anything(self) -> bool:
        """Whether the list is narrowed at all."""
        return any((self.city, self.trade, self.kind, self.words))


def asked(city: str, trade: str, kind: str, words: str) -> Asked:
    """From what was sent, made sound."""
    return Asked(
        city if city in alliance.load().city_codes else "",
        trade if trade in TRADES else "",
        kind if kind in Pledge.Kind.values else "",
        words,
    )


def found(wanted: Asked, *, on: date, displayed: bool = True) -> PledgeVersionQuerySet:
    """Versions in force on this day (that are on display), by business and kind."""
    rows: PledgeVersionQuerySet = PledgeVersion.objects.in_force_on(on)
    rows = (rows.displayed() if displayed else rows).filter(pledge__business__is_gone=False)
    if wanted.kind:
        rows = rows.filter(pledge__kind=wanted.kind)
    if wanted.trade:
        rows = rows.filter(Q(trades="") | Q(trades__contains=f",{wanted.trade},"))
    for word in fold(wanted.words).split()[:MOST_WORDS]:
        rows = rows.filter(pledge__business__words__contains=word)
    if wanted.city:
        rows = _in_city(rows, wanted.city)
    return rows.with_parts().order_by("pledge__business__name", "pledge__business", "pledge__serial")


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
