"""What a reader can choose: tiles of cities, filters as links, and what is chosen with the way to undo it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.brands.catalogue import facets
from huaihai.brands.catalogue.asked import Asked
from huaihai.brands.catalogue.telling import KINDS
from huaihai.businesses import pledge_words
from huaihai.kit import local_words


@dataclass(frozen=True)
class Choice:
    """A value of a filter as a link; chosen, the link undoes it."""

    value: str
    label: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Tile:
    """A member city in the sketch of the region."""

    code: str
    name: str
    column: int
    row: int
    url: str
    is_chosen: bool


def tiles(wanted: Asked) -> list[Tile]:
    """The member cities where they lie; a click narrows to one, a second one undoes it."""
    return [
        Tile(
            city.code,
            local_words.place(city.name),
            city.column,
            city.row,
            _url(wanted.query(city="" if city.code == wanted.city else city.code)),
            city.code == wanted.city,
        )
        for city in alliance.load().cities
    ]


def filters(wanted: Asked, *, gives_title: bool) -> dict[str, list[Choice]]:
    """All filters by the name of their list in the page; heart, axis and order exist only with a title."""
    found = {
        "kinds": _choices(wanted, "kind", KINDS.items()),
        "months": _choices(wanted, "month", ((str(number), name) for number, name in MONTH_NAMES.items())),
        "pledges": _choices(wanted, "pledge", pledge_words.SHORT.items()),
    }
    if gives_title:
        found |= {
            "hearts": _choices(wanted, "heart", facets.HEART_NAMES.items()),
            "axes": _choices(wanted, "axis", facets.AXIS_NAMES.items()),
            "sorts": _choices(wanted, "sort", _sorts()),
            "held": _choices(wanted, "held", [("1", _("only with a mark in force"))]),
        }
    return found


def chosen(wanted: Asked) -> list[Choice]:
    """What narrows the list now, in words, each with the address without it."""
    labels: dict[str, dict[str, Any]] = {
        "city": {city.code: local_words.place(city.name) for city in alliance.load().cities},
        "kind": dict(KINDS),
        "month": {
            str(number): _("best in %(month)s") % {"month": name} for number, name in MONTH_NAMES.items()
        },
        "heart": dict(facets.HEART_NAMES),
        "axis": dict(facets.AXIS_NAMES),
        "pledge": dict(pledge_words.SHORT),
        "held": {"1": _("only with a mark in force")},
    }
    found = [Choice("", f"“{wanted.q}”", _url(wanted.query(q="")), True)] if wanted.q else []
    for name, known in labels.items():
        if value := getattr(wanted, name):
            found.append(Choice(value, str(known[value]), _url(wanted.query(**{name: ""})), True))
    return found


def _sorts() -> list[tuple[str, str]]:
    return [
        (facets.NEUTRAL, _("by city and name")),
        (facets.NEWEST, _("newest first")),
        (facets.ATTESTED, _("best attested first")),
    ]


def _choices(wanted: Asked, name: str, labels: Iterable[tuple[str, Any]]) -> list[Choice]:
    held = getattr(wanted, name)
    return [
        Choice(
            value,
            str(label),
            _url(wanted.query(**{name: "" if value == held else value})),
            value == held,
        )
        for value, label in labels
    ]


def _url(query: str) -> str:
    return f"{reverse('brands')}?{query}" if query else reverse("brands")
