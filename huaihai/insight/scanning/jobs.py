"""What the nightly run asks of the engine: plain data in, plain data out. Numbers only; no Django, no clock.

Run it apart: `apart.run("huaihai.insight.scanning.jobs:scan", given)`. Days are written as 2026-11-26.

given = {
    "as_of": day,               # the last day that has ended; nothing after it is looked at
    "cells": [[day, place, key, n], …],     # cases received; days without any are left out; repeated rows are added
    "sums": [[day, place, key, n], …],      # optional: keys looked at as one series over all places (a business,
                                            # a product): a different set of keys, for instance "business:…"
    "since": day,               # optional: first day counted, though nothing came; else the first day of the cells
    "places": {code: [x, y] | null},        # all places of the cells; without coordinates a place is in no circle
    "older": [name, …],         # optional: series that had cases in the year before `since`: a key; a key, a stroke
                                # and the code of a group; without it only a history of over a year is judged
    "groups": {code: [place, …]},           # optional: sets scanned as one place (a city of its counties)
    "open": [{"identity", "key", "places", "since", "until"}, …],   # optional: alarms of earlier nights
    "budget": {"alarms": 1, "days": 14, "scan": 0.5},   # optional: false alarms in so many days, over everything
                                            # looked at; the share of the scan, the rest is that of the series
    "replicates": 99, "seed": 8,            # optional: of the Monte Carlo test
}
answer = {
    "as_of": day, "days": n,    # days of history
    "too_short": bool,          # fewer than 28 days of history: nothing is judged, alarms is []
    "looked_at": {"series": n, "zones": n, "keys": n, "windows": [1, 2, …]},
    "limits": {"series": p, "scan": p},     # an alarm has a chance of at most this
    "alarms": [Alarm as a dict, …],         # the most surprising first
}

A key "all" is made by the engine: all cells together. An alarm that continues one of "open" (same key, a place in
common, and seen again within QUIET_DAYS of its `until`) has its identity and `continues` true: keep it, change its
figures.

Nothing is said of a series in its first year; a year without any case, and it is new again.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

ALL = "all"  # the key of all cells together
QUIET_DAYS = 14  # what is seen again within these days is the same event


@dataclass(frozen=True)
class Alarm:
    """One event. `observed` and `expected` count the cases of `key` in `places` from `since` to `until`."""

    identity: str  # stable from night to night: key, first day and first place of the event when first seen
    continues: bool
    detector: str  # "series" or "scan"
    key: str
    places: list[
        str
    ]  # places of the cells, never groups; of a series of sums, those with cases since `since`
    group: str  # the code of the group that `places` are, "all" for all places, else empty
    since: str
    until: str
    observed: int
    expected: float
    score: float  # -log10 of p: 2 is one in a hundred
    p: float  # the chance of something like this: for a series in one period of it, for the scan in a whole night
    recurrence_days: (
        float  # chance alone brings something like this, among all that is looked at, once in so long
    )
    by_place: dict[str, list[float]] = field(default_factory=dict)  # place: [observed, expected]
    before: list[int] = field(default_factory=list)  # cases in the three times 28 days before `since`
    based_on: list[str] = field(default_factory=list)  # first and last day of what `expected` rests on
    ordinary: int = 0  # up to so many in the same days would have been no alarm

    @property
    def days(self) -> int:
        """How many days it counts."""
        return (date.fromisoformat(self.until) - date.fromisoformat(self.since)).days + 1


def scan(given: dict[str, Any]) -> dict[str, Any]:
    """Judge the day that ended, as the module describes. ValueError if the data are not of that form."""
    from huaihai.insight.scanning import nightly

    return nightly.judge(given)
