"""How public data are answered: the same for everybody, readable from any site, kept for a while, with a tag."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from huaihai.kit.canonical import canonical

FOR_EVER = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=300"
REFUSED = "no-store"  # a condition of one reader that failed (412) is nobody else's answer
KEPT = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})


def file(
    request: HttpRequest,
    body: bytes,
    kind: str,
    *,
    tag: str,
    at: datetime | None,
    name: str = "",
    lasting: bool = False,
) -> HttpResponse:
    """The bytes with their headers; 304 where the reader has them already."""
    quoted = f'"{tag}"'
    changed = int(at.timestamp()) if at is not None else None
    answer = HttpResponse(body, content_type=kind)
    known = get_conditional_response(request, etag=quoted, last_modified=changed, response=answer)
    if known is not None:
        answer = known
    answer.headers["ETag"] = quoted
    if changed is not None:
        answer.headers["Last-Modified"] = http_date(changed)
    if name:
        answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    kept = FOR_EVER if lasting else FOR_NOW
    return for_all(answer, kept if answer.status_code in KEPT else REFUSED)


def json(request: HttpRequest, content: Any, *, tag: str, at: datetime | None) -> HttpResponse:
    """Canonical JSON."""
    return file(request, canonical(content), "application/json", tag=tag, at=at)


def for_all(answer: HttpResponse, kept: str) -> HttpResponse:
    """Readable by scripts of any site."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
    answer.headers["Cache-Control"] = kept
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
