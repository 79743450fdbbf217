"""What the page of a published test shows of reports that somebody advertises with it."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huaihai.governance.office.frame import actor_of
from huaihai.kit import clock
from huaihai.supervision import powers
from huaihai.supervision.models import Project
from huaihai.supervision.testing.office.section import Section


def section(request: HttpRequest, project: Project) -> Section | None:
    """How many reports wait; nothing before publication."""
    if project.published_at is None or not powers.looks_into(actor_of(request), project, on=clock.today()):
        return None
    context = {"waiting": project.use_reports.filter(stage="new").count(), "all": project.use_reports.count()}
    return Section("uses", _("Advertising with results"), "supervision/testing/watch/section.html", context)
