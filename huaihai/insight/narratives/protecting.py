"""How coarse the facts beside a narrative have to be, so that nobody is found by them."""

from datetime import datetime
from typing import Final

from huaihai.cases.models import Case
from huaihai.insight.axes import NOT_STATED, WHOLE, amount_key
from huaihai.insight.disclosure.rules import THRESHOLD
from huaihai.insight.outcomes import outcome_of
from huaihai.kit.clock import ZONE, local_day
from huaihai.members.actors import Actor

MONTHS: Final = 3


def told(case: Case) -> dict[str, str]:
    """Quarter of receipt, place, category, nature, outcome and band of the sum asked for.

    The city stands there if at least `THRESHOLD` complaints of its consumers were received in that quarter about that
    category; else the place is the whole area, and where they are too few there too, the category is left out.
    """
    assert case.submitted_at is not None  # noqa: S101 -- `powers.is_offered` asked
    place, category = _place(case)
    return {
        "quarter": quarter_of(case.submitted_at),
        "place": place,
        "category": category,
        "nature": case.nature if category != NOT_STATED else NOT_STATED,
        "outcome": outcome_of(case.stage, case.result).value,
        "amount": amount_key(case.asked_fen),
    }


def quarter_of(at: datetime) -> str:
    """Such as 2026-Q4."""
    day = local_day(at)
    return f"{day.year}-Q{(day.month - 1) // MONTHS + 1}"


def _place(case: Case) -> tuple[str, str]:
    assert case.submitted_at is not None  # noqa: S101 -- as above
    since, until = _bounds(case.submitted_at)
    alike = Case.objects.visible_to(Actor.system("narratives")).filter(
        submitted_at__gte=since, submitted_at__lt=until, category=case.category
    )
    city = case.home.city if case.home is not None else None
    if city is not None and _enough(alike.filter(home__path__under=city.path)):
        return city.region_code, case.category or NOT_STATED
    return WHOLE, (case.category or NOT_STATED) if _enough(alike) else NOT_STATED


def _enough(rows: object) -> bool:
    return len(rows.values("pk")[:THRESHOLD]) == THRESHOLD  # type: ignore[attr-defined]  # a query set of cases


def _bounds(at: datetime) -> tuple[datetime, datetime]:
    day = local_day(at)
    first = (day.month - 1) // MONTHS * MONTHS + 1
    year, after = (day.year, first + MONTHS) if first + MONTHS <= 12 else (day.year + 1, 1)
    return datetime(day.year, first, 1, tzinfo=ZONE), datetime(year, after, 1, tzinfo=ZONE)
