"""Handing out a file that has to be set first: the file, or in plain words that it could not be made just now."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.utils.translation import gettext as _

from huaihai.desk.papers import setting

RETRY_AFTER_SECONDS = 30


def handed(
    made: Callable[[], bytes], kind: str, disposition: str, *, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """What `made` sets, of this media type; 503 where the typesetter is busy or failed."""
    try:
        contents = made()
    except (setting.BusyError, setting.NotSetError):
        words = _("The file could not be made just now. Please try again in half a minute.")
        return HttpResponse(
            words,
            status=503,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
    return HttpResponse(
        contents, content_type=kind, headers={**(headers or {}), "Content-Disposition": disposition}
    )
