"""Area codes of the larger places outside the alliance: the hotline called with one is answered there."""

from huaihai.kit import country
from huaihai.law.places import AREAS


def known() -> list[str]:
    """The places, as codes of two or four digits."""
    return list(AREAS.rows)


def line(code: str) -> str:
    """What to dial from anywhere for the market regulator of this place."""
    area = AREAS.rows.get(code[:4]) or AREAS.rows.get(code[:2])
    hotline = country.word("hotline")
    return f"{area.area_code}-{hotline}" if area else hotline
