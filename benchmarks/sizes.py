"""The two worlds that are compared: the same people and the same day, one with about ten times the past."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How much there is. What waits today is the same in both."""

    name: str
    resolutions: int  # with motions, votes, minutes, files, done duties
    roster_days: int  # behind us, of ten bodies
    old_numbers: int  # telephones that are used no more
    pool_entries: int
    subscribers: int  # of warnings: ten times as many


SMALL = Size(
    "small",
    resolutions=30,
    roster_days=60,
    old_numbers=100,
    pool_entries=100,
    subscribers=1_000,
)
BIG = Size(
    "big",
    resolutions=300,
    roster_days=600,
    old_numbers=1_000,
    pool_entries=1_000,
    subscribers=10_000,
)
