"""The zone: the cities whose bodies hand cases to one another. Told by the caller, never known here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from huaihai.law.errors import UnknownPlace
from huaihai.law.places import Place, current


@dataclass(frozen=True)
class Zone:
    """Six-digit city codes, and aliases: codes unknown to GB/T 2260 (development zones) → one it knows."""

    cities: frozenset[str]
    aliases: Mapping[str, str] = field(default_factory=dict)

    def place(self, code: str) -> Place:
        """The place in force under this code or alias. Raises UnknownPlace."""
        try:
            return current(code)
        except UnknownPlace:
            if code.strip() not in self.aliases:
                raise
            return current(self.aliases[code.strip()])

    def city_of(self, found: Place) -> str | None:
        """The city of the zone this place lies in, or None."""
        return found.city_code if found.city_code in self.cities else None

    def may_contain(self, found: Place) -> bool:
        """Whether a province, named without a city, has cities of the zone."""
        return found.level == "province" and any(city[:2] == found.code[:2] for city in self.cities)
