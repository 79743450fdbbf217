"""Shops that the register knows by their credit code: what their licence and posters say to everybody anyway."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from huaihai.businesses.models import Business, Place
from huaihai.cases.consumer import choices
from huaihai.kit.text.normalise import fold

SHORTEST, MOST, MOST_PLACES = 2, 5, 3


@dataclass(frozen=True)
class Match:
    """One shop to choose, at one place or, online, as a whole. `key` names both."""

    key: str
    name: str
    where: str
    stated: dict[str, str]


def matches(typed: Sequence[str], *, online: bool) -> list[Match]:
    """The shops in whose names, codes or signs one of these texts stands."""
    words = [folded for text in typed if len(folded := fold(text.replace("\x00", "").strip())) >= SHORTEST]
    rows = _known()
    found: dict[Any, Business] = {}
    for text in words:
        fitting = rows
        for word in text.split():
            fitting = fitting.filter(words__says=word)
        found |= {one.pk: one for one in fitting.order_by("name", "pk")[:MOST]}
    return [match for one in [*found.values()][:MOST] for match in _matches_of(one, online=online)]


def chosen(key: str) -> Match | None:
    """What a choice means; None for a name that fits nothing."""
    try:
        business_id, _colon, place_id = key.partition(":")
        keys = UUID(business_id), UUID(place_id) if place_id else None
    except ValueError:
        return None
    business = _known().filter(pk=keys[0]).first()
    if business is None:
        return None
    place = next((one for one in business.places.all() if one.pk == keys[1]), None)
    return _match(business, place)


def with_code(code: str) -> Match | None:
    """The shop with this credit code."""
    business = Business.objects.with_code(code)
    return match_of(business) if business else None


def match_of(business: Business) -> Match:
    """What the register says of a business with a code; where it trades, if that is one place."""
    places = [place for place in business.places.all() if place.region_code]
    return _match(business, places[0] if len(places) == 1 else None)


def _known() -> QuerySet[Business]:
    rows: QuerySet[Business] = Business.objects.standing().exclude(credit_code=None)
    return rows.prefetch_related(Prefetch("places", Place.objects.exclude(region_code="")))


def _matches_of(business: Business, *, online: bool) -> list[Match]:
    places = [] if online else [*business.places.all()][:MOST_PLACES]
    return [_match(business, place) for place in places] or [_match(business, None)]


def _match(business: Business, place: Place | None) -> Match:
    region = (place.region_code if place else "") or business.registered_at
    stated = {
        "name": business.name,
        "code": business.credit_code or "",
        "sign": place.sign if place else "",
        "address": place.address if place else "",
        "region_code": region,
    }
    where = " · ".join(filter(None, (choices.name_of(region), place.address if place else "")))
    key = f"{business.pk}:{place.pk}" if place else str(business.pk)
    return Match(key, business.name, where, {name: value for name, value in stated.items() if value})
