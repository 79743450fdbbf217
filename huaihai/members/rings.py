"""Which city's ring seals what belongs to a body, or to somebody who lives at a place."""

from functools import lru_cache
from pathlib import Path
from uuid import UUID

from huaihai import alliance
from huaihai.law.errors import UnknownPlace
from huaihai.members.models.organisation import tree

_cities: dict[UUID, str] = {}  # a body stays in its city


def city_of(body: UUID | None) -> str:
    """The code of the city in which this body is; "" for the alliance, and for none."""
    if body is None:
        return ""
    found = _cities.get(body)
    if found is None:
        node = tree().by_pk.get(body)
        if node is None:
            return ""
        found = _cities[body] = node.city_code
    return found


def city_at(code: str) -> str:
    """The member city in which this place lies; "" for one outside, and for none."""
    return _city_at(alliance.folder(), code) if code else ""


@lru_cache(maxsize=1_024)
def _city_at(folder: Path, code: str) -> str:
    zone = alliance.load(folder).zone
    try:
        return zone.city_of(zone.place(code)) or ""
    except UnknownPlace:
        return ""
