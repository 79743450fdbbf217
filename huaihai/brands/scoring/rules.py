"""What an entry must reach, what is watched afterwards, and how long each step of a proceeding takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from huaihai.brands.scoring.criterion import LONGEST_NAME, ONE, names, only
from huaihai.brands.scoring.names import CLOCKS, DOES, MEASURES, SHARES
from huaihai.supervision.grading.numbers import FULL, ZERO
from huaihai.supervision.grading.shape import Entry

MOST_COUNTED: Final = Fraction(1000)
MOST_MONTHS: Final = 60
MOST_WAIT: Final = 120  # months
LEAST_NOTICE, MOST_NOTICE = 5, 60  # working days


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
