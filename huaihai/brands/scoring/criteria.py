"""Criteria as the alliance adopts them: read from their JSON, and what is wrong (docs/guides/scores-file.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from huaihai.brands.scoring.criterion import Criterion, names, only, read_criterion
from huaihai.brands.scoring.names import AXES, FIRST_FORMAT, FORMAT, HEARTS, KINDS
from huaihai.brands.scoring.rules import (
    MOST_MONTHS,
    Admission,
    Clocks,
    Trigger,
    read_admission,
    read_clocks,
    read_trigger,
)
from huaihai.supervision.grading.problems import Problem
from huaihai.supervision.grading.shape import Entry, Notes

MOST_CRITERIA: Final = 60
MOST_TRIGGERS: Final = 40
LONGEST_NOTE: Final = 300
FIELDS: Final = ("format", "note", "look_back_months", "criteria", "admission", "triggers", "clocks")


class CriteriaError(ValueError):
    """Criteria that nothing can be scored by; `problems` says why."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__("; ".join(f"{problem.code} at {problem.place}" for problem in found))
        self.problems = tuple(found)


@dataclass(frozen=True)
class Criteria:
    """What counts how much, what must be reached, and what is watched; `note` in Chinese and English, or empty."""

    note: Mapping[str, str]
    look_back_months: int
    items: tuple[Criterion, ...]
    admission: Admission
    triggers: tuple[Trigger, ...]
    clocks: Clocks

    def for_kind(self, kind: str) -> tuple[Criterion, ...]:
        """Those by which an entry of this kind is looked at."""
        return tuple(one for one in self.items if one.is_for(kind))


def parse(mapping: Mapping[str, Any]) -> Criteria:
    """The criteria that this JSON says. Raises CriteriaError with all that is wrong."""
    criteria, found = _read(mapping)
    if found:
        raise CriteriaError(found)
    return criteria


def problems(mapping: Mapping[str, Any]) -> list[Problem]:
    """All that is wrong with criteria; empty: they can be put to the vote."""
    return _read(mapping)[1]


def _read(mapping: Mapping[str, Any]) -> tuple[Criteria, list[Problem]]:
    notes = Notes()
    entry = Entry(mapping, "", notes)
    is_first = entry.choice("format", (FORMAT, FIRST_FORMAT)) == FIRST_FORMAT
    only(entry, FIELDS)
    rows = entry.entries("criteria", least=1, most=MOST_CRITERIA)
    rules = entry.entries("triggers", most=MOST_TRIGGERS)
    criteria = Criteria(
        note=names(entry, "note", LONGEST_NOTE) if "note" in mapping else {},
        look_back_months=entry.whole("look_back_months", 1, MOST_MONTHS),
        items=tuple(read_criterion(row) for row in rows),
        admission=read_admission(entry.entry("admission"), is_first_format=is_first),
        triggers=tuple(read_trigger(row) for row in rules),
        clocks=read_clocks(entry.entry("clocks")),
    )
    entry.keys_are_unique("criteria", [one.key for one in criteria.items if one.key])
    entry.keys_are_unique("triggers", [one.key for one in criteria.triggers if one.key])
    if not notes.problems:  # otherwise every sentence would be followed by those about what is missing
        _check_that_all_is_covered(criteria, notes)
    return criteria, notes.problems


def _check_that_all_is_covered(criteria: Criteria, notes: Notes) -> None:
    """For every kind of holder something stands under each heart and each axis."""
    for kind in KINDS:
        held = criteria.for_kind(kind)
        for part, known in (("heart", HEARTS), ("axis", AXES)):
            covered = {getattr(one, part) for one in held}
            for name in known:
                if name not in covered:
                    notes.add(f"no-{part}", "criteria", kind=kind, missing=name)
