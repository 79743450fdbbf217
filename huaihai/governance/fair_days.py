"""Dealing duty days out fairly. Plain: it knows no database and no clock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass
class _Load:
    """What one person has been dealt so far."""

    days: int = 0
    rest_days: int = 0
    last_on: date = date.min

    def take(self, on: date, *, is_rest: bool) -> None:
        self.days += 1
        self.rest_days += is_rest
        self.last_on = max(self.last_on, on)


def deal[P](
    days: Sequence[date],
    people: Sequence[P],
    *,
    is_rest: Callable[[date], bool],
    is_away: Callable[[P, date], bool],
    held: Mapping[date, P],
) -> dict[date, P | None]:
    """Who takes which of these days; None where everybody is away.

    Each day goes to the one with the fewest days so far; of those equal, a rest day to the one with the fewest rest
    days and another to the one with the most; then to the one whose last day is longest ago, then in the order of the
    list. `held` are days that stay as they are and count. Nobody gets a day in which `is_away`.
    """
    loads = {person: _Load() for person in people}
    for on, person in held.items():
        if person in loads:
            loads[person].take(on, is_rest=is_rest(on))
    dealt: dict[date, P | None] = {}
    for on in days:
        rests = is_rest(on)

        def order(person: P, *, rests: bool = rests) -> tuple[int, int, date]:
            load = loads[person]
            return load.days, load.rest_days if rests else -load.rest_days, load.last_on

        dealt[on] = min((who for who in people if not is_away(who, on)), key=order, default=None)
        if (chosen := dealt[on]) is not None:
            loads[chosen].take(on, is_rest=rests)
    return dealt
