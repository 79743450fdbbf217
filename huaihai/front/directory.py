"""The door directory: where each city's body is, whether somebody is on duty there, and its counties' bodies.

Phone, address and hours are those of the organisations' rows, so that a correction shows at once. Before the tree is
loaded the alliance's folder is read instead.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.alliance import City
from huaihai.cases.models import CityMove
from huaihai.cases.moved.pages import gone_cities
from huaihai.front import latest
from huaihai.governance.models import Contact
from huaihai.governance.roster import facts
from huaihai.kit import clock, guards, local_words
from huaihai.law import opening
from huaihai.members import staffing
from huaihai.members.dialling import HOTLINE, dialled
from huaihai.members.models import Organisation


@dataclass(frozen=True)
class Tile:
    """A member city in the sketch of the region; column and row count from 1.

    `on_duty`: whether somebody is on duty there now; None where no roster is kept.
    """

    code: str
    name: str
    column: int
    row: int
    counties: int
    on_duty: bool | None


@dataclass(frozen=True)
class Reach:
    """How the body of a city is reached. `phone` is dialled from anywhere: its own, else 12315 of its city.
    `corrected_at`: since when by its own word; None: by the folder's. `gone`: where its complaints are, if elsewhere.
    """

    code: str
    place: str
    name: str
    short_name: str
    phone: str
    has_own_phone: bool
    address: str
    hours: str
    note: str
    source: str
    mark: str
    corrected_at: datetime | None
    is_confirmed: bool
    on_duty: bool | None
    gone: list[tuple[str, CityMove]]


@dataclass(frozen=True)
class Door:
    """One body of a city as the directory shows it."""

    name: str
    place: str
    phone: str
    address: str
    hours: str
    note: str
    is_station: bool
    lines: Sequence[Contact]


@require_safe
@guards.same_for_all
def bodies(request: HttpRequest) -> HttpResponse:
    """All city bodies in one table."""
    ours, duty = alliance.load(), facts.public_duty(clock.now())
    rows = _rows(request)
    cities = [_reach(city, rows.get(_key(city.code)), duty) for city in ours.cities]
    through_hotline = [one for one in reversed(cities) if not one.has_own_phone]
    context = {
        "cities": cities,
        "through_hotline": bool(through_hotline),
        "dialled_anywhere": next((one for one in through_hotline if ours.area_code(one.code)), None),
        "tiles": tiles(duty),
        "keeps_roster": bool(duty),
    }
    return render(request, "front/bodies.html", context)


@require_safe
@guards.same_for_all
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One city: phone, address, hours, further lines, whether it is reached here, and the bodies of its counties."""
    try:
        city = alliance.load().city(code)
    except KeyError:
        raise Http404(code) from None
    at = clock.now()
    row = _rows(request).get(_key(code))
    lines, duty = _lines(request, row, at), facts.public_duty(at)
    context = {
        "city": city,
        "alerts": latest.alerts(city),
        "reach": _reach(city, row, duty),
        "is_reached": row is not None and staffing.has_people(row, on=clock.today()),
        "usual_hours": local_words.said(opening.DEFAULT),
        "keeps_roster": bool(duty),
        "lines": lines[row.pk] if row else [],
        "doors": (doors := _doors(request, row, lines)),
        "has_numbers": any(door.phone or door.lines for door in doors),
        "has_counties": any(county.official for county in city.counties),
        "zones": [county.name for county in city.counties if not county.official],
    }
    return render(request, "front/body.html", context)


def tiles(duty: Mapping[str, bool]) -> list[Tile]:
    """The member cities roughly as they lie, row by row: the order in which they are read out."""
    found = [
        Tile(
            city.code,
            city.name,
            city.column,
            city.row,
            sum(county.official for county in city.counties),
            duty.get(_key(city.code)),
        )
        for city in alliance.load().cities
    ]
    return sorted(found, key=lambda tile: (tile.row, tile.column))


def _key(code: str) -> str:
    return f"city:{code}"


def reach_of(city: City) -> Reach:
    """How the body of this city is reached by anybody."""
    row = Organisation.objects.cities().filter(key=_key(city.code)).first()
    return _reach(city, row, {})


def _rows(request: HttpRequest) -> dict[str, Organisation]:
    """The cities' own rows, by key; none before the tree is loaded."""
    visible = Organisation.objects.visible_to(request.actor)  # type: ignore[attr-defined]  # set by members
    return {row.key: row for row in visible.cities()}


def _reach(city: City, row: Organisation | None, duty: Mapping[str, bool]) -> Reach:
    held = row or Organisation(
        key=_key(city.code),
        name=city.body_name,
        short_name=city.body_short,
        phone=city.phone,
        address=city.address,
        hours=city.hours,
        source=city.source,
        mark=city.mark,
    )
    return Reach(
        code=city.code,
        place=city.name,
        name=held.name,
        short_name=held.short_name,
        phone=dialled(held.phone or city.phone or HOTLINE, city.code),
        has_own_phone=bool(held.own_phone or city.phone),
        address=held.address,
        hours=_hours(held.hours),
        note=held.contact_note,
        source=held.source,
        mark=held.mark,
        corrected_at=held.contact_corrected_at,
        is_confirmed=held.is_confirmed,
        on_duty=duty.get(held.key),
        gone=gone_cities(city.code),
    )


def _lines(
    request: HttpRequest, city_body: Organisation | None, at: datetime
) -> Mapping[UUID, Sequence[Contact]]:
    """Further lines for the public, of the city's body and those below it; staff see no more of them here."""
    found: dict[UUID, list[Contact]] = defaultdict(list)
    if city_body is not None:
        visible = Contact.objects.visible_to(request.actor).in_use(at.date())  # type: ignore[attr-defined]
        public = visible.filter(kind=Contact.Kind.PUBLIC, organisation__path__under=city_body.path)
        for line in public:
            found[line.organisation_id].append(line)
    return found


def _doors(
    request: HttpRequest, city_body: Organisation | None, lines: Mapping[UUID, Sequence[Contact]]
) -> Sequence[Door]:
    """Bodies below the city's, in one query. Where one has no phone, that of a body between is shown."""
    if city_body is None:
        return []
    visible = Organisation.objects.visible_to(request.actor)  # type: ignore[attr-defined]  # set by members
    nodes = list(visible.within(city_body).open().order_by("path"))
    phones = {node.path: node.own_phone for node in nodes if node.own_phone and node.pk != city_body.pk}
    return [
        Door(
            name=node.name,
            place=node.place_name,
            phone=next((phones[path] for path in node.paths_above_and_own() if path in phones), ""),
            address=node.address,
            hours=_hours(node.hours),
            note=node.contact_note,
            is_station=node.kind == Organisation.Kind.STATION,
            lines=lines[node.pk],
        )
        for node in nodes
        if node.pk != city_body.pk
    ]


def _hours(stored: str) -> str:
    """The hours in the reader's language; as they were written where they cannot be read."""
    found = opening.of(stored)
    return local_words.said(found) if found else local_words.in_script(stored)
