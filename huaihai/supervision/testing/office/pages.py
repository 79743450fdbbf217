"""The page of a comparative test for staff."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huaihai.supervision.models import Project
from huaihai.supervision.office.shell import shell
from huaihai.supervision.testing.office.sections import sections


def office_page(request: HttpRequest, project: Project) -> HttpResponse:
    """All sections around which the shell puts head and steps."""
    context = shell(request, project) | {"sections": list(sections(request, project))}
    return render(request, "supervision/testing/office/project.html", context)
