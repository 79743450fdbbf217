"""Whom to reach, found by a place, a number or a name: for `reactions.SEARCH_OFFICES`."""

from datetime import date

from django.urls import reverse

from huaihai import alliance
from huaihai.alliance import City
from huaihai.businesses.posters.pages import Door
from huaihai.education.search import LONGEST_QUERY
from huaihai.front.directory import Reach, reach_of
from huaihai.kit import local_words
from huaihai.kit.text.scripts import to_simplified
from huaihai.law.triage.reading import tree

SHOWN = 3


def doors(query: str, *, on: date) -> list[Door]:
    """Offices by their number or name, and the body of a city or county that the words name, with their numbers."""
    words = to_simplified(query[:LONGEST_QUERY]).strip()
    if not words:
        return []
    named = [city for city in alliance.load().cities if _is_named(city, words)]
    return [*_offices(words), *(_door(reach_of(city)) for city in named[:SHOWN])]


def _is_named(city: City, words: str) -> bool:
    counties = (county.name for county in city.counties)
    return city.name in words or any(name in words or name[:-1] == words for name in counties)


def _door(reach: Reach) -> Door:
    told = (local_words.in_script(one) for one in (reach.phone, reach.address, reach.hours) if one)
    return Door(local_words.in_script(reach.name), reverse("body", args=[reach.code]), " · ".join(told))


def _offices(words: str) -> list[Door]:
    """By their whole number, or by a name that holds the words or stands in them."""
    found = []
    for office in tree().offices.values():
        is_named = office.name.zh in words or (len(words) > 1 and words in office.name.zh)
        if office.number and (is_named or office.number in words.split()):
            text = local_words.said(office.note) or local_words.said(office.bring)
            found.append(Door(f"{local_words.said(office.name)} {office.number}", office.address, text))
    return found[:SHOWN]
