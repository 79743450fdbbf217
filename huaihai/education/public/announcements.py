"""Announcements: the list, one text, and its original beside it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.education import repairs
from huaihai.education.models import Publication
from huaihai.education.public import shown
from huaihai.kit import guards
from huaihai.kit.paging import page_of


@require_safe
@guards.public
def announcements(request: HttpRequest) -> HttpResponse:
    """All announcements, newest first."""
    page = page_of(shown.seen(request).announcements(), request.GET.get("page"))
    return render(request, "education/announcements.html", {"page": page})


@require_safe
@guards.public
def announcement(request: HttpRequest, slug: str) -> HttpResponse:
    """One announcement."""
    return render(request, "education/publication.html", shown.translated(_announcement(request, slug)))


@require_safe
@guards.public
def differences(request: HttpRequest, slug: str) -> HttpResponse:
    """An imported announcement: what was received beside what is shown."""
    publication = _announcement(request, slug)
    version = publication.current
    if not version.is_imported:
        raise Http404
    context = {
        "publication": publication,
        "version": version,
        "lines": repairs.lines(version),
        "done": repairs.told(version.repair),
        "doubts": repairs.doubts_told(version.repair),
    }
    return render(request, "education/differences.html", context)


@require_safe
@guards.public
def original(request: HttpRequest, slug: str) -> HttpResponse:
    """The bytes of an imported announcement, as they were received."""
    version = _announcement(request, slug).current
    if version.original is None:
        raise Http404
    charset = "gb18030" if version.original_encoding == "gb18030" else "utf-8"
    return HttpResponse(bytes(version.original), content_type=f"text/plain; charset={charset}")


def _announcement(request: HttpRequest, slug: str) -> Publication:
    rows = shown.seen(request).announcements().select_related("publisher", "shown")
    return get_object_or_404(rows, slug=slug)
