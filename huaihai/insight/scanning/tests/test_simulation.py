"""A few of the years that `benchmarks/scanning.py` tries two hundred of."""

from benchmarks import scanning
from tests.effort import IS_LONG

YEARS = 20 if IS_LONG else 1


def test_outbreaks_are_found_and_false_alarms_stay_within_the_budget() -> None:
    found = scanning.Found()
    for seed in range(5001, 5001 + YEARS):
        scanning.one_year(seed, found)
    days = [day for kind in scanning.KINDS for day in found.days[kind]]
    assert sum(day is not None for day in days) >= 0.9 * len(days) - (0 if IS_LONG else 0.5)
    assert sum(found.false.values()) / found.fortnights <= (1.0 if IS_LONG else 1.5)


def test_one_night_of_a_hundred_places_and_two_hundred_keys_takes_seconds() -> None:
    assert scanning.one_night(draws=9) <= 15
