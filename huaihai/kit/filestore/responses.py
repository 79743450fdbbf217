"""Handing files out: never in a way that a browser would run."""

from pathlib import PurePath
from typing import Final

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from huaihai.kit.filestore import kinds, sealed

SANDBOX: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"
_LONGEST_NAME: Final = 80


def file_response(
    *, sha256: str, kind: str, name: str, derivative: str = "", download: bool = False
) -> StreamingHttpResponse:
    """The derivative, shown in the page or (with `download`) saved; without a derivative the original, saved.

    The original of a picture never leaves: it may hold a position, or what a decoder stumbles over.
    Raises FileNotFoundError.
    """
    shown_as = "image/jpeg" if derivative else kind
    contents = sealed.open_derivative(derivative) if derivative else sealed.open_original(sha256)
    response = StreamingHttpResponse(contents, content_type=shown_as)
    saved = download or not derivative
    response.headers["Content-Disposition"] = (
        content_disposition_header(saved, _name(name, shown_as)) or "attachment"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _name(name: str, kind: str) -> str:
    """The person's own name for the file, without path or odd characters, with the ending that is true."""
    clean = "".join(c for c in PurePath(name.replace("\\", "/")).name if c.isprintable())
    return (PurePath(clean).stem[:_LONGEST_NAME] or "file") + kinds.EXTENSIONS.get(kind, ".bin")
