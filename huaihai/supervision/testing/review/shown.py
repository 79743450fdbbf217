"""The results as staff see them before anything is out: the public's table, and what the linter finds."""

from dataclasses import dataclass, field
from typing import Any

from huaihai.supervision.grading.lint import lint
from huaihai.supervision.grading.problems import PlanError, ReadingError
from huaihai.supervision.models import Project
from huaihai.supervision.testing import wording
from huaihai.supervision.testing.publishing import building
from huaihai.supervision.testing.publishing.shown import Shown, shown

MOST_FINDINGS = 50


@dataclass(frozen=True)
class Computed:
    """What is computed now: the table, its fingerprint, what the linter found (None: not asked), or what is missing."""

    shown: Shown | None = None
    results_hash: str = ""
    findings: tuple[str, ...] | None = None
    lacking: tuple[str, ...] = ()
    results: list[dict[str, Any]] = field(default_factory=list)


def computed(project: Project, *, is_checked: bool = False) -> Computed:
    """The table. `is_checked`: also how firm each place is and what the linter finds, which takes longer."""
    try:
        file = building.checked_file(project, firm=is_checked)
    except (PlanError, ReadingError) as error:
        return Computed(lacking=tuple(wording.sentence(one) for one in error.problems[:MOST_FINDINGS]))
    findings = tuple(wording.sentence(one) for one in lint(file)[:MOST_FINDINGS]) if is_checked else None
    return Computed(
        shown=shown(file | {"project": {"number": project.number, "cities": []}}),
        results_hash=building.results_hash(file["results"]),
        findings=findings,
        results=file["results"],
    )
