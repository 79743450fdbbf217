"""The report of a project as page, Word file and PDF, its photos, the page on which it is handed to the cities."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.alliance import load
from huaihai.businesses.posters.pages import Door
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.papers import paged, word
from huaihai.desk.papers.document import Document
from huaihai.desk.papers.handing import handed
from huaihai.desk.papers.scripted import Origin
from huaihai.education.addresses import whole
from huaihai.education.models import Publication
from huaihai.kit import guards, local_words, spoken
from huaihai.kit.filestore import file_response
from huaihai.supervision.facts import project_or_404
from huaihai.supervision.kinds import subject_of
from huaihai.supervision.models import Photo, Project, Release
from huaihai.supervision.public import public_or_404
from huaihai.supervision.releasing import file_of

STAGES = ("released", "published")


@require_safe
@guards.same_for_all
def report(request: HttpRequest, number: str) -> HttpResponse:
    """What came out, as a page that prints."""
    found, made = _public(number)
    return _page(request, found, made, "supervision-report", number)


@require_safe
@guards.public
def word_file(request: HttpRequest, number: str) -> HttpResponse:
    """The same as a Word file."""
    return _as_word(*_public(number))


@require_safe
@guards.public
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The same as a PDF."""
    return _as_pdf(*_public(number))


@require_safe
@readers
def staff_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report of the file that is to go out."""
    found, made = _staff(request, pk)
    return _page(request, found, made, "office-project-report", found.pk)


@require_safe
@readers
def staff_word_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as a Word file."""
    return _as_word(*_staff(request, pk))


@require_safe
@readers
def staff_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as a PDF."""
    return _as_pdf(*_staff(request, pk))


def _public(number: str) -> tuple[Project, Release]:
    found = public_or_404(number)
    made = found.shown_release
    if made is None:
        raise Http404
    return found, made


def _staff(request: HttpRequest, pk: UUID) -> tuple[Project, Release]:
    found = project_or_404(request, pk)
    if found.release is None or found.stage not in STAGES:
        raise Http404
    return found, found.release


def _page(request: HttpRequest, found: Project, made: Release, name: str, key: object) -> HttpResponse:
    context = {
        "project": found,
        "release": made,
        "document": _document(found, made),
        "address": whole(found.get_absolute_url()),
        "back": found.office_url if name.startswith("office") else found.get_absolute_url(),
        "word_url": reverse(f"{name}-word", args=[key]),
        "pdf_url": reverse(f"{name}-pdf", args=[key]),
    }
    return render(request, "supervision/reporting/report.html", context)


def _as_word(found: Project, made: Release) -> HttpResponse:
    return handed(
        lambda: word.word_file(_marked(found, made), _origin(found, made), made_at=made.at),
        word.WORD,
        f'attachment; filename="{found.number}-{made.number}.docx"',
    )


def _as_pdf(found: Project, made: Release) -> HttpResponse:
    return handed(
        lambda: paged.pdf(_marked(found, made), _origin(found, made)),
        "application/pdf",
        f'inline; filename="{found.number}-{made.number}.pdf"',
    )


def _document(found: Project, made: Release) -> Document:
    return subject_of(found.kind).report(file_of(made))


def _marked(found: Project, made: Release) -> Document:
    """The report as a file that travels alone: one that was taken back says so in its caution."""
    document = _document(found, made)
    if found.withdrawn_at is None:
        return document
    said = _("The cities took these results back on %(day)s. Please do not rely on them.") % {
        "day": spoken.full_day(found.withdrawn_at)
    }
    return replace(document, caution=spoken.run_on((said, document.caution)))


def _origin(found: Project, made: Release) -> Origin:
    return Origin(
        signed=local_words.in_script(found.lead.name if found.lead else load().name),
        number=found.number,
        address=whole(found.get_absolute_url()),
        sha256=made.sha256,
    )


@require_safe
@readers
def photo(request: HttpRequest, project: UUID, pk: UUID) -> Any:
    """One photo, shown; with `?save=1` saved. A scanned paper without a picture is saved always."""
    found = get_object_or_404(Photo.objects.visible_to(actor_of(request)), pk=pk, project=project)
    return file_response(
        sha256=found.sha256,
        kind=found.kind,
        name=found.shows or str(found.pk),
        derivative=found.derivative,
        download="save" in request.GET,
    )


def of_text(publication: Publication) -> list[Door]:
    """For `reactions.TEXT_DOORS`: the whole table, its method and its file."""
    project = Project.objects.public().filter(publication=publication).first()
    if project is None:
        return []
    told = _("All results, the plan and the file from which anybody can work them out again")
    return [Door(project.title, reverse("supervision-project", args=[project.number]), told)]
