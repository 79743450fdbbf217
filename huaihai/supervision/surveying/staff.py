"""Which survey a page for the staff is about, and whether its plan can be changed there."""

from uuid import UUID

from django.http import Http404, HttpRequest

from huaihai.desk.frame import actor_of
from huaihai.kit import clock
from huaihai.supervision import powers
from huaihai.supervision.lives import PROJECT
from huaihai.supervision.models import Project
from huaihai.supervision.office.shell import project_or_404


def survey_or_404(request: HttpRequest, pk: UUID) -> Project:
    """The survey with this id, if the reader may see it. Raises Http404."""
    found = project_or_404(request, pk)
    if found.kind != Project.Kind.SURVEY:
        raise Http404
    return found


def own_survey_or_404(request: HttpRequest, pk: UUID) -> Project:
    """The same, for those who collect for it: what came in so far is nobody else's. Raises Http404."""
    found = survey_or_404(request, pk)
    if not powers.takes_part(actor_of(request), found, on=clock.today()):
        raise Http404
    return found


def may_plan(request: HttpRequest, project: Project) -> bool:
    """Whether the reader may change the plan now."""
    may_write = PROJECT.can("write plan", project.stage)
    return may_write and powers.leads(actor_of(request), project, on=clock.today())
