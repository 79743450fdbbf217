"""The verbs of a plan: opening it filled in, changing its lines, proposing it, adopting it, noting what is done."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huaihai.desk.lives import NEW, Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance import standing
from huaihai.governance.actions.office import office_only
from huaihai.governance.filling_in import lines_for
from huaihai.governance.lives import OPEN_MOTIONS
from huaihai.governance.models import Motion, Plan, PlanItem, Resolution
from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.governance.plan_lives import PLAN
from huaihai.kit.clock import local_day
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

MOST_ITEMS = 300
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
    with transaction.atomic():
        locked = _changed(plan, "change", seen=seen, by=by, at=at)
        count = locked.items.count()
        if count >= MOST_ITEMS:
            raise Unfit("text", _("A plan has at most %(n)s lines.") % {"n": MOST_ITEMS})
        locked.save()
        last = locked.items.aggregate(last=Max("position"))["last"] or 0
        item = PlanItem.objects.create(plan=locked, position=last + 1, **vars(line))
        _write(locked, "plan line added", by=by, at=at, item=str(item.pk), **_said(item))
    return item


def change_item(item: PlanItem, line: Line, *, seen: int, by: Actor, at: datetime) -> PlanItem:
    """The line says something else. `seen` is the plan's version."""
    with transaction.atomic():
        locked = _changed(item.plan, "change", seen=seen, by=by, at=at)
        locked.save()
        for name, value in vars(line).items():
            setattr(item, name, value)
        item.save(update_fields=list(vars(line)))
        _write(locked, "plan line changed", by=by, at=at, item=str(item.pk), **_said(item))
    return item


def remove_item(item: PlanItem, *, seen: int, by: Actor, at: datetime) -> Plan:
    """The line leaves the draft; the record keeps what it said."""
    with transaction.atomic():
        locked = _changed(item.plan, "change", seen=seen, by=by, at=at)
        locked.save()
        _write(locked, "plan line removed", by=by, at=at, item=str(item.pk), **_said(item))
        item.delete()
    return locked


def propose(plan: Plan, *, seen: int, by: Actor, at: datetime) -> Plan:
    """Fixed with its hash, ready for a motion. Every line needs somebody who does it, and a day."""
    with transaction.atomic():
        locked = _changed(plan, "propose", seen=seen, by=by, at=at)
        items = list(locked.items.select_related("owner"))
        if not items:
            raise NotPossible(_("An empty plan cannot be proposed."))
        open_lines = sum(item.owner is None or item.due_on is None for item in items)
        if open_lines:
            raise NotPossible(
                _("%(n)s lines have nobody who does them, or no day. Please fill that in first.")
                % {"n": open_lines}
            )
        locked.content_hash, locked.proposed_at = content_hash(locked, items), at
        locked.save()
        _write(locked, "plan proposed", by=by, at=at, hash=locked.content_hash, lines=len(items))
    return locked


def take_back(plan: Plan, *, seen: int, by: Actor, at: datetime) -> Plan:
    """A draft again. Not while a motion about it is open: people vote on a fixed text."""
    with transaction.atomic():
        locked = _changed(plan, "take back", seen=seen, by=by, at=at)
        motion = motion_about(locked)
        if motion is not None:
            raise NotPossible(_("Motion %(number)s is about this plan.") % {"number": motion.number})
        locked.content_hash, locked.proposed_at = "", None
        locked.save()
        _write(locked, "plan taken back", by=by, at=at)
    return locked


def adopt(plan: Plan, *, resolution: Resolution, by: Actor, at: datetime) -> Plan:
    """In force by this resolution; the plan of the year before it is replaced. Called by the effect alone."""
    with transaction.atomic():
        locked = Plan.objects.select_for_update().get(pk=plan.pk)
        stage = PLAN.after("adopt", locked.stage)
        for earlier in Plan.objects.select_for_update().filter(year=locked.year, stage="adopted"):
            earlier.stage = PLAN.after("supersede", earlier.stage)
            earlier.version += 1
            earlier.save(update_fields=["stage", "version"])
            _take_over_progress(earlier, locked)
            _write(earlier, "plan superseded", by=by, at=at, resolution=resolution.number)
        locked.stage, locked.resolution, locked.adopted_on = stage, resolution, resolution.adopted_on
        locked.version += 1
        locked.save(update_fields=["stage", "resolution", "adopted_on", "version"])
        _write(locked, "plan adopted", by=by, at=at, resolution=resolution.number, hash=locked.content_hash)
    return locked


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


def _changed(plan: Plan, verb: str, *, seen: int, by: Actor, at: datetime) -> Plan:
    """The plan, locked, with its next stage and version; not stored yet."""
    office_only(by, at=at)
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if seen != locked.version:
        raise Moved(locked)
    locked.stage = PLAN.after(verb, locked.stage)
    locked.version += 1
    return locked


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
