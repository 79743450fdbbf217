"""What is chosen from, as people say it: the law's lists, and places."""

from collections.abc import Iterable
from functools import cache, lru_cache

from django.utils.translation import get_language, gettext

from huaihai import alliance
from huaihai.kit import local_words
from huaihai.law import kinds, places, remedies
from huaihai.law.errors import UnknownPlace


def natures() -> list[tuple[str, str]]:
    """What is wrong, as people say it."""
    return [(one.code, local_words.said(one.asks)) for one in kinds.NATURES]


def all_remedies() -> list[tuple[str, str]]:
    """What the business should do, as people say it."""
    return [(one.code, local_words.said(one.asks)) for one in remedies.ALL]


def remedy_words(codes: Iterable[str]) -> list[str]:
    """Those of them that there are, in their order."""
    words = dict(all_remedies())
    return [words[code] for code in codes if code in words]


def nature(code: str) -> str:
    return dict(natures()).get(code, "")


def category(code: str) -> str:
    return local_words.said(kinds.BY_CODE[code]) if code in kinds.BY_CODE else ""


def remedy_list(codes: list[str]) -> str:
    """The remedies in one line, in the order of the form."""
    return local_words.listed(words for code, words in all_remedies() if code in codes)


ELSEWHERE, UNKNOWN = "elsewhere", "unknown"
_HEADINGS = ("市辖区", "县")  # rows of the code table that name no place
_OF_PROVINCE = "直辖县级行政区划"  # another one: what stands under it has no city above it

type Choices = list[tuple[str, str | list[tuple[str, str]]]]


def of_alliance(*, may_be_unknown: bool = False) -> Choices:
    """Counties under their cities; then elsewhere, and (for a business) not known."""
    groups: Choices = [("", gettext("Please choose"))]
    for city in alliance.load().cities:
        whole = (city.code, gettext("%(city)s, district not known") % {"city": local_words.place(city.name)})
        groups.append(
            (
                local_words.place(city.name),
                [
                    whole,
                    *(
                        (county.code, f"{local_words.place(city.name)} {local_words.place(county.name)}")
                        for county in city.counties
                    ),
                ],
            )
        )
    groups.append((ELSEWHERE, gettext("Somewhere else")))
    if may_be_unknown:
        groups.append((UNKNOWN, gettext("I do not know")))
    return groups


def elsewhere() -> Choices:
    """Every city outside the alliance, under its province."""
    return _elsewhere(get_language() or "", alliance.folder().name)


def provinces() -> list[tuple[str, str]]:
    """Every province."""
    return [(province.code, local_words.place(province.name)) for province in places.provinces()]


def cities_of(province: str) -> list[tuple[str, str]]:
    """The cities of a province that are not ours; none for a city that is its own province."""
    members = set(alliance.load().city_codes)
    return [
        (found.code, local_words.place(found.name))
        for found in _cities_of(province)
        if found.code not in members
    ]


def name_of(code: str) -> str:
    """The place in words, for check pages; empty for no place."""
    if not code:
        return ""
    for city in alliance.load().cities:
        if city.code == code:
            return local_words.place(city.name)
        for county in city.counties:
            if county.code == code:
                return f"{local_words.place(city.name)} {local_words.place(county.name)}"
    try:
        return local_words.place(places.current(code).full_name)
    except UnknownPlace:
        return code


@lru_cache(maxsize=8)
def _elsewhere(language: str, ours: str) -> Choices:
    members = set(alliance.load().city_codes)
    groups: Choices = [("", gettext("Please choose"))]
    for province in places.provinces():
        cities = [
            (found.code, local_words.place(found.name))
            for found in _cities_of(province.code)
            if found.code not in members
        ]
        label = local_words.place(province.name)
        groups.append((label, cities or [(province.code, label)]))
    return groups


@cache
def _cities_of(province: str) -> tuple[places.Place, ...]:
    found: list[places.Place] = []
    for row in _named(f"{province[:2]}{number:02d}00" for number in range(1, 100)):
        if row.name.endswith(_OF_PROVINCE):
            below = _named(f"{row.code[:4]}{number:02d}" for number in range(1, 100))
            found += [place for place in below if place.name not in _HEADINGS]
        elif row.name not in _HEADINGS:
            found.append(row)
    return tuple(found)


def _named(codes: Iterable[str]) -> list[places.Place]:
    found = []
    for code in codes:
        try:
            found.append(places.place(code))
        except UnknownPlace:
            continue
    return found
