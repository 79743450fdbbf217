"""Its plan needs an `aim`; `stop` in the plan names a verb that is hindered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huaihai.desk.papers.document import Document
from huaihai.supervision.facts import shell
from huaihai.supervision.models import Project


def problems(plan: Mapping[str, Any]) -> Sequence[str]:
    return [] if plan.get("aim") else ["The aim is missing."]


def hindrances(project: Project, verb: str, *, at: datetime) -> Sequence[str]:
    return ["Not yet."] if project.plan.get("stop") == verb else []


def build(project: Project, *, at: datetime) -> dict[str, Any]:
    return {"results": [{"aim": project.plan["aim"]}]}


def report(file: Mapping[str, Any]) -> Document:
    return Document(file["project"]["title"], "Summary", ())


def office_page(request: HttpRequest, project: Project) -> HttpResponse:
    return render(request, "supervision/office/project.html", shell(request, project))


def public_page(request: HttpRequest, project: Project, file: Mapping[str, Any]) -> HttpResponse:
    return HttpResponse(f"aim: {file['results'][0]['aim']}")
