"""Pages anyone may read: announcements, rights, one text, its original beside it, and the search."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.education import markup, repairs
from huaihai.education import search as searching
from huaihai.education.models import Publication, PublicationQuerySet
from huaihai.kit import guards
from huaihai.kit.paging import page_of
from huaihai.kit.text.normalise import show_bidi
from huaihai.law.sureness import Sureness


@require_safe
@guards.public
def announcements(request: HttpRequest) -> HttpResponse:
    """All announcements, newest first."""
    page = page_of(_seen(request).announcements(), request.GET.get("page"))
    return render(request, "education/announcements.html", {"page": page})


@require_safe
@guards.public
def announcement(request: HttpRequest, slug: str) -> HttpResponse:
    """One announcement."""
    return render(request, "education/publication.html", _text(_announcement(request, slug)))


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


@require_safe
@guards.public
def rights(request: HttpRequest) -> HttpResponse:
    """The rights a consumer has, a short text each."""
    page = page_of(_seen(request).rights(), request.GET.get("page"))
    return render(request, "education/rights.html", {"page": page})


@require_safe
@guards.public
def right(request: HttpRequest, slug: str) -> HttpResponse:
    """One text on rights."""
    publication = get_object_or_404(_seen(request).rights(), slug=slug)
    return render(request, "education/publication.html", _text(publication))


@require_safe
@guards.public
def search(request: HttpRequest) -> HttpResponse:
    """What is published and holds all words of `q`."""
    query = request.GET.get("q", "").strip()
    words = searching.words_of(query)
    page = page_of(searching.find(_seen(request), words), request.GET.get("page"))
    hits = [
        searching.Hit(row, searching.marked(row.title, words), searching.snippet(row.plain, words))
        for row in page.rows
    ]
    context = {"query": query[: searching.LONGEST_QUERY], "words": words, "page": page, "hits": hits}
    return render(request, "education/search.html", context)


def _seen(request: HttpRequest) -> PublicationQuerySet:
    """What this visitor may see and what is published: drafts have no public page."""
    actor = request.actor  # type: ignore[attr-defined]  # set by members.middleware
    return Publication.objects.visible_to(actor).published()


def _announcement(request: HttpRequest, slug: str) -> Publication:
    return get_object_or_404(_seen(request).announcements().select_related("publisher"), slug=slug)


def _text(publication: Publication) -> dict[str, Any]:
    version = publication.current
    corrections = repairs.corrections(version)
    body = show_bidi(version.body)
    return {
        "publication": publication,
        "version": version,
        "blocks": markup.blocks(body, is_marked_up=version.is_marked_up, corrections=corrections),
        "corrections": corrections,
        "sureness": Sureness(version.mark) if version.mark else None,
    }
