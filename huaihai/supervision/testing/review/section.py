"""What the page of a test shows of its results before they are out."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huaihai.supervision.models import Opinion, Project
from huaihai.supervision.testing.office.section import Section
from huaihai.supervision.testing.review.pages import may_read


def section(request: HttpRequest, project: Project) -> Section | None:
    """A door to the table; how many opinions there are. Computing is left to its page."""
    if not may_read(request, project):
        return None
    context = {"opinions": Opinion.objects.filter(project=project).count()}
    return Section("results", _("Results and review"), "supervision/testing/review/section.html", context)
