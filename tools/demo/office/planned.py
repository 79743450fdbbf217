"""Owners and evidence of the charter, this year's plan, and the reports of past quarters."""

from datetime import date
from decimal import Decimal
from typing import Any

from demo.office.scene import Scene, texts
from huaihai import alliance
from huaihai.governance.charter import facts as told
from huaihai.governance.charter import verbs
from huaihai.governance.models import Meeting, PlanItem, Resolution
from huaihai.governance.planning import reports
from huaihai.governance.planning import verbs as planning_verbs

LAST_DAY_OF_MONTH = 28  # the same in every month


def propose_plan(scene: Scene) -> dict[str, Any]:
    """This year's plan, proposed before the yearly meeting: the effect of the motion that adopts it there."""
    by = scene.office
    plan = planning_verbs.open_plan(year=scene.today.year, by=by, at=scene.at(-345))
    for item in plan.items.all():
        plan.refresh_from_db()
        planning_verbs.remove_item(item, seen=plan.version, by=by, at=scene.at(-345))
    for number, words in enumerate(texts()["plan"]):
        plan.refresh_from_db()
        line = planning_verbs.Line(
            job=words["job"],
            text=words["text"],
            owner=scene.bodies[number % len(scene.bodies)],
            due_on=date(plan.year, words["month"], LAST_DAY_OF_MONTH),
            target=Decimal(words["target"]) if "target" in words else None,
            unit=words.get("unit", ""),
            is_yearly=words.get("is_yearly", False),
        )
        planning_verbs.add_item(plan, line, seen=plan.version, by=by, at=scene.at(-345))
    plan.refresh_from_db()
    plan = planning_verbs.propose(plan, seen=plan.version, by=by, at=scene.at(-344))
    facts = {"plan": str(plan.pk), "year": plan.year, "serial": plan.serial, "hash": plan.content_hash}
    return {"kind": "plan", "facts": facts}


def play(scene: Scene) -> None:
    """What of the plan is done, who answers for the charter and shows it, and the last quarter's report."""
    _done(scene)
    _charter(scene)
    _report(scene)


def _done(scene: Scene) -> None:
    for item in PlanItem.objects.filter(plan__stage="adopted", due_on__lt=scene.at(-60).date()):
        owner = item.owner or scene.office_body
        planning_verbs.note_done(
            item,
            done_on=item.due_on,
            note=texts()["said"]["done"],
            seen=item.version,
            by=scene.voice(owner),
            at=scene.at(-50),
        )


def _charter(scene: Scene) -> None:
    """Each part has its owner; two of them have something to show."""
    parts = told.parts(alliance.load())
    for number, part in enumerate(parts):
        verbs.name_owner(
            key=part.key,
            organisation=scene.bodies[number % len(scene.bodies)],
            from_on=scene.at(-300).date(),
            seen=verbs.version_of(part.key),
            by=scene.office,
            at=scene.at(-300),
        )
    shown = (
        verbs.Link(resolution=Resolution.objects.order_by("adopted_on").first()),
        verbs.Link(meeting=Meeting.objects.order_by("begins_at").first()),
    )
    for part, link, words in zip(parts, shown, texts()["evidence"], strict=False):
        at = scene.at(-70)
        verbs.add_evidence(key=part.key, text=words, on=at.date(), link=link, by=scene.office, at=at)


def _report(scene: Scene) -> None:
    """The last whole quarter: counted, written, finished and published; the present one is a draft."""
    quarter = (scene.today.month - 1) // 3
    at, words = scene.at(-20), texts()["report"]
    if quarter:
        report = reports.open_report(year=scene.today.year, quarter=quarter, by=scene.office, at=at)
        report = reports.write(report, texts=words, seen=report.version, by=scene.office, at=at)
        report = reports.finish(report, seen=report.version, by=scene.office, at=at)
        reports.publish(report, seen=report.version, by=scene.office, at=at)
    reports.open_report(year=scene.today.year, quarter=quarter + 1, by=scene.office, at=scene.at(-1))
