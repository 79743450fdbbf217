"""The files of scores for everybody: all evidence, one file a day; with scores only where there is a legal basis."""

import zlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from huaihai.brands import standing
from huaihai.brands.models import ScoreFile
from huaihai.kit import clock, guards
from huaihai.kit.filestore.sealed import open_original
from huaihai.kit.paging import page_of
from huaihai.record import signatures

GZIP = 16 + zlib.MAX_WBITS
KIND = "application/json; charset=utf-8"


@require_safe
@guards.public
def score_files(request: HttpRequest) -> HttpResponse:
    """All files, the newest first, and how one computes them again."""
    gives_title = standing.gives_title(clock.today())
    rows = ScoreFile.objects.readable(gives_title=gives_title)
    page = page_of(rows.select_related("criteria").defer("criteria__content"), request.GET.get("page"))
    return render(request, "brands/programme/public/scores.html", {"page": page, "gives_title": gives_title})


@require_safe
@guards.public
def score_file(request: HttpRequest, day: str) -> Any:
    """The file of a day, as it was made."""
    found = _of_day(day)
    tag = f'"{found.sha256}"'
    response: HttpResponseBase = HttpResponseNotModified()
    if request.headers.get("If-None-Match") != tag:
        is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
        pieces = open_original(found.stored)
        response = StreamingHttpResponse(pieces if is_packed else _unpacked(pieces), content_type=KIND)
        response.headers["Content-Disposition"] = f'attachment; filename="three-hearts-{day}.json"'
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = tag
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = (
        "no-cache"  # on the day on which a basis ends it must not be shown any more
    )
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@require_safe
@guards.public
def score_signature(request: HttpRequest, day: str) -> HttpResponse:
    """The platform's signature beside the file of a day."""
    held = signatures.beside(_of_day(day).sha256)
    if held is None:
        raise Http404
    answer = HttpResponse(held, content_type=KIND)
    answer["Content-Disposition"] = f'attachment; filename="three-hearts-{day}.sig.json"'
    return answer


def _of_day(day: str) -> ScoreFile:
    try:
        as_of = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    rows = ScoreFile.objects.readable(gives_title=standing.gives_title(clock.today()))
    found = rows.filter(as_of=as_of).first()
    if found is None:
        raise Http404
    return found


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    reading = zlib.decompressobj(GZIP)
    for piece in pieces:
        yield reading.decompress(piece)
    yield reading.flush()
