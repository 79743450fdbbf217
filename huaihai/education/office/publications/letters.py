"""The letter that asks a business for its reply, to be printed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huaihai.desk.asking import show
from huaihai.desk.frame import readers
from huaihai.education import replies as shown
from huaihai.education.office.publications import seen, told
from huaihai.education.office.publications.replies import reply_of, to_write


@readers
@require_safe
def letter(request: HttpRequest, pk: UUID, reply_id: UUID) -> HttpResponse:
    """The letter to a business that cannot be told otherwise, to be printed."""
    publication, _edition = to_write(request, pk)
    reply = reply_of(publication, reply_id)
    if reply.asked_at is None:
        raise Http404
    version = publication.versions.filter(document_hash=reply.text_hash).order_by("-number").first()
    context: dict[str, Any] = {
        **told.words(publication, version or publication.newest),
        "reply": reply,
        "due_on": shown.of(reply).due_on,
        "body": publication.publisher,
    }
    return show(request, "education/office/letter.html", current=seen.MENU, **context)
