"""Criteria as the alliance adopts them: read from their JSON, and what is wrong (docs/guides/scores-file.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from huaihai.brands.scoring.criterion import LONGEST_NAME, ONE, Criterion, names, only, read_criterion
from huaihai.brands.scoring.names import (
    AXES,
    CLOCKS,
    DOES,
    FIRST_FORMAT,
    FORMAT,
    HEARTS,
    KINDS,
    MEASURES,
    SHARES,
)
from huaihai.supervision.grading.numbers import FULL, ZERO
from huaihai.supervision.grading.shape import Entry, Notes, Problem

MOST_COUNTED: Final = Fraction(1000)
MOST_MONTHS: Final = 60
MOST_WAIT: Final = 120  # months
LEAST_NOTICE, MOST_NOTICE = 5, 60  # working days
MOST_CRITERIA: Final = 60
MOST_TRIGGERS: Final = 40
LONGEST_NOTE: Final = 300
FIELDS: Final = ("format", "note", "look_back_months", "criteria", "admission", "triggers", "clocks")


@dataclass(frozen=True)
class Admission:
    """`total` and `heart` are the least points. `apart`: by how many points two assessors may differ on an item before
    a third one judges; `agreement` stood in its place in the first format: how much two must agree (0 to 1)."""

    total: Fraction
    heart: Fraction
    agreement: Fraction | None
    apart: Fraction | None
    valid_months: int
    notice_working_days: int
    wait_months_after_removal: int


@dataclass(frozen=True)
class Trigger:
    """A written rule: what is measured over so many months; `least` or `below` (the other is None); what follows."""

    key: str
    name: Mapping[str, str]
    measure: str
    least: Fraction | None
    below: Fraction | None
    within_months: int
    does: str  # warn, suspend, hear

    def holds(self, value: int | Fraction | None) -> bool:
        """Whether this value sets it off; what is not known sets nothing off."""
        if value is None:
            return False
        return (
            value >= self.least if self.least is not None else self.below is not None and value < self.below
        )


@dataclass(frozen=True)
class Clocks:
    """Days of each step of a proceeding."""

    statement_working_days: int
    hearing_working_days: int
    decision_working_days: int
    appeal_working_days: int
    panel_working_days: int
    suspended_days: int


def read_admission(row: Entry, *, is_first_format: bool) -> Admission:
    """What is asked of an entry; what is wrong is noted."""
    other = "apart" if is_first_format else "agreement"
    only(row, tuple(name for name in Admission.__annotations__ if name != other))
    return Admission(
        total=row.number("total", least=ZERO, most=FULL),
        heart=row.number("heart", least=ZERO, most=FULL),
        agreement=row.number("agreement", least=ZERO, most=ONE) if is_first_format else None,
        apart=None if is_first_format else row.number("apart", least=ZERO, most=FULL),
        valid_months=row.whole("valid_months", 1, MOST_MONTHS),
        notice_working_days=row.whole("notice_working_days", LEAST_NOTICE, MOST_NOTICE),
        wait_months_after_removal=row.whole("wait_months_after_removal", 0, MOST_WAIT),
    )


def read_trigger(row: Entry) -> Trigger:
    """One written rule; what is wrong is noted."""
    only(row, ("key", "name", "measure", "at_least", "below", "within_months", "does"))
    measure = row.choice("measure", MEASURES)
    most = ONE if measure in SHARES else FULL if measure == "score" else MOST_COUNTED
    has = [name for name in ("at_least", "below") if name in row.held]
    wanted = "below" if measure == "score" else "at_least"
    limit = ZERO
    if has != [wanted]:
        row.wrong("other-limit", wanted, measure=measure, wanted=wanted)
    else:
        limit = row.positive(wanted)
        if limit > most:
            row.wrong("out-of-range", wanted, found=row.held[wanted])
    return Trigger(
        key=row.key(),
        name=names(row, "name", LONGEST_NAME),
        measure=measure,
        least=limit if wanted == "at_least" else None,
        below=limit if wanted == "below" else None,
        within_months=row.whole("within_months", 1, MOST_MONTHS),
        does=row.choice("does", DOES),
    )


def read_clocks(row: Entry) -> Clocks:
    """How long each step takes; what is wrong is noted."""
    only(row, tuple(CLOCKS))
    return Clocks(**{name: row.whole(name, least, most) for name, (least, most) in CLOCKS.items()})


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
