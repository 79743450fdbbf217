"""The tree of organisations, as the alliance's data folder has it: loaded, and found by place."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.alliance import AdoptedClock as ClockRow
from huaihai.alliance import Alliance, AllianceDataError, City, County
from huaihai.kit import versions
from huaihai.kit.clock import local_day
from huaihai.law.sureness import Sureness
from huaihai.members import leftovers
from huaihai.members.actors import Actor
from huaihai.members.leftovers import Leftovers
from huaihai.members.models import AdoptedClock, Organisation, PlaceAlias
from huaihai.members.models.organisation import tree
from huaihai.record import events

ROOT_KEY = "alliance"
CONTACT = ("phone", "address", "hours", "contact_note")


@dataclass(frozen=True)
class Loaded:
    """What a load did: rows made, rows changed, and what there was of an older folder."""

    made: int
    changed: int
    leftovers: Leftovers = leftovers.NONE

    def __bool__(self) -> bool:
        return bool(self.made or self.changed or self.leftovers.gone)

    @property
    def in_words(self) -> str:
        words = [_("as held")]
        if self.made or self.changed:
            words = [_("%(made)d made, %(changed)d changed") % {"made": self.made, "changed": self.changed}]
        return _("; ").join([*words, *self.leftovers.lines])


@dataclass(frozen=True)
class _Node:
    key: str
    parent_key: str | None
    facts: dict[str, Any]


def load(alliance: Alliance, *, by: Actor, at: datetime) -> Loaded:
    """Make or correct the alliance, its city and county bodies, aliases of places and adopted clocks; what the folder
    no longer has goes (`members.leftovers`).

    Loading again changes nothing. Rows that officers added (branches, stations), what a body corrected of its
    own contact data, and clocks that a resolution set are left alone.
    Raises AllianceDataError for a clock that names no body.
    """
    with transaction.atomic():
        nodes = _load_tree(alliance)
        aliases = _load_aliases(alliance, nodes.bodies)
        clocks = _load_clocks(alliance, nodes.bodies)
        loaded = Loaded(
            nodes.made + aliases.made + clocks.made,
            nodes.changed + aliases.changed + clocks.changed,
            leftovers.settle(
                bodies=nodes.bodies.keys(),
                terms={
                    (_body_of(clock, alliance, nodes.bodies).pk, clock.limit, clock.in_force_from)
                    for clock in alliance.clocks
                },
                zones=alliance.zone_aliases.keys(),
                on=local_day(at),
            ),
        )
        if loaded or not versions.version():
            versions.changed()
        if loaded:
            events.write(
                subject=f"org:{ROOT_KEY}",
                verb="alliance loaded",
                by=by.key,
                at=at,
                facts={
                    "alliance": alliance.key,
                    "made": loaded.made,
                    "changed": loaded.changed,
                    "gone": list(loaded.leftovers.gone),
                },
            )
    return loaded


def root() -> Organisation:
    """The alliance itself. Raises Organisation.DoesNotExist before the first load."""
    found = tree().by_key.get(ROOT_KEY)
    if found is None:
        raise Organisation.DoesNotExist("the alliance is not loaded")
    return copy(found)


def body_for(city_code: str) -> Organisation:
    """The body of this member city. Raises Organisation.DoesNotExist."""
    body = tree().by_key.get(f"city:{city_code}")
    if body is None:
        raise Organisation.DoesNotExist(f"no body of {city_code}")
    return copy(body)


def body_with(key: UUID) -> Organisation:
    """The body with this id. Raises KeyError."""
    return copy(tree().by_pk[key])


def body_at(code: str) -> Organisation | None:
    """The body that answers for a place: county body, city body, or the city of a development zone.

    `code` is six digits; None if the place is outside the alliance.
    """
    found = {
        node.key: node for node in Organisation.objects.filter(key__in=[f"county:{code}", f"city:{code}"])
    }
    if found:
        return found.get(f"county:{code}") or found[f"city:{code}"]
    alias = PlaceAlias.objects.filter(code=code).select_related("organisation").first()
    if alias:
        return alias.organisation
    return Organisation.objects.filter(key=f"city:{code[:4]}00").first()


@dataclass(frozen=True)
class _Tree:
    bodies: dict[str, Organisation]
    made: int
    changed: int


def _load_tree(alliance: Alliance) -> _Tree:
    held = {node.key: node for node in Organisation.objects.all()}
    bodies: dict[str, Organisation] = {}
    new: list[Organisation] = []
    changed = 0
    for node in _nodes(alliance):
        parent = bodies[node.parent_key] if node.parent_key else None
        known = held.get(node.key)
        facts = node.facts | {"parent_id": parent.pk if parent else None}
        if known is not None and known.contact_corrected_at is not None:
            facts = {name: value for name, value in facts.items() if name not in CONTACT}
        if known is None:
            known = Organisation(
                key=node.key, path=_path(node.key, parent), is_computerised=not _is_county(node), **facts
            )
            new.append(known)
        elif _differs(known, facts):
            Organisation.objects.filter(pk=known.pk).update(**facts)
            known.refresh_from_db()
            changed += 1
        bodies[node.key] = known
    Organisation.objects.bulk_create(new)
    return _Tree(bodies, len(new), changed)


def _nodes(alliance: Alliance) -> Iterator[_Node]:
    yield _Node(
        ROOT_KEY,
        None,
        {
            "kind": Organisation.Kind.ALLIANCE,
            "name": alliance.name,
            "short_name": alliance.short_name,
            "mark": Sureness.READ,
        },
    )
    for position, city in enumerate(alliance.cities, start=1):
        yield _Node(f"city:{city.code}", ROOT_KEY, _city_facts(city, position))
        for place, county in enumerate((c for c in city.counties if c.official), start=1):
            yield _Node(f"county:{county.code}", f"city:{city.code}", _county_facts(city, county, place))


def _city_facts(city: City, position: int) -> dict[str, Any]:
    return {
        "kind": Organisation.Kind.CITY,
        "name": city.body_name,
        "short_name": city.body_short,
        "place_name": city.name,
        "region_code": city.code,
        "phone": city.phone,
        "address": city.address,
        "hours": city.hours,
        "position": position,
        "source": city.source,
        "mark": city.mark,
    }


def _county_facts(city: City, county: County, position: int) -> dict[str, Any]:
    """A county body is called like its city's body. A district (区) bears the city's name before its own."""
    prefix = f"{city.name}市" if county.name.endswith("区") else ""
    return {
        "kind": Organisation.Kind.COUNTY,
        "name": prefix + county.name + _called(city.body_name, city),
        "short_name": county.name + _called(city.body_short, city),
        "place_name": county.name,
        "region_code": county.code,
        "position": position,
        "source": f"由{city.body_short}的名称推得",
        "mark": Sureness.UNCONFIRMED,
    }


def _called(name: str, city: City) -> str:
    return name.removeprefix(city.name).removeprefix("市")


def _is_county(node: _Node) -> bool:
    return node.key.startswith("county:")


def _path(key: str, parent: Organisation | None) -> str:
    return (parent.path if parent else "") + key.rpartition(":")[2] + "/"


def _differs(row: Any, facts: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in facts.items())


def _load_aliases(alliance: Alliance, bodies: dict[str, Organisation]) -> Loaded:
    zones = {
        zone.code: {"name": zone.name, "organisation_id": bodies[f"city:{city.code}"].pk}
        for city in alliance.cities
        for zone in city.counties
        if not zone.official
    }
    held = {alias.code: alias for alias in PlaceAlias.objects.all()}
    new = [PlaceAlias(code=code, **facts) for code, facts in zones.items() if code not in held]
    PlaceAlias.objects.bulk_create(new)
    changed = 0
    for code, facts in zones.items():
        if code in held and _differs(held[code], facts):
            PlaceAlias.objects.filter(code=code).update(**facts)
            changed += 1
    return Loaded(len(new), changed)


def _load_clocks(alliance: Alliance, bodies: dict[str, Organisation]) -> Loaded:
    held = {(row.organisation_id, row.limit, row.in_force_from): row for row in AdoptedClock.objects.all()}
    made = changed = 0
    for clock in alliance.clocks:
        body = _body_of(clock, alliance, bodies)
        place = {"organisation_id": body.pk, "limit": clock.limit, "in_force_from": clock.in_force_from}
        facts = {
            "number": clock.number,
            "unit": clock.unit,
            "source": clock.source,
            "mark": clock.mark,
            "until_on": None,
        }
        row = held.get((body.pk, clock.limit, clock.in_force_from))
        if row is None:
            AdoptedClock.objects.create(**place, **facts)
            made += 1
        elif not row.decided_by and _differs(row, facts):
            AdoptedClock.objects.filter(pk=row.pk).update(**facts)
            changed += 1
    return Loaded(made, changed)


def _body_of(clock: ClockRow, alliance: Alliance, bodies: dict[str, Organisation]) -> Organisation:
    if clock.body == "*":
        return bodies[ROOT_KEY]
    body = bodies.get(f"county:{clock.body}") or bodies.get(f"city:{clock.body}")
    if body is None:
        raise AllianceDataError(f"{alliance.folder / 'clocks.csv'}: no body has the code {clock.body}")
    return body
