"""What is particular to a survey: `huaihai.supervision.kinds.Subject`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huaihai.desk.papers.document import Document
from huaihai.supervision.models import Project, SurveyImport, SurveyResponse
from huaihai.supervision.surveying import faults as surveying_faults
from huaihai.supervision.surveying import file as surveying_file
from huaihai.supervision.surveying import report as surveying_report
from huaihai.supervision.surveying.faults import faults
from huaihai.supervision.surveying.verbs import plan_of


def problems(plan: Mapping[str, Any]) -> Sequence[str]:
    """What the plan lacks."""
    return [surveying_faults.fault_words(fault, plan) for fault in faults(plan)]


def hindrances(project: Project, verb: str, *, at: datetime) -> Sequence[str]:
    """Files that wait to be taken in; too few answers for any number to be shown."""
    if verb in ("register", "start"):
        return []
    found = []
    if SurveyImport.objects.filter(project=project, stage="read").exists():
        found.append(_("A file of another survey service waits to be taken in or dropped."))
    if verb == "release":
        least = plan_of(project).get("least", 0)
        if SurveyResponse.objects.filter(project=project, replaced_by=None).count() < least:
            found.append(
                _("Fewer than %(least)s people have answered: no number could be shown.") % {"least": least}
            )
    return found


def build(project: Project, *, at: datetime) -> dict[str, Any]:
    """The file to release."""
    return surveying_file.build(project, plan_of(project))


def report(file: Mapping[str, Any]) -> Document:
    """The released file as a report."""
    return surveying_report.report(file)


def office_page(request: HttpRequest, project: Project) -> HttpResponse:
    """The project's page for staff."""
    from huaihai.supervision.surveying import pages as office  # the pages import what a plan and a file are

    return office.page(request, project)


def public_page(request: HttpRequest, project: Project, file: Mapping[str, Any]) -> HttpResponse:
    """What came out, for everybody."""
    return surveying_report.show(request, project, file)
