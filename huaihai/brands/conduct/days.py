"""The last day of each step of a proceeding, counted by the criteria's clocks. A day that was told stays as it is."""

from datetime import date, datetime, timedelta
from typing import Final

from huaihai.brands.models import Proceeding
from huaihai.kit.clock import local_day
from huaihai.law import deadlines
from huaihai.law.limits import Limit, Unit
from huaihai.law.sureness import Sureness
from huaihai.record import clocks

CLOCK_OF: Final = {  # stage → which of the criteria's clocks runs in it
    "statement": "statement_working_days",
    "hearing": "hearing_working_days",
    "deciding": "decision_working_days",
    "decided": "appeal_working_days",
    "appealed": "panel_working_days",
}
DAY_OF: Final = {  # stage → where its last day is kept
    "statement": "statement_until",
    "hearing": "hearing_until",
    "deciding": "decision_until",
    "decided": "appeal_until",
    "appealed": "panel_until",
    "remedy": "remedy_until",
}


def working_days_after(at: datetime, number: int) -> date:
    """The last day of so many working days; the day of `at` is not counted."""
    limit = Limit("PROCEEDING", number, Unit.WORKING_DAYS, "", "", "", Sureness.READ)
    return deadlines.due(limit, local_day(at), calendar=clocks.calendar()).due_on


def begin(row: Proceeding, stage: str, at: datetime) -> None:
    """The clock of this stage starts: its last day is kept, and is what falls due next.

    The time to remedy starts once, when a suspension can no longer be appealed against: natural days.
    """
    name = DAY_OF.get(stage)
    if stage in CLOCK_OF and name is not None:
        setattr(row, name, working_days_after(at, row.clocks[CLOCK_OF[stage]]))
    if stage == "remedy" and row.remedy_until is None:
        row.remedy_until = local_day(at) + timedelta(days=int(row.clocks["suspended_days"]))
    row.due_on = getattr(row, name) if name is not None else None
    row.overdue_on = None
