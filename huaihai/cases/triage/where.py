"""Where the business is: chosen, or named in the sentence; and who takes it up there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.utils.translation import gettext

from huaihai import alliance
from huaihai.alliance import City
from huaihai.cases.consumer import area_codes, choices
from huaihai.cases.consumer.filing.gates import Away
from huaihai.kit import local_words
from huaihai.law.places import place, shared_names
from huaihai.law.triage.cards import Card, First
from huaihai.members import directory
from huaihai.members.models import Organisation

SUFFIX: Final = re.compile("(市|县)$")
ONLINE: Final = "online"  # the picture
SHORTEST: Final = 2


@dataclass(frozen=True)
class Where:
    """A city of ours with its body, or a place elsewhere with who helps there; both empty where nobody said."""

    city: City | None = None
    body: Organisation | None = None
    away: Away | None = None

    @property
    def name(self) -> str:
        return local_words.place(self.city.name) if self.city else ""


def where(card: Card, typed: str | None, sentence: str) -> Where:
    """What was chosen; where nothing was, the one place that the sentence names."""
    code = named_in(sentence) if typed is None else typed
    city = city_of(code)
    if city is not None:
        return Where(city, directory.body_at(city.code))
    if code != choices.ELSEWHERE and code not in _names().values():
        return Where()
    name = gettext("another city") if code == choices.ELSEWHERE else choices.name_of(code)
    is_online = ONLINE in card.at or card.first is First.PLATFORM
    return Where(away=Away(name, area_codes.line(code), is_online, "", None))


def city_of(code: str) -> City | None:
    """A member city; None for anything else."""
    return next((city for city in alliance.load().cities if city.code == code), None)


def options(card: Card) -> list[tuple[str, str]]:
    """The ten, and elsewhere where that leads to somebody else."""
    ours = [(city.code, local_words.place(city.name)) for city in alliance.load().cities]
    return [*ours, (choices.ELSEWHERE, gettext("In another city"))] if card.is_ours else ours


def named_in(sentence: str) -> str:
    """The code of the place, if the sentence names one alone, or one alone as where something happened (在…)."""
    named = [(name, code) for name, code in _names().items() if name in sentence]
    codes = {code for _name, code in named}
    if len(codes) > 1:
        codes = {code for name, code in named if f"在{name}" in sentence}
    return codes.pop() if len(codes) == 1 else ""


@cache
def _names() -> dict[str, str]:
    """Names as people say them: of our cities and their counties, and of the larger cities elsewhere. A county's that
    other cities have too (鼓楼区) names no place alone."""
    return dict(_rows())


def _rows() -> Iterator[tuple[str, str]]:
    for code in area_codes.known():
        yield SUFFIX.sub("", place(code).name), place(code).code
    for city in alliance.load().cities:
        counties = {county.name for county in city.counties}.difference(shared_names())
        for name in (city.name, *counties):
            if len(short := SUFFIX.sub("", name)) >= SHORTEST:
                yield short, city.code
