"""The door directory: where each city's body is, and its counties'."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.alliance import City
from huaihai.kit import guards
from huaihai.members.models import Organisation


@dataclass(frozen=True)
class Tile:
    """A member city in the sketch of the region; column and row count from 1."""

    code: str
    name: str
    column: int
    row: int
    counties: int


@dataclass(frozen=True)
class Door:
    """One body of a city as the directory shows it."""

    name: str
    place: str
    phone: str
    address: str
    is_station: bool


@require_safe
@guards.public
def bodies(request: HttpRequest) -> HttpResponse:
    """All city bodies in one table."""
    return render(request, "front/bodies.html", {"cities": alliance.load().cities, "tiles": tiles()})


@require_safe
@guards.public
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One city: phone, address, hours, and the bodies of its counties."""
    try:
        city = alliance.load().city(code)
    except KeyError:
        raise Http404(code) from None
    zones = [county.name for county in city.counties if not county.official]
    return render(request, "front/body.html", {"city": city, "doors": _doors(request, city), "zones": zones})


def tiles() -> list[Tile]:
    """The member cities roughly as they lie, row by row: the order in which they are read out."""
    found = [
        Tile(city.code, city.name, city.column, city.row, sum(county.official for county in city.counties))
        for city in alliance.load().cities
    ]
    return sorted(found, key=lambda tile: (tile.row, tile.column))


def _doors(request: HttpRequest, city: City) -> Sequence[Door]:
    """Bodies below the city's, in two queries. Where one has no phone of its own, the city's is shown."""
    visible = Organisation.objects.visible_to(request.actor)  # type: ignore[attr-defined]  # set by members
    city_body = visible.filter(key=f"city:{city.code}").first()
    if city_body is None:
        return []
    return [
        Door(
            name=node.name,
            place=node.place_name,
            phone=node.phone or city.phone,
            address=node.address,
            is_station=node.kind == Organisation.Kind.STATION,
        )
        for node in visible.within(city_body).exclude(pk=city_body.pk).order_by("path")
    ]
