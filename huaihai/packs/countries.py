"""What a country's manifest says of it, for the rooms."""

from dataclasses import dataclass
from pathlib import Path

from huaihai.packs import shapes
from huaihai.packs.files import Reading
from huaihai.packs.flaws import PackError


@dataclass(frozen=True)
class Country:
    """Its folder, the zone of its clocks (tz database), and whose telephone numbers need no + (ISO 3166)."""

    folder: Path
    zone: str
    region: str


def country(folder: Path) -> Country:
    """Raises PackError with all that is wrong in its manifest."""
    reading = Reading(folder)
    manifest = reading.toml("pack.toml", shapes.COUNTRY)
    if reading.flaws:
        raise PackError.of(reading.folder, reading.flaws)
    return Country(reading.folder, manifest["zone"], manifest["region"])
