"""Which digits reach a body: 12315 and 12345 alone reach the city where the caller is, with an area code any city."""

from huaihai import alliance

HOTLINE = "12315"  # of the market regulator: no association's own number, but it knows how to reach the one of its city
ANSWERED_EVERYWHERE = (HOTLINE, "12345")


def dialled(number: str, region_code: str, *, from_elsewhere: bool = True) -> str:
    """What to dial for this number of a place: 0370-12315 for 12315 at 411400, unless the caller is there."""
    if number not in ANSWERED_EVERYWHERE or not from_elsewhere:
        return number
    area_code = alliance.load().area_code(region_code)
    return f"{area_code}-{number}" if area_code else number
