"""What the page of a test shows of hearing makers and sellers."""

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huaihai.desk.frame import actor_of
from huaihai.kit import clock
from huaihai.supervision import powers
from huaihai.supervision.models import Project
from huaihai.supervision.testing.hearing.lives import NOTICE, OPEN_OBJECTIONS
from huaihai.supervision.testing.office.section import Section

SHOWN = ("running", "checking", "released", "published")


def section(request: HttpRequest, project: Project) -> Section | None:
    """How many were told, answered, said nothing; open objections."""
    if project.stage not in SHOWN or not powers.looks_into(actor_of(request), project, on=clock.today()):
        return None
    counted = dict(project.notices.order_by().values_list("stage").annotate(n=Count("pk")))
    context = {
        "counts": [(label, counted[stage]) for stage, label in NOTICE.stages.items() if counted.get(stage)],
        "open_objections": project.objections.filter(stage__in=OPEN_OBJECTIONS).count(),
    }
    title = _("Makers and sellers are heard")
    return Section("notices", title, "supervision/testing/hearing/section.html", context)
