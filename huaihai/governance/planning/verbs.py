"""The verbs of a plan: opening it filled in, changing its lines, proposing it, adopting it, noting what is done."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai import alliance
from huaihai.desk.lives import NEW, Moved, NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import Moving
from huaihai.desk.verbs import page
from huaihai.governance import standing
from huaihai.governance.lives import OPEN_MOTIONS, PLAN
from huaihai.governance.models import Duty, Motion, Plan, PlanItem, Resolution
from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.governance.secretariat import is_office_today, office_only
from huaihai.kit.clock import local_day
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

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


MOST_ITEMS = 300
_moving = Moving[Plan](PLAN, tells_stage=None)
EFFECT = "plan"  # the kind of effect with which a resolution adopts a plan


@dataclass(frozen=True)
class Line:
    """What one line of a plan says. `job` is a key of the alliance's jobs or of its nine."""

    job: str
    text: str
    owner: Organisation | None = None
    due_on: date | None = None
    target: Decimal | None = None
    unit: str = ""
    is_yearly: bool = False


def open_plan(*, year: int, by: Actor, at: datetime) -> Plan:
    """A draft for the year, filled in. Raises NotAllowed, Unfit, NotPossible."""
    office_only(by, at=at)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unfit("year", _("This year cannot be right here."))
    with transaction.atomic():
        # One at a time: two people who open the same year meet here, and the second is told.
        Organisation.objects.select_for_update().get(pk=directory.root().pk)
        if Plan.objects.filter(year=year, stage__in=("draft", "proposed")).exists():
            raise NotPossible(_("A plan for this year is being written already."))
        serial = (Plan.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0) + 1
        plan = Plan.objects.create(year=year, serial=serial, stage=PLAN.after("open", NEW), opened_at=at)
        PlanItem.objects.bulk_create(
            PlanItem(plan=plan, position=place, **line)
            for place, line in enumerate(lines_for(year)[:MOST_ITEMS], start=1)
        )
        _write(plan, "plan opened", by=by, at=at, year=year, serial=serial, lines=plan.items.count())
    return plan


def add_item(plan: Plan, line: Line, *, seen: int, by: Actor, at: datetime) -> PlanItem:
    """One more line, last. Raises NotAllowed, Moved, NotPossible, Unfit."""
    office_only(by, at=at)
    with _moving(plan, "change", noted="plan line added", by=by, at=at, seen=seen) as move:
        if move.row.items.count() >= MOST_ITEMS:
            raise Unfit("text", _("A plan has at most %(n)s lines.") % {"n": MOST_ITEMS})
        last = move.row.items.aggregate(last=Max("position"))["last"] or 0
        item = PlanItem.objects.create(plan=move.row, position=last + 1, **vars(line))
        move.facts |= {"item": str(item.pk), **_said(item)}
    return item


def change_item(item: PlanItem, line: Line, *, seen: int, by: Actor, at: datetime) -> PlanItem:
    """The line says something else. `seen` is the plan's version."""
    office_only(by, at=at)
    with _moving(item.plan, "change", noted="plan line changed", by=by, at=at, seen=seen) as move:
        for name, value in vars(line).items():
            setattr(item, name, value)
        item.save(update_fields=list(vars(line)))
        move.facts |= {"item": str(item.pk), **_said(item)}
    return item


def remove_item(item: PlanItem, *, seen: int, by: Actor, at: datetime) -> Plan:
    """The line leaves the draft; the record keeps what it said."""
    office_only(by, at=at)
    with _moving(item.plan, "change", noted="plan line removed", by=by, at=at, seen=seen) as move:
        move.facts |= {"item": str(item.pk), **_said(item)}
        item.delete()
    return item.plan


def _while(verb: str) -> Callable[[Actor, Plan], bool]:
    """Whoever acts as the secretariat, while the plan stands where this can be done."""
    return lambda by, plan: is_office_today(by) and PLAN.can(verb, plan.stage)


@page(
    "proposal",
    "propose",
    _lazy("Propose this plan"),
    _lazy("The plan is proposed and fixed."),
    lead=_lazy("Its text is fixed from then on. A motion with the effect “plan” adopts it."),
    may=_while("propose"),
)
def propose(plan: Plan, *, seen: int, by: Actor, at: datetime) -> Plan:
    """Fixed with its hash, ready for a motion. Every line needs somebody who does it, and a day."""
    office_only(by, at=at)
    with _moving(plan, "propose", noted="plan proposed", by=by, at=at, seen=seen) as move:
        items = list(move.row.items.select_related("owner"))
        if not items:
            raise NotPossible(_("An empty plan cannot be proposed."))
        open_lines = sum(item.owner is None or item.due_on is None for item in items)
        if open_lines:
            raise NotPossible(
                _("%(n)s lines have nobody who does them, or no day. Please fill that in first.")
                % {"n": open_lines}
            )
        move.row.content_hash, move.row.proposed_at = content_hash(move.row, items), at
        move.facts |= {"hash": move.row.content_hash, "lines": len(items)}
    return plan


