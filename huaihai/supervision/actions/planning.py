"""Opening a project, writing its plan, registering it, starting, ending and dropping it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.kit.signing import canonical
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision import powers
from huaihai.supervision.actions import joining, opening
from huaihai.supervision.actions.joining import CityPart
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.kinds import subject_of
from huaihai.supervision.models import PlanVersion, Project
from huaihai.supervision.sealing import seal


def open_project(
    *,
    kind: str,
    title: str,
    theme: str,
    question: str = "",
    lead: Organisation | None,
    year: int,
    starts_on: date | None = None,
    ends_on: date | None = None,
    plan: Mapping[str, Any] | None = None,
    cities: Sequence[CityPart] = (),
    by: Actor,
    at: datetime,
) -> Project:
    """A new project, a draft with a number of its year. Raises NotAllowed, Unfit."""
    if not powers.may_open(by, lead, on=local_day(at)):
        raise NotAllowed(_("Only the body that leads it, or the office for the alliance, can plan this."))
    said = storable_name(title)
    if not said:
        raise Unfit("title", _("Please give it a title."))
    if starts_on and ends_on and ends_on < starts_on:
        raise Unfit("ends_on", _("The last day is before the first."))
    with transaction.atomic():
        project = opening.create(
            year=year,
            kind=Project.Kind(kind),
            title=said,
            theme=Project.Theme(theme),
            question=storable(question),
            lead=lead,
            stage="draft",
            plan=dict(plan or {}),
            starts_on=starts_on,
            ends_on=ends_on,
            opened_at=at,
            opened_by=by.key,
        )
        facts = {"number": project.number, "kind": project.kind, "opening": opening.opening_hash(project)}
        parts = joining.put(project, cities, by=by, at=at)
        seal(project, "open", [], by=by, at=at, facts={**facts, **parts})
    return project


def write_plan(
    project: Project, plan: Mapping[str, Any], *, seen: int | None = None, by: Actor, at: datetime
) -> Project:
    """The plan in work, whole; what is registered stays. Raises NotAllowed, NotPossible, Moved."""
    powers.require_leader(project, by, at)
    with moving(project, "write plan", by=by, at=at, seen=seen) as move:
        move.project.plan = dict(plan)
        move.facts["draft_hash"] = plan_hash(plan)
    return project


def register(
    project: Project, *, reason: str = "", seen: int | None = None, by: Actor, at: datetime
) -> PlanVersion:
    """Freeze the plan in work as the next version, with its hash; before anything is collected.

    A later version needs a reason. Raises NotAllowed, NotPossible (with all that the plan lacks), Unfit, Moved.
    """
    powers.require_leader(project, by, at)
    with moving(project, "register", by=by, at=at, seen=seen) as move:
        held = move.project
        subject = subject_of(held.kind)
        lacks = [*subject.problems(held.plan), *subject.hindrances(held, "register", at=at)]
        if lacks:
            raise NotPossible(spoken.run_on(lacks))
        number = held.plan_versions.count() + 1
        said = storable_name(reason)
        if number > 1 and not said:
            raise Unfit("reason", _("Please say why the registered plan changes."))
        if held.registered is not None and held.registered.plan_hash == plan_hash(held.plan):
            raise NotPossible(_("This plan is registered already."))
        made = PlanVersion(
            project=held,
            number=number,
            plan=held.plan,
            plan_hash=plan_hash(held.plan),
            reason=said,
            at=at,
            by=by.key,
        )
        made.save(force_insert=True)
        held.registered = made
        move.facts |= {
            "plan": number,
            "plan_hash": made.plan_hash,
            "sealed": [[made.seal_key, made.fingerprint]],
        }
    return made


def start(project: Project, *, seen: int | None = None, by: Actor, at: datetime) -> Project:
    """Collecting begins; the plan is fixed from here. Raises NotAllowed, NotPossible, Moved."""
    return move_on(project, "start", seen=seen, by=by, at=at)


def finish(project: Project, *, seen: int | None = None, by: Actor, at: datetime) -> Project:
    """Collecting has ended; checking begins. Raises NotAllowed, NotPossible, Moved."""
    return move_on(project, "finish", seen=seen, by=by, at=at)


def reopen(project: Project, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> Project:
    """Collect again, with a reason. Raises NotAllowed, NotPossible, Unfit, Moved."""
    return _with_reason(project, "reopen", reason, seen=seen, by=by, at=at)


def drop(project: Project, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> Project:
    """It is not done after all; a registered one stays public with the reason. Raises as `reopen`."""
    return _with_reason(project, "drop", reason, seen=seen, by=by, at=at)


def move_on(project: Project, verb: str, *, seen: int | None = None, by: Actor, at: datetime) -> Project:
    """A step that its kind may hinder. Raises NotAllowed, NotPossible, Moved."""
    powers.require_leader(project, by, at)
    with moving(project, verb, by=by, at=at, seen=seen) as move:
        if hindered := subject_of(project.kind).hindrances(move.project, verb, at=at):
            raise NotPossible(spoken.run_on(hindered))
        registered = move.project.registered
        if verb == "start" and (registered is None or plan_hash(move.project.plan) != registered.plan_hash):
            raise NotPossible(
                _("The plan in work is another one than the registered. Please register it first.")
            )
    return project


def plan_hash(plan: Mapping[str, Any]) -> str:
    """SHA-256 of the plan's canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(plan)).hexdigest()


def _with_reason(
    project: Project, verb: str, reason: str, *, seen: int | None, by: Actor, at: datetime
) -> Project:
    powers.require_leader(project, by, at)
    said = storable(reason).strip()
    if not said:
        raise Unfit("reason", _("Please say why."))
    with moving(project, verb, by=by, at=at, seen=seen, text=said) as move:
        if verb == "drop" and move.project.published_at is not None:
            raise NotPossible(_("What is published is not dropped: it is corrected, or its text withdrawn."))
    return project
