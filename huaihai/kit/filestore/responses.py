"""Handing files out: never in a way that a browser would run, and no picture or paper as it came."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header

from huaihai.kit.filestore import kinds, pages, places, refusals, scanning, sealed

SANDBOX: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"
_LONGEST_NAME: Final = 80
_CONFLICT: Final = 409


def file_response(
    *, sha256: str, kind: str, name: str, derivative: str = "", download: bool = False
) -> StreamingHttpResponse:
    """The derivative, shown in the page or (with `download`) saved. What has none is only saved: a PDF as pictures of
    its pages, sound and video without the place where they were taken, text as it is.

    The original of a picture or paper never leaves: it may hold a position, a program, or what a reader stumbles over.
    Without poppler on the machine a PDF leaves as it came. Raises Http404 for what the store has no more.
    """
    shown_as = "image/jpeg" if derivative else kind
    try:
        contents = sealed.open_derivative(derivative) if derivative else _saved(sha256, kind, name)
    except FileNotFoundError as error:
        raise Http404 from error
    except refusals.Refused as error:
        return _with_brakes(StreamingHttpResponse([error.message], "text/plain; charset=utf-8", _CONFLICT))
    response = StreamingHttpResponse(contents, content_type=shown_as)
    saved = download or not derivative
    response.headers["Content-Disposition"] = (
        content_disposition_header(saved, _name(name, shown_as)) or "attachment"
    )
    return _with_brakes(response)


def _saved(sha256: str, kind: str, name: str) -> Iterable[bytes]:
    if kind == pages.PDF and (key := pages.of_stored(sha256, _name(name, kind))):
        return sealed.open_derivative(key)
    if scanning.is_shut(sha256):
        raise refusals.infected(_name(name, kind))
    original = sealed.open_original(sha256)
    return places.without_places(original) if kind in places.KINDS else original


def _with_brakes(response: StreamingHttpResponse) -> StreamingHttpResponse:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _name(name: str, kind: str) -> str:
    """The person's own name for the file, without path or odd characters, with the ending that is true."""
    clean = "".join(c for c in PurePath(name.replace("\\", "/")).name if c.isprintable())
    return (PurePath(clean).stem[:_LONGEST_NAME] or "file") + kinds.EXTENSIONS.get(kind, ".bin")
