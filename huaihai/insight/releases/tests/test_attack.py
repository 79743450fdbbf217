"""An attack that knows everything that is public finds no withheld number, however it adds and subtracts."""

import pytest

from huaihai.insight.axes import Axis
from huaihai.insight.disclosure.rules import NARROWEST
from huaihai.insight.releases.cells import Counts, Key
from huaihai.insight.releases.tables import months_of
from huaihai.insight.releases.tests.attack import known_by_adding, widths
from huaihai.insight.releases.tests.worlds import CITIES, SHARES, world
from huaihai.insight.releases.tests.years import DAYS, publish
from tests.effort import IS_LONG

FEW = CITIES[:4]
KINDS = {"category": 9, "nature": 3, "channel": 4, "amount": 6, "remedy": 7}
SMALL = [(2_000, 1, CITIES, SHARES)]  # a whole year with its outcomes
LARGE = [(volume, seed, CITIES, SHARES) for volume in (2_000, 10_000, 50_000, 500_000) for seed in (1, 2)]
ALMOST = 1e-6


@pytest.mark.parametrize(("volume", "seed", "cities", "kinds"), [*SMALL, *(LARGE if IS_LONG else ())])
def test_no_withheld_number_is_known_within_eight(volume: int, seed: int, cities: tuple, kinds: dict) -> None:  # type: ignore[type-arg]
    made = publish(world(volume, seed=seed, cities=cities, kinds=kinds), days=DAYS)
    hidden = [name for name, value in made.cells.items() if value is None]
    found = widths(made.cells)
    assert hidden
    assert min(found.values()) >= NARROWEST - ALMOST
    assert not known_by_adding(made.cells)


def test_a_release_only_adds_and_the_attack_finds_what_the_threshold_alone_hides() -> None:
    counts = world(3000, seed=3, cities=FEW, kinds=KINDS)
    made = publish(counts, days=DAYS[:3])
    for before, after in zip(made.after, made.after[1:], strict=False):
        assert before.items() <= after.items()
    naive: dict[Key, int | None] = {}
    for name in made.after[1]:
        count = _counted(counts, name)
        naive[name] = None if 0 < count < 5 else count
    assert min(widths(naive).values()) == 0
    assert known_by_adding(naive)


def _counted(counts: Counts, name: Key) -> int:
    months = months_of(name.period)
    if name.place == "all":
        places = [(city, "") for city in counts.cities]
    else:
        city = name.place[:4] + "00"
        places = [(city, "" if city == name.place else name.place)]
    axis = Axis(name.axis)
    return sum(int(counts.sum(months, axis, name.key, *place, measure=name.measure)) for place in places)
