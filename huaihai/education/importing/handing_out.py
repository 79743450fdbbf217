"""The original of an old page, to be saved and never run by a browser."""

from typing import Final

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from huaihai.education.importing import files
from huaihai.education.models import ImportedPage
from huaihai.kit.filestore.responses import SANDBOX
from huaihai.kit.filestore.sealed import open_original

_KIND: Final = "application/octet-stream"  # whatever is in it, it is only saved
_ENDINGS: Final = {files.HTML: ".html", files.WORD: ".docx", files.TEXT: ".txt"}


def original_response(page: ImportedPage) -> StreamingHttpResponse:
    """The bytes under the name they came with. Raises FileNotFoundError."""
    response = StreamingHttpResponse(open_original(page.sha256), content_type=_KIND)
    response.headers["Content-Disposition"] = content_disposition_header(True, _name(page)) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _name(page: ImportedPage) -> str:
    clean = "".join(char for char in page.name.replace("\\", "/").rpartition("/")[2] if char.isprintable())
    ending = _ENDINGS.get(page.format, ".bin")
    return clean if clean.lower().endswith((ending, ".htm", ".shtml")) else (clean or "file") + ending
