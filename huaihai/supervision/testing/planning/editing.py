"""Changing a plan in work, one part at a time; every change is a version of the draft and stands in the record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible
from huaihai.members.actors import Actor
from huaihai.supervision.actions.planning import write_plan
from huaihai.supervision.models import Project
from huaihai.supervision.testing.planning.fresh import in_work
from huaihai.supervision.testing.planning.keys import PREFIXES, keys_in, next_key
from huaihai.supervision.testing.planning.reading import rows_of


def set_parts(
    project: Project, parts: Mapping[str, Any], *, seen: int | None, by: Actor, at: datetime
) -> Project:
    """Other values of the plan's own names. Raises NotAllowed, NotPossible, Moved, as all of these."""
    return write_plan(project, in_work(project) | dict(parts), seen=seen, by=by, at=at)


def put_row(
    project: Project,
    name: str,
    row: Mapping[str, Any],
    *,
    key: str = "",
    seen: int | None,
    by: Actor,
    at: datetime,
) -> Project:
    """A row of one of the plan's lists: in the place of `key`, or a new one at the end with the next free key."""
    plan = in_work(project)
    rows = rows_of(plan, name)
    if key:
        if key not in keys_in(rows):
            raise NotPossible(_("The plan does not have this any more."))
        put = [{**row, "key": key} if one.get("key") == key else one for one in rows]
    else:
        put = [*rows, {**row, "key": next_key(PREFIXES[name], keys_in(rows))}]
    return write_plan(project, plan | {name: put}, seen=seen, by=by, at=at)


def remove_row(
    project: Project, name: str, key: str, *, seen: int | None, by: Actor, at: datetime
) -> Project:
    """Without this row; whatever names it shows in what the plan lacks."""
    plan = in_work(project)
    left = [row for row in rows_of(plan, name) if row.get("key") != key]
    return write_plan(project, plan | {name: left}, seen=seen, by=by, at=at)


def replace_plan(
    project: Project, plan: Mapping[str, Any], *, seen: int | None, by: Actor, at: datetime
) -> Project:
    """Another plan altogether, from a file or an earlier project."""
    return write_plan(project, plan, seen=seen, by=by, at=at)
