"""The file of a comparative test: what was bought, sent, read, computed and said. No persons."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from huaihai.desk.lives import NotPossible
from huaihai.kit import spoken
from huaihai.kit.clock import ZONE
from huaihai.kit.signing import canonical
from huaihai.supervision.grading import files
from huaihai.supervision.grading.lint import lint
from huaihai.supervision.grading.plan import Plan, parse
from huaihai.supervision.models import Project
from huaihai.supervision.testing import wording
from huaihai.supervision.testing.publishing import found, said


def build(project: Project, *, at: datetime) -> dict[str, Any]:
    """What follows the frame of every released file; nothing in it depends on the moment of the release.

    Raises NotPossible with what the linter finds, PlanError, ReadingError.
    """
    file = checked_file(project)
    if findings := lint(file, firm=False):  # computed a moment ago
        raise NotPossible(spoken.run_on(wording.sentence(one) for one in findings[:10]))
    held = {name: value for name, value in file.items() if name not in ("format", "plans")}
    return {
        **held,
        **_corrects(project),
        "retests": said.retests(project),
        "maker_says": said.maker_says(project),
        "opinion": said.opinion(project, results_hash(file["results"])),
        "handed": said.handed(project),
    }


def _corrects(project: Project) -> dict[str, Any]:
    """Which file that went out this one takes the place of; nothing for the first."""
    out = project.releases.filter(published_at__isnull=False).defer("file").order_by("-number").first()
    return {"corrects": {"number": out.number, "sha256": out.sha256}} if out is not None else {}


def results(project: Project) -> list[dict[str, Any]]:
    """The results as they would stand in the file now, without how firm each place is, which takes long.

    Raises PlanError, ReadingError.
    """
    return _results(replace(parse(_plan(project)), draws=0), found.found(project))


def checked_file(project: Project, *, firm: bool = True) -> dict[str, Any]:
    """What the linter is given: plans with hashes, what was found, results; without `firm` not how firm each place is.

    Raises PlanError, ReadingError.
    """
    held, plan = found.found(project), parse(_plan(project))
    plans = [
        {
            "number": row.number,
            "hash": row.plan_hash,
            "registered_at": row.at.astimezone(ZONE).isoformat(),
            "reason": row.reason,
            "plan": row.plan,
        }
        for row in project.plan_versions.all()
    ]
    results = _results(plan if firm else replace(plan, draws=0), held)
    return {"format": files.FORMAT, "plans": plans, **held, "results": results}


def results_hash(results: list[dict[str, Any]]) -> str:
    """SHA-256 by which an opinion knows what was read."""
    plain = [{name: value for name, value in one.items() if name != "firmness"} for one in results]
    return hashlib.sha256(canonical(plain)).hexdigest()


def _results(plan: Plan, held: Mapping[str, Any]) -> list[dict[str, Any]]:
    products = [row["key"] for row in held["products"]]
    return files.results_of(plan, products, held["samples"], held["readings"])


def _plan(project: Project) -> Mapping[str, Any]:
    plan: Mapping[str, Any] = project.registered.plan if project.registered is not None else project.plan
    return plan
