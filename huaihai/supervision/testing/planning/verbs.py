"""The plan in work: how it begins, one part changed at a time, each change a version in the record; an example."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.packs import country_folder
from huaihai.supervision.models import Project
from huaihai.supervision.testing.planning.reading import PREFIXES, keys_in, next_key, rows_of
from huaihai.supervision.testing.planning.shape import shaped
from huaihai.supervision.verbs import write_plan

DRAWS = 10_000
REPLY_WORKING_DAYS = 10


def fresh(project: Project) -> dict[str, Any]:
    """An empty plan with one main and one spare sample, five grades and the usual rules."""
    return usual(question=project.question, seed=project.number)


def usual(*, question: str = "", seed: str) -> dict[str, Any]:
    """The same for a question and a seed, without a project."""
    return {
        "what": "",
        "category": "",
        "question": question,
        "basis": [],
        "samples": {"main": 1, "spare": 1},
        "products": [],
        "groups": [],
        "items": [],
        "not_applicable": "rescale",
        "downgrades": [],
        "rounding": {"digits": 1, "mode": "half-up"},
        "grades": _grades(),
        "clocks": {"reply_working_days": REPLY_WORKING_DAYS},
        "seed": seed,
        "draws": DRAWS,
    }


def in_work(project: Project) -> dict[str, Any]:
    """The plan in work in its proper shape, with the usual rules where nothing was written yet."""
    try:
        held = shaped(project.plan)
    except Unfit:  # more rows than a plan can have; the check list says so
        held = {}
    return fresh(project) | {name: value for name, value in held.items() if name in project.plan}


def _grades() -> list[dict[str, str]]:
    names = (
        ("A", pgettext("grade", "very good"), "90"),
        ("B", pgettext("grade", "good"), "80"),
        ("C", pgettext("grade", "fair"), "70"),
        ("D", pgettext("grade", "sufficient"), "60"),
        ("E", pgettext("grade", "poor"), "0"),
    )
    return [{"key": key, "name": name, "from": least} for key, name, least in names]


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


def example_plan(cities: Sequence[str]) -> dict[str, Any]:
    """The plan with its products shared out among these cities (their keys) in runs of the same length."""
    plan: dict[str, Any] = json.loads((country_folder() / "example_test.json").read_text(encoding="utf-8"))
    run = -(-len(plan["products"]) // len(cities))
    for place, product in enumerate(plan["products"]):
        product["city"] = cities[place // run]
    return plan