@page(
    "taking-back",
    "take back",
    _lazy("Take this plan back"),
    _lazy("The plan is a draft again."),
    lead=_lazy("It becomes a draft again and can be changed."),
    may=_while("take back"),
    when=lambda plan: motion_about(plan) is None,
    tone="plain",
)
def take_back(plan: Plan, *, seen: int, by: Actor, at: datetime) -> Plan:
    """A draft again. Not while a motion about it is open: people vote on a fixed text."""
    office_only(by, at=at)
    with _moving(plan, "take back", noted="plan taken back", by=by, at=at, seen=seen) as move:
        motion = motion_about(move.row)
        if motion is not None:
            raise NotPossible(_("Motion %(number)s is about this plan.") % {"number": motion.number})
        move.row.content_hash, move.row.proposed_at = "", None
    return plan


def adopt(plan: Plan, *, resolution: Resolution, by: Actor, at: datetime) -> Plan:
    """In force by this resolution; the plan of the year before it is replaced. Called by the effect alone."""
    with _moving(plan, "adopt", noted="plan adopted", by=by, at=at) as move:
        for earlier in Plan.objects.select_for_update().filter(year=plan.year, stage="adopted"):
            with _moving(earlier, "supersede", noted="plan superseded", by=by, at=at) as replaced:
                _take_over_progress(replaced.row, move.row)
                replaced.facts["resolution"] = resolution.number
        move.row.resolution, move.row.adopted_on = resolution, resolution.adopted_on
        move.facts |= {"resolution": resolution.number, "hash": move.row.content_hash}
    return plan


def note_done(
    item: PlanItem, *, done_on: date | None, note: str, seen: int, by: Actor, at: datetime
) -> PlanItem:
    """The line was done on this day, or (None) is not done after all. By the office, or whoever does it."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=item.plan_id)
        locked = PlanItem.objects.select_for_update(of=("self",)).select_related("owner").get(pk=item.pk)
        if not may_note(by, locked, on=local_day(at)):
            raise NotAllowed(_("This is noted by the body that does it, or by the secretariat."))
        PLAN.after("note done" if done_on else "note not done", plan.stage)
        if seen != locked.version:
            raise Moved(locked)
        if done_on is not None and not date(plan.year - 1, 1, 1) <= done_on <= local_day(at):
            raise Unfit("done_on", _("This day lies in the future, or before the plan."))
        locked.done_on, locked.note = done_on, note
        locked.version += 1
        locked.save(update_fields=["done_on", "note", "version"])
        verb = "plan line done" if done_on else "plan line open again"
        done = {"on": done_on.isoformat()} if done_on else {}
        _write(plan, verb, by=by, at=at, item=str(locked.pk), note=note, **done)
    return locked


def may_note(actor: Actor, item: PlanItem, *, on: date) -> bool:
    """Whether the actor may note that the line is done."""
    if standing.is_office(actor, on=on):
        return True
    return item.owner is not None and standing.speaks_for(actor, item.owner)


def motion_about(plan: Plan) -> Motion | None:
    """An open motion that would adopt this plan."""
    for motion in Motion.objects.filter(stage__in=OPEN_MOTIONS):
        if any(_is_about(plan, held) for held in motion.effects):
            return motion
    return None


def content_hash(plan: Plan, items: list[PlanItem]) -> str:
    """SHA-256 over the year and every line, as canonical JSON."""
    body = {"year": plan.year, "lines": [_said(item) for item in items]}
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _take_over_progress(earlier: Plan, plan: Plan) -> None:
    """Lines that both plans have keep what was noted about them while the new one was decided."""
    noted = {(item.job, item.text): item for item in earlier.items.all()}
    for item in plan.items.filter(origin=PlanItem.Origin.SAME):
        same = noted.get((item.job, item.text))
        if same is not None and (same.done_on, same.note) != (item.done_on, item.note):
            item.done_on, item.note = same.done_on, same.note
            item.save(update_fields=["done_on", "note"])


def _is_about(plan: Plan, held: Any) -> bool:
    return bool(held["kind"] == EFFECT and held["facts"].get("plan") == str(plan.pk))


def _said(item: PlanItem) -> dict[str, Any]:
    return {
        "position": item.position,
        "job": item.job,
        "text": item.text,
        "owner": item.owner.key if item.owner else "",
        "due_on": item.due_on.isoformat() if item.due_on else "",
        "target": "" if item.target is None else f"{item.target.normalize():f}",
        "unit": item.unit,
        "is_yearly": item.is_yearly,
    }


def _write(plan: Plan, verb: str, *, by: Actor, at: datetime, **facts: Any) -> None:
    events.write(subject=plan.record_key, verb=verb, by=by.key, at=at, facts=facts)
