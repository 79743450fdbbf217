"""The log as programs read it, under the addresses of C2SP (c2sp.org/tlog-tiles): hashes, never what is hashed."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.kit import guards
from huaihai.record.log import kept, tiles, witnesses
from huaihai.record.models import LogWitness

TEXT = "text/plain; charset=utf-8"
FOR_EVER = "public, max-age=31536000, immutable"
FOR_MOMENTS = "public, max-age=5"
FOR_NOW = "public, max-age=300"


@require_safe
@guards.public
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest head, with the cosignatures of exactly this one."""
    head = kept.head()
    if head is None:
        raise Http404
    return _answer(kept.cosigned(head).written, TEXT, FOR_MOMENTS)


@require_safe
@guards.public
def keys(_request: HttpRequest) -> HttpResponse:
    """The log's public keys as C2SP spells them, one a line, the present one first."""
    head = kept.head()
    if head is None:
        raise Http404
    return _answer("".join(f"{key.vkey}\n" for key in kept.keys(head.origin)), TEXT, FOR_NOW)


@require_safe
@guards.public
def tile(_request: HttpRequest, level: int, place: str) -> HttpResponse:
    """Up to 256 hashes, which never change."""
    found = tiles.place_of(place)
    if found is None or level >= tiles.MOST_LEVELS:
        raise Http404
    number, width = found
    hashes = kept.tile(level, number, width)
    if len(hashes) < width:
        raise Http404
    return _answer(b"".join(hashes), "application/octet-stream", FOR_EVER)


@csrf_exempt  # no cookie opens anything here: what is sent counts by its signature
@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def witness(request: HttpRequest, name: str) -> HttpResponse:
    """The last head that a witness cosigned; a POST of the next one as it is spelled."""
    if request.method == "POST":
        return _taken(request, name)
    row = LogWitness.objects.filter(name=name).exclude(checkpoint="").first()
    if row is None:
        raise Http404
    return _answer(row.checkpoint, TEXT, FOR_NOW)


def _taken(request: HttpRequest, name: str) -> HttpResponse:
    try:
        witnesses.take(request.body.decode(), name=name)
    except (UnicodeDecodeError, RequestDataTooBig):
        return HttpResponse("this is not a signed note\n", content_type=TEXT, status=HTTPStatus.BAD_REQUEST)
    except witnesses.NotOurs as error:
        return HttpResponse(f"{error}\n", content_type=TEXT, status=HTTPStatus.CONFLICT)
    except witnesses.NotTaken as error:
        return HttpResponse(f"{error}\n", content_type=TEXT, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return HttpResponse("kept\n", content_type=TEXT)


def _answer(body: str | bytes, kind: str, kept_for: str) -> HttpResponse:
    headers = {
        "Cache-Control": kept_for,
        "Access-Control-Allow-Origin": "*",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(body, content_type=kind, headers=headers)
