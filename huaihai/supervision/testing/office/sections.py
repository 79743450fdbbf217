"""Which sections the page of a comparative test has, in their order."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest

from huaihai.supervision.models import Project
from huaihai.supervision.testing.buying.section import section as purchases
from huaihai.supervision.testing.hearing.section import section as hearing
from huaihai.supervision.testing.laboratory.section import section as laboratories
from huaihai.supervision.testing.office.section import Section
from huaihai.supervision.testing.planning.section import section as plan
from huaihai.supervision.testing.review.section import section as review

type Build = Callable[[HttpRequest, Project], Section | None]  # None: nothing to show yet
BUILDERS: tuple[Build, ...] = (plan, purchases, laboratories, hearing, review)


def sections(request: HttpRequest, project: Project) -> Iterator[Section]:
    """The sections that have something to show for this project."""
    for build in BUILDERS:
        found = build(request, project)
        if found is not None:
            yield found
