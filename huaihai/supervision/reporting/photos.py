"""Photos of a project, for staff of the cities that take part: what was drawn anew, never the original of a picture."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, readers
from huaihai.kit.filestore import file_response
from huaihai.supervision.models import Photo


@require_safe
@readers
def photo(request: HttpRequest, project: UUID, pk: UUID) -> Any:
    """One photo, shown; with `?save=1` saved. A scanned paper without a picture is saved always."""
    found = get_object_or_404(Photo.objects.visible_to(actor_of(request)), pk=pk, project=project)
    try:
        return file_response(
            sha256=found.sha256,
            kind=found.kind,
            name=found.shows or str(found.pk),
            derivative=found.derivative,
            download="save" in request.GET,
        )
    except FileNotFoundError as error:
        raise Http404 from error
