"""What the page of a test shows of its results before they are out."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huaihai.supervision.models import Opinion, Project
from huaihai.supervision.testing.office.section import Section
from huaihai.supervision.testing.review.pages import SHOWN


def section(request: HttpRequest, project: Project) -> Section | None:
    """A door to the table; how many opinions there are. One query: computing is left to its page."""
    if project.stage not in SHOWN:
        return None
    context = {"opinions": Opinion.objects.filter(project=project).count()}
    return Section("results", _("Results and review"), "supervision/testing/review/section.html", context)
