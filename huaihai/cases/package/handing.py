"""A package as an answer: it goes out while it is read; what could not be set is told before anything goes."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huaihai.cases.package import making
from huaihai.cases.package.facts import Copy
from huaihai.desk.papers import setting
from huaihai.desk.papers.handing import RETRY_AFTER_SECONDS


def handed(made: Callable[[], Copy], more: Mapping[str, bytes] | None = None) -> HttpResponse:
    """The ZIP under the number of the case; 503 where a paper of it could not be set just now."""
    try:
        copy = made()
    except (setting.BusyError, setting.NotSetError):
        words = _("The file could not be made just now. Please try again in half a minute.")
        headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
        return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8", headers=headers)
    answer = StreamingHttpResponse(making.stream(copy, more), content_type="application/zip")
    name = content_disposition_header(as_attachment=True, filename=f"{copy.case.number}.zip")
    answer.headers["Content-Disposition"] = name or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value] # a stream; the guards' type knows pages only
