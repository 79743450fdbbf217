"""What the page of a test shows of its laboratories."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huaihai.supervision.models import Project, Round
from huaihai.supervision.testing.laboratory import expected
from huaihai.supervision.testing.laboratory.actions import CLOSED
from huaihai.supervision.testing.laboratory.whereabouts import hand_overs
from huaihai.supervision.testing.office.section import Section


def section(request: HttpRequest, project: Project) -> Section | None:
    """Laboratories with their progress; nothing before the plan is registered."""
    if project.registered is None:
        return None
    items, held = expected.items_of(project), expected.standing(project)
    rows = hand_overs(project=project)
    told = []
    for laboratory in project.laboratories.all():
        own = [row for row in rows if row.laboratory_id == laboratory.pk]
        told.append(
            (
                laboratory,
                len({code for row in own for code in row.to_be_measured}),
                expected.progress(expected.wanted(own, items), held),
                any(row.round == Round.RETEST for row in own),
                sum(row.receipt is None for row in own),
            )
        )
    context = {"rows": told, "is_open": project.stage not in CLOSED}
    return Section("laboratories", _("Laboratories"), "supervision/testing/laboratory/section.html", context)
