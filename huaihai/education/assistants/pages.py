"""The files of the tree, the law, offices and calculators, and the signature beside each."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from huaihai.education.assistants.published import FILES, File
from huaihai.kit import clock, guards
from huaihai.record import signatures

KEPT = "public, max-age=300"


@require_safe
@guards.public
def file(request: HttpRequest, name: str) -> HttpResponse:
    """The file as it is now; whoever has these bytes already gets none."""
    body = _of(name).body()
    return _answer(request, body, etag=f'"{hashlib.sha256(body).hexdigest()}"')


@require_safe
@guards.public
def signature(request: HttpRequest, name: str) -> HttpResponse:
    """What signs the file as it is now (docs/file-format.md)."""
    found = _of(name)
    sha256 = hashlib.sha256(found.body()).hexdigest()
    body = signatures.signed(sha256=sha256, of=found.form, name=f"{name}.json", at=clock.now())
    return _answer(request, body, etag="")


def _of(name: str) -> File:
    found = FILES.get(name)
    if found is None:
        raise Http404
    return found


def _answer(request: HttpRequest, body: bytes, *, etag: str) -> HttpResponse:
    """Readable by scripts of any site."""
    answer = HttpResponse(body, content_type="application/json")
    if etag:
        answer = get_conditional_response(request, etag=etag, response=answer) or answer
        answer.headers["ETag"] = etag
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = KEPT
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
