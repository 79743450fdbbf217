"""Stored months of measures for tests, and cases made by the row."""

from datetime import date, datetime
from typing import Any

from huaihai.cases.models import Case
from huaihai.insight.models import MeasureReading
from huaihai.insight.months import later
from huaihai.insight.rollups.tests.files import a_file
from huaihai.kit.clock import ZONE

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)
TODAY = NOW.date()
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)


def stored(key: str, *months: tuple[int, int], last: date = OCTOBER, **facts: Any) -> None:
    """These months (part, of) of a measure, the last of them `last`."""
    first = later(last, 1 - len(months))
    MeasureReading.objects.bulk_create(
        MeasureReading(key=key, month=later(first, place), part=part, of=of, facts=facts, computed_at=NOW)
        for place, (part, of) in enumerate(months)
    )


def ended(stage: str = "closed", *, at: datetime, **facts: Any) -> Case:
    """A case that has ended at this moment."""
    return a_file(at, stage=stage, ended_at=at, **facts)
