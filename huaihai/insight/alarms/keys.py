"""What an alarm is about, as a key, and where, as codes of counties, zones and cities.

A case names no product of its own. What stands for it: its trade ("category:G01"), and words that many titles share
("word:…"), which see a new thing before there is a trade for it.

Nobody gave us coordinates of counties, and the tiles are a picture, not a map. The places of a city stand close around
its tile in the order of their codes, so that a circle grows from a county over its city to the cities beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import starmap
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from huaihai import alliance
from huaihai.insight.axes import NOT_STATED
from huaihai.insight.rollups.statement import homes, seats
from huaihai.kit import local_words, versions
from huaihai.members.models import Organisation, PlaceAlias

PAIR, CATEGORY, BUSINESS, WORD, ALL = "pair", "category", "business", "word", "all"
FAMILIES: Final = (PAIR, CATEGORY, BUSINESS, WORD, ALL)
LONGEST: Final = 60


def of_pair(category: str, nature: str) -> str:
    """The key of a trade and a nature; what is not stated is "none"."""
    return f"{PAIR}:{category or NOT_STATED}:{nature or NOT_STATED}"


def of_category(category: str) -> str:
    """The key of a trade."""
    return f"{CATEGORY}:{category or NOT_STATED}"


def of_business(business: object) -> str:
    """The key of a business, by its id."""
    return f"{BUSINESS}:{business}"


def of_word(word: str) -> str:
    """The key of a word that stands in titles."""
    return f"{WORD}:{word}"


def family_of(key: str) -> str:
    """Which sort of key it is."""
    return key.partition(":")[0]


def category_of(key: str) -> str:
    """The trade that a key names; empty without one."""
    family, _, rest = key.partition(":")
    found = rest.partition(":")[0] if family in (PAIR, CATEGORY) else ""
    return "" if found == NOT_STATED else found


def nature_of(key: str) -> str:
    """The nature that a key names; empty without one."""
    family, _, rest = key.partition(":")
    found = rest.partition(":")[2] if family == PAIR else ""
    return "" if found == NOT_STATED else found


def word_of(key: str) -> str:
    """The word that a key names; empty without one."""
    family, _, rest = key.partition(":")
    return rest if family == WORD else ""


def business_of(key: str) -> UUID | None:
    """The id of the business that a key names; None without one."""
    family, _, rest = key.partition(":")
    try:
        return UUID(rest) if family == BUSINESS else None
    except ValueError:
        return None


STEP: Final = 0.02  # of a tile, from one place to the next


@dataclass(frozen=True)
class Place:
    """A county, a zone, or a city (of which no county is known). `bodies` are those that stand for it."""

    code: str
    name: str
    city: Organisation
    bodies: tuple[Any, ...] = ()

    @property
    def is_city(self) -> bool:
        """Whether it is a city without a county."""
        return self.code == self.city.region_code


@dataclass(frozen=True)
class Places:
    """All places by code, those of a city together, the cities in the alliance's order."""

    by_code: dict[str, Place]
    by_body: dict[Any, tuple[str, str]] = field(
        default_factory=dict
    )  # a body's id: codes of its city and county

    def of(self, home: Any, consumer_at: str) -> str:
        """The code of the place to which a case belongs, by its home body and where the consumer is; "" for none.

        As the rollups tell it (`rollups.places`): somebody who lives outside the city has no county in it.
        """
        city, county = self.by_body.get(home, ("", ""))
        seat = self.by_code.get(consumer_at)
        if seat is not None and not seat.is_city and seat.city.region_code == city:
            return consumer_at
        return (county or city) if consumer_at in ("", city) else city

    def groups(self) -> dict[str, list[str]]:
        """The places of each city, by the code of the city."""
        found: dict[str, list[str]] = {}
        for code, place in self.by_code.items():
            found.setdefault(place.city.region_code, []).append(code)
        return found

    def cities(self, codes: Iterable[str]) -> list[Organisation]:
        """The city bodies in which these places lie, in the alliance's order."""
        found = {place.city.pk: place.city for code in codes if (place := self.by_code.get(code))}
        return sorted(found.values(), key=lambda city: city.position)

    def coordinates(self) -> dict[str, list[float] | None]:
        """Where each place lies on the picture of tiles: [column, row]; None for a city without a tile."""
        tiles = {city.code: (city.column, city.row) for city in alliance.load().cities}
        found: dict[str, list[float] | None] = {}
        for city, codes in self.groups().items():
            for number, code in enumerate(codes):
                tile = tiles.get(city)
                found[code] = [round(tile[0] + STEP * number, 2), float(tile[1])] if tile else None
        return found

    def cases(self, codes: Iterable[str]) -> Q:
        """Which cases belong to these places: what `of` says, as a query."""
        wanted: dict[str, list[Place]] = {}
        for code in codes:
            if (place := self.by_code.get(code)) is not None:
                wanted.setdefault(place.city.region_code, []).append(place)
        return reduce(or_, starmap(self._cases_of, wanted.items()), Q(pk__in=[]))

    def _cases_of(self, city: str, wanted: list[Place]) -> Q:
        """Of one city: by where the consumer lives there, else by the body that wrote it down."""
        seats_there = [one for one in self.groups()[city] if one != city]
        of_city = [body for body, (of, _county) in self.by_body.items() if of == city]
        counties = [place for place in wanted if not place.is_city]
        bodies = [body for place in wanted for body in place.bodies]
        found = Q(home__in=of_city, consumer_at__in=[place.code for place in counties])
        found |= Q(home__in=bodies, consumer_at__in=["", city])
        if len(counties) < len(wanted):  # the city itself: those of no county
            found |= Q(home__in=of_city) & ~Q(consumer_at__in=[*seats_there, "", city])
        return found


@versions.by_version
def load() -> Places:
    """The places of the alliance."""
    bodies = homes()
    cities = {city.region_code: city for city in Organisation.objects.cities()}
    names = dict(PlaceAlias.objects.values_list("code", "name"))
    counties = Organisation.objects.filter(kind=Organisation.Kind.COUNTY)
    names |= dict(counties.values_list("region_code", "place_name"))
    codes = [(code, code) for code in cities] + [(city, code) for code, city in seats(bodies)]
    by_code = {
        code: Place(
            code,
            cities[code].place_name if code == city else names.get(code, code),
            cities[city],
            tuple(pk for pk, of_city, county in bodies if of_city == city and (county or city) == code),
        )
        for city, code in sorted(codes, key=lambda pair: (_rank(cities, pair[0]), pair[1]))
        if city in cities
    }
    return Places(by_code, {pk: (city, county) for pk, city, county in bodies if city})


def named(codes: Sequence[str], places: Places) -> list[str]:
    """These places in the reader's language: whole cities by their name alone, else counties with their city's."""
    groups, found, wanted = places.groups(), [], set(codes)
    for city, all_codes in groups.items():
        mine = [code for code in all_codes if code in wanted]
        name = local_words.place(places.by_code[city].name) if city in places.by_code else city
        if (len(mine) > 1 and len(mine) >= len(all_codes) - 1) or mine == [city]:
            found.append(name)
        else:
            counties = [local_words.place(places.by_code[code].name) for code in mine if code != city]
            found += [local_words.either(zh=f"{name}{county}", en=f"{county}, {name}") for county in counties]
            found += [name] if city in mine else []
    return found


def _rank(cities: dict[str, Organisation], code: str) -> tuple[int, str]:
    return (cities[code].position, code) if code in cities else (10_000, code)
