"""Terms longer than anybody means: a slip of the hand. Bounds that a law sets are not known here."""

from typing import Final

from huaihai.law import limits
from huaihai.law.limit import Unit
from huaihai.packs.flaws import Words

MOST_YEARS_OF_KEEPING: Final = 30  # of a limit that is counted in years; of others one
DAYS: Final = {Unit.HOURS: 1 / 24, Unit.WORKING_DAYS: 1, Unit.DAYS: 1, Unit.MONTHS: 30, Unit.YEARS: 366}


def too_long(limit: str, number: int, unit: Unit) -> Words | None:
    """What is said of it, or None where it is not too long."""
    years = MOST_YEARS_OF_KEEPING if limits.BY_NAME[limit].unit is Unit.YEARS else 1
    if number * DAYS[unit] <= years * DAYS[Unit.YEARS]:
        return None
    return (
        f"{number} {unit.value} is too long: {years} y at most; is there a digit too many?",
        f"{number}{unit.zh}太长了，最长 {years} 年：是不是多写了一位？",
    )
