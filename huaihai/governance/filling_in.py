"""What stands in a plan when it is opened: what is left over, what comes back, what was promised, the jobs."""

from datetime import date
from typing import Any

from huaihai import alliance
from huaihai.governance.models import Duty, Plan, PlanItem

LONGEST = 300  # characters of a line


def lines_for(year: int) -> list[dict[str, Any]]:
    """The lines of a new draft, without position.

    If the year has a plan in force already, that plan's lines: the draft is meant to change it. Else the lines of
    the year before that are not done or come back every year, the open follow-up duties, and for each of the
    alliance's jobs that has no line by then one that only names it.
    """
    in_force = Plan.objects.filter(year=year, stage="adopted").first()
    if in_force is not None:
        return [_copied(item, origin=PlanItem.Origin.SAME) for item in in_force.items.all()]
    lines = [*_from_year_before(year), *_from_duties(year)]
    taken = {line["job"] for line in lines}
    return [*lines, *(job for job in _from_jobs() if job["job"] not in taken)]


def jobs() -> dict[str, tuple[str, str]]:
    """Key → words in Chinese and English of every heading a line may stand under: the jobs, then the nine."""
    raw = alliance.load().raw
    return {row["key"]: (row["zh"], row["en"]) for name in ("job", "nine") for row in raw.get(name, ())}


def _from_year_before(year: int) -> list[dict[str, Any]]:
    before = Plan.objects.filter(year=year - 1, stage="adopted").first()
    if before is None:
        return []
    lines = []
    for item in before.items.select_related("owner", "duty"):
        if item.is_yearly:
            due_on = _a_year_later(item.due_on)
            lines.append(_copied(item, origin=PlanItem.Origin.YEARLY, due_on=due_on, done_on=None, note=""))
        elif item.done_on is None:
            # The day is over: a new one is part of the new plan.
            lines.append(_copied(item, origin=PlanItem.Origin.UNFINISHED, due_on=None, note=""))
    return lines


def _from_duties(year: int) -> list[dict[str, Any]]:
    """Open duties that fall due in the year or are late by then, and that no line of a plan in force carries."""
    carried = PlanItem.objects.of_adopted().filter(duty__isnull=False, done_on=None).values("duty")
    rows = Duty.objects.filter(stage="open", due_on__lte=date(year, 12, 31)).exclude(pk__in=carried)
    return [
        {
            "job": _first_job(),
            "text": duty.text[:LONGEST],
            "owner": duty.owner,
            "due_on": duty.due_on if duty.due_on.year == year else None,
            "origin": PlanItem.Origin.DUTY,
            "duty": duty,
        }
        for duty in rows.select_related("owner")
    ]


def _from_jobs() -> list[dict[str, Any]]:
    return [
        {
            "job": row["key"],
            "text": (row.get("text_zh") or row["zh"])[:LONGEST],
            "is_yearly": True,
            "origin": PlanItem.Origin.JOB,
        }
        for row in alliance.load().raw.get("job", ())
    ]


def _first_job() -> str:
    """Duties come from decisions: they stand under the one way to decide, if the alliance has it."""
    known = jobs()
    return "mechanism" if "mechanism" in known else next(iter(known), "")


def _copied(item: PlanItem, **changed: Any) -> dict[str, Any]:
    names = (
        "job", "text", "owner", "due_on", "target", "unit", "is_yearly", "duty", "done_on", "note",
    )  # fmt: skip
    return {name: getattr(item, name) for name in names} | changed


def _a_year_later(day: date | None) -> date | None:
    if day is None:
        return None
    # 29 February falls on the 28th of the year after
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
