"""The pictures that stand in texts which are out."""

from typing import cast
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from huaihai.education import markup
from huaihai.education.models import Publication
from huaihai.education.public.warnings.text import is_silent
from huaihai.kit import guards
from huaihai.kit.filestore import file_response
from huaihai.members.actors import Actor


@require_safe
@guards.public
def picture(request: HttpRequest, /, publication_id: UUID, number: int) -> HttpResponse:
    """One picture, if a version that went out shows it; to those who work on the text, every one of it.

    Feed readers may show it on their own pages.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by members.middleware
    publication = get_object_or_404(Publication.objects.visible_to(actor), pk=publication_id)
    is_own = Publication.objects.worked_on_by(actor).filter(pk=publication_id).exists()
    if not is_own and (is_silent(publication) or number not in _numbers(publication)):
        raise Http404
    held = get_object_or_404(publication.pictures, number=number)
    response = file_response(
        sha256=held.sha256, kind=held.kind, name=f"{publication.slug}-{number}", derivative=held.derivative
    )
    if is_own:
        return cast(HttpResponse, response)
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return cast(HttpResponse, response)  # a stream; the guards' type knows pages only


def _numbers(publication: Publication) -> set[int]:
    """The numbers of the pictures in what the public reads or has read."""
    out = publication.editions.out().values("version")
    read = publication.versions.filter(Q(pk__in=out) | Q(pk=publication.shown_id))
    return {
        block.number
        for body, is_marked_up in read.values_list("body", "is_marked_up")
        for block in markup.blocks(body, is_marked_up=is_marked_up)
        if block.kind == "picture"
    }
