"""Which digits reach a body: a line of the country reaches the caller's city, with an area code any."""

from huaihai import alliance
from huaihai.packs.words import of_country

HOTLINE = (
    of_country().named["hotline"].zh
)  # of the regulator: no association's own, but it knows how to reach the one of its city
ANSWERED_EVERYWHERE = (HOTLINE, of_country().named["city_line"].zh)


def dialled(number: str, region_code: str) -> str:
    """What to dial for this number of a place: 0370-12315 for 12315 at 411400."""
    if number not in ANSWERED_EVERYWHERE:
        return number
    area_code = alliance.load().area_code(region_code)
    return f"{area_code}-{number}" if area_code else number
