"""Dealing duty days out fairly. Plain: it knows no database and no clock."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby


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
    by_week: bool,
    is_rest: Callable[[date], bool],
    is_away: Callable[[P, date], bool],
    held: Mapping[date, P],
    last_on: Mapping[P, date],
) -> dict[date, P | None]:
    """Who takes which of these days; None where everybody is away.

    Each turn (a day, or what a calendar week has of the days) goes to the one with the fewest days so far; of those
    equal, rest days go to the one with the fewest rest days and the others to the one with the most; then to the
    one whose last shift is longest ago, then in the order of the list. `held` are days that stay as they are
    and count; `last_on` is each one's last day before. Nobody gets a day in which `is_away`.
    """
    loads = {person: _Load(last_on=last_on.get(person, date.min)) for person in people}
    for on, person in held.items():
        if person in loads:
            loads[person].take(on, is_rest=is_rest(on))
    dealt: dict[date, P | None] = {}
    for turn in _turns(days, people, by_week=by_week, is_away=is_away):
        chosen = _next(turn, people, loads, is_rest, is_away)
        for on in turn:
            dealt[on] = chosen
            if chosen is not None:
                loads[chosen].take(on, is_rest=is_rest(on))
    return dealt


def _turns[P](
    days: Sequence[date], people: Sequence[P], *, by_week: bool, is_away: Callable[[P, date], bool]
) -> Iterator[list[date]]:
    """Single days, or weeks; a week that nobody can take whole is dealt by the day."""
    if not by_week:
        yield from ([on] for on in days)
        return
    for _week, group in groupby(days, key=lambda on: on.isocalendar()[:2]):
        turn = list(group)
        if any(not any(is_away(person, on) for on in turn) for person in people):
            yield turn
        else:
            yield from ([on] for on in turn)


def _next[P](
    turn: Sequence[date],
    people: Sequence[P],
    loads: Mapping[P, _Load],
    is_rest: Callable[[date], bool],
    is_away: Callable[[P, date], bool],
) -> P | None:
    rests = any(is_rest(on) for on in turn)

    def order(person: P) -> tuple[int, int, date]:
        load = loads[person]
        return load.days, load.rest_days if rests else -load.rest_days, load.last_on

    free = [person for person in people if not any(is_away(person, on) for on in turn)]
    return min(free, key=order, default=None)
