"""The plan on the page of a test."""

from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from huaihai.supervision.models import Project
from huaihai.supervision.testing.office.section import Section
from huaihai.supervision.testing.planning.checking import problems
from huaihai.supervision.testing.planning.fresh import in_work
from huaihai.supervision.testing.planning.numbers import weight_sum
from huaihai.supervision.testing.planning.reading import rows_of, samples_of


def section(_request: HttpRequest, project: Project) -> Section:
    """What the plan says in numbers, and how much it lacks."""
    plan = in_work(project)
    return Section(
        "plan",
        pgettext_lazy("test", "Plan"),
        "supervision/testing/planning/section.html",
        {
            "what": plan["what"],
            "counts": {name: len(rows_of(plan, name)) for name in ("products", "items", "downgrades")},
            "samples": samples_of(plan),
            "weights": weight_sum(plan),
            "lacks": problems(project.plan) if project.stage in ("draft", "registered") else [],
        },
    )
