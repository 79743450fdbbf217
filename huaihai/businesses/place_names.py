"""Names of places, and the places of the alliance to choose from."""

from typing import Any

from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.kit import local_words
from huaihai.law.errors import UnknownPlace
from huaihai.law.places import place


def place_name(code: str) -> str:
    """The name of a place as people say it; an unknown code stays as it is."""
    for city in alliance.load().cities:
        if city.code == code:
            return local_words.place(city.name)
        for county in city.counties:
            if county.code == code:
                return local_words.place(city.name) + local_words.place(county.name)
    try:
        return local_words.place(place(code).full_name) if code else ""
    except UnknownPlace:
        return code


def whole_address(code: str, street: str, *, between: str = "") -> str:
    """The name of the place and then the street; a place that the street names itself is written once."""
    name, rest = place_name(code), street.strip()
    for known in _full_names(code):
        rest = rest.removeprefix(known).strip()
    return rest if name and rest.startswith(name) else between.join(filter(None, (name, rest)))


def _full_names(code: str) -> list[str]:
    """Province, city and county as addresses write them, the largest first."""
    try:
        found = place(code)
        above = [one for one in (found.province_code, found.city_code) if one and one != found.code]
        return [place(one).name for one in above] + [found.name]
    except UnknownPlace:
        return []


def place_choices(held: str = "") -> list[tuple[str, Any]]:
    """Not known, the counties under their cities, and the place that stands there now if it is another."""
    choices: list[tuple[str, Any]] = [("", _("not known"))]
    known = {""}
    for city in alliance.load().cities:
        whole = _("%(city)s, district not known") % {"city": local_words.place(city.name)}
        counties = [(county.code, local_words.place(county.name)) for county in city.counties]
        choices.append((local_words.place(city.name), [(city.code, whole), *counties]))
        known |= {city.code, *(county.code for county in city.counties)}
    return choices if held in known else [*choices, (held, place_name(held))]
