"""Planning a project like an earlier one: its plan and its cities, with another title and other days."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision.actions import planning
from huaihai.supervision.actions.joining import CityPart
from huaihai.supervision.models import Project


def copy_project(
    source: Project,
    *,
    title: str,
    lead: Organisation | None,
    cities: Sequence[Organisation],
    starts_on: date | None,
    ends_on: date | None,
    by: Actor,
    at: datetime,
) -> Project:
    """A draft with the plan that counted in `source`; a city keeps its share. Raises NotAllowed, Unfit."""
    parts = {part.body_id: part for part in source.all_cities.all()}
    with transaction.atomic():
        project = planning.open_project(
            kind=source.kind,
            title=title,
            theme=source.theme,
            question=source.question,
            lead=lead,
            year=(starts_on or local_day(at)).year,
            starts_on=starts_on,
            ends_on=ends_on,
            cities=[
                CityPart(body, parts[body.pk].share, parts[body.pk].budget_fen)
                if body.pk in parts
                else CityPart(body)
                for body in cities
            ],
            by=by,
            at=at,
        )
        return planning.write_plan(project, _renewed(source, project), by=by, at=at)


def week(starts_on: date | None, ends_on: date | None) -> list[str]:
    """The days of a project as the plan of a sweep keeps them."""
    return [starts_on.isoformat(), ends_on.isoformat()] if starts_on and ends_on else ["", ""]


def _renewed(source: Project, project: Project) -> dict[str, Any]:
    """The plan without what belonged to one project alone: its week, and the seed of its draws."""
    plan: dict[str, Any] = deepcopy(source.registered.plan if source.registered else source.plan)
    if project.kind == Project.Kind.SWEEP:
        plan["week"] = week(project.starts_on, project.ends_on)
    if "seed" in plan:
        plan["seed"] = project.number
    return plan
