"""The pictures of entries that anybody may see."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huaihai.brands.models import Entry, EntryPicture
from huaihai.brands.models.catalogue import Shown
from huaihai.kit import guards
from huaihai.kit.filestore import file_response
from huaihai.members.actors import Actor


@require_safe
@guards.public
def picture(_request: HttpRequest, number: str, picture: str) -> HttpResponse:
    """One picture that is shown; a city's site may show it on its own page."""
    entries = Entry.objects.visible_to(Actor.public()).filter(number=number)
    held = EntryPicture.objects.filter(entry__in=entries, number=int(picture), state=Shown.SHOWN).first()
    if held is None:
        raise Http404
    response = answer(held, name=f"{number}-{picture}")
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def answer(held: EntryPicture, *, name: str) -> HttpResponse:
    """What was drawn anew of it, for one reader."""
    response = file_response(sha256=held.sha256, kind=held.kind, name=name, derivative=held.derivative)
    return cast(HttpResponse, response)  # a stream; the guards' type knows pages only
