"""What is particular to a kind of project. Each kind's folder has a module `subject` with the functions below."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any, Protocol, cast

from django.http import HttpRequest, HttpResponse

from huaihai.desk.papers.document import Document
from huaihai.supervision.models import Project

FOLDERS = {
    Project.Kind.TEST: "testing",
    Project.Kind.VISIT: "visiting",
    Project.Kind.SURVEY: "surveying",
    Project.Kind.SWEEP: "sweeping",
}

FEWEST_CITIES = {Project.Kind.SWEEP.value: 2}  # where one city alone makes none


class Subject(Protocol):
    """The module `<folder>.subject`."""

    def problems(self, plan: Mapping[str, Any]) -> Sequence[str]:
        """What this plan lacks before it can be registered, in sentences; empty: nothing."""

    def hindrances(self, project: Project, verb: str, *, at: datetime) -> Sequence[str]:
        """Why `verb` ("register", "start", "finish", "release") cannot be done yet, in sentences; empty: it can."""

    def build(self, project: Project, *, at: datetime) -> dict[str, Any]:
        """The file to release: plan, observations without persons, rules, results. Plain JSON values."""

    def report(self, file: Mapping[str, Any]) -> Document:
        """The released file as a report."""

    def office_page(self, request: HttpRequest, project: Project) -> HttpResponse:
        """The project's page for staff."""

    def public_page(self, request: HttpRequest, project: Project, file: Mapping[str, Any]) -> HttpResponse:
        """The public page of what came out, drawn from the released file alone."""


def misfits_of(project: Project) -> Iterator[tuple[str, str]]:
    """What is wrong with rows of its kind that change and so have no fingerprint: what, and why. A kind that has such
    rows gives its module `subject` the function `misfits`."""
    told = getattr(subject_of(project.kind), "misfits", None)
    if told is not None:
        yield from told(project)


def subject_of(kind: str) -> Subject:
    """The functions of a kind of project."""
    return cast(Subject, import_module(f"huaihai.supervision.{FOLDERS[Project.Kind(kind)]}.subject"))
