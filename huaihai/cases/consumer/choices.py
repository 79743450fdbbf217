"""What is chosen from, as people say it: the law's lists with a second line where it helps, and places."""

from collections.abc import Iterable
from functools import cache, lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from huaihai import alliance
from huaihai.kit import local_words
from huaihai.law import kinds, places, remedies
from huaihai.law.errors import UnknownPlace

type Words = str | Promise

NATURES: dict[str, tuple[Words, Words]] = {
    "N01": (_("It is broken or badly made"), _("It does not work, or broke soon after")),
    "N02": (
        _("It is dangerous, or somebody was hurt"),
        _("It gave a shock, made somebody ill, could catch fire"),
    ),
    "N03": (_("The price is wrong"), _("Charged more than was said, or a hidden fee")),
    "N04": (_("There is too little in it"), _("Short weight, pieces missing")),
    "N05": (_("It is a fake"), _("A copied brand, false goods")),
    "N06": (_("They do not keep what was agreed"), _("Late, changed, deposit or prepaid card not returned")),
    "N07": (_("It is not what they advertised"), _("The description or the promise was false")),
    "N08": (_("They treated me without respect"), _("Insulted, searched, my data passed on")),
    "N09": (_("Nothing is done after the sale"), _("No repair, no return, nobody answers")),
    "N10": (_("Something else"), ""),
}
REMEDIES: dict[str, tuple[Words, Words]] = {
    remedies.REPAIR.code: (_("Repair it"), ""),
    remedies.REDO.code: (_("Do the work again"), _("For work and services that were badly done")),
    remedies.REPLACE.code: (_("Replace it"), _("Another one of the same kind")),
    remedies.RETURN.code: (_("Take it back"), _("I return it to the business")),
    remedies.MAKE_UP_QUANTITY.code: (_("Make up what is missing"), ""),
    remedies.REFUND.code: (_("Pay the money back"), _("The price or the fee I paid")),
    remedies.COMPENSATION.code: (_("Pay for the damage"), _("What it cost me besides")),
}


def nature(code: str) -> str:
    return str(NATURES[code][0]) if code in NATURES else ""


def category(code: str) -> str:
    return local_words.said(kinds.BY_CODE[code]) if code in kinds.BY_CODE else ""


def remedy_list(codes: list[str]) -> str:
    """The remedies in one line, in the order of the form."""
    return local_words.listed(str(words) for code, (words, _hint) in REMEDIES.items() if code in codes)


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
    found = _named(f"{number}0000" for number in range(11, 83))
    return [(province.code, local_words.place(province.name)) for province in found]


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
    for province in _named(f"{number}0000" for number in range(11, 83)):
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
