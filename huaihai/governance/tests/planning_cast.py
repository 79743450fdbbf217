"""Plans in every stage, for the tests: opened, filled, proposed, adopted."""

from datetime import date, datetime
from typing import Any

from huaihai.governance.models import Plan
from huaihai.governance.planning import verbs
from huaihai.governance.planning.verbs import Line
from huaihai.governance.tests.deciding import (
    MONDAY,
    Ten,
    carried_in_writing,
    tabled,
)
from tests.posts import body

JOBS = ["brands", "supervision", "disputes", "education"]


def opened(ten: Ten, year: int = 2026, at: datetime = MONDAY) -> Plan:
    return verbs.open_plan(year=year, by=ten.office, at=at)


def filled(ten: Ten, year: int = 2026, at: datetime = MONDAY) -> Plan:
    """A draft of which every line has somebody and a day."""
    plan = opened(ten, year, at)
    plan.items.update(owner=body("city:411400"), due_on=date(year, 6, 30))
    return plan


def proposed(ten: Ten, year: int = 2026, at: datetime = MONDAY) -> Plan:
    plan = filled(ten, year, at)
    return verbs.propose(plan, seen=plan.version, by=ten.office, at=at)


def effect_of(plan: Plan) -> dict[str, Any]:
    facts = {"plan": str(plan.pk), "year": plan.year, "serial": plan.serial, "hash": plan.content_hash}
    return {"kind": "plan", "facts": facts}


def adopted(ten: Ten, year: int = 2026, at: datetime = MONDAY) -> Plan:
    plan = proposed(ten, year, at)
    carried_in_writing(ten, tabled(ten, effects=[effect_of(plan)], at=at), at=at)
    plan.refresh_from_db()
    return plan


def line(text: str = "四城比较试验", **said: Any) -> Line:
    facts: dict[str, Any] = {
        "job": "supervision",
        "owner": body("city:371300"),
        "due_on": date(2026, 9, 30),
    } | said
    return Line(text=text, **facts)
