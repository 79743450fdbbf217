"""A kind of project as small as can be, whose report is that of the tests."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huaihai.desk.papers.document import Document
from huaihai.desk.papers.tests.written import DOCUMENT
from huaihai.supervision.models import Project
from huaihai.supervision.tests.plain.subject import build, hindrances, office_page, problems

__all__ = ["build", "hindrances", "office_page", "problems", "public_page", "report"]


def report(file: Mapping[str, Any]) -> Document:
    return replace(DOCUMENT, title=f"{file['project']['title']}的报告")


def public_page(request: HttpRequest, project: Project, file: Mapping[str, Any]) -> HttpResponse:
    return render(request, "supervision/reporting/standing.html", {"project": project})
