"""How many staff minutes a project takes: each step's minutes times people and units, by body. Plain arithmetic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huaihai.supervision.procedures import STEPS, Per, Step


@dataclass(frozen=True)
class Line:
    """One step with its minutes by body (a key such as "city:320300")."""

    step: Step
    by_body: Mapping[str, int]

    @property
    def minutes(self) -> int:
        """All bodies together."""
        return sum(self.by_body.values())


def estimate(kind: str, shares: Mapping[str, int], *, lead: str) -> list[Line]:
    """Every step of this kind. `shares` are the units of each city; what is done once falls to `lead`."""
    return [Line(step, _minutes(step, shares, lead)) for step in STEPS[kind]]


def by_body(lines: Iterable[Line]) -> dict[str, int]:
    """The minutes of each body, all steps together, in the order in which bodies appear."""
    found: dict[str, int] = {}
    for line in lines:
        for body, minutes in line.by_body.items():
            found[body] = found.get(body, 0) + minutes
    return found


def _minutes(step: Step, shares: Mapping[str, int], lead: str) -> dict[str, int]:
    each = step.minutes * step.people
    if step.per is Per.PROJECT:
        return {lead: each}
    if step.per is Per.CITY:
        return dict.fromkeys(shares, each)
    return {body: -(-each * share * step.percent // 100) for body, share in shares.items() if share}
