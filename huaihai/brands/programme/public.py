"""The criteria and the files of scores, for everybody."""

import zlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from huaihai.brands import standing
from huaihai.brands.models import CriteriaVersion, ScoreFile
from huaihai.brands.programme import content, facts, words
from huaihai.kit import clock, guards, local_words
from huaihai.kit.canonical import canonical
from huaihai.kit.filestore.sealed import open_original
from huaihai.kit.paging import page_of
from huaihai.law.library.reading import held
from huaihai.record import signatures

MOST = 32_767  # what the column holds
LAW, FREE = "consumer-rights-law", (38, 45)  # no paid recommendation; who recommends answers for it
GZIP = 16 + zlib.MAX_WBITS
KIND = "application/json; charset=utf-8"


@require_safe
@guards.same_for_all
def current(request: HttpRequest) -> HttpResponse:
    """The criteria that count today; before the first, the proposal."""
    found = content.current(clock.today())
    return _page(request, found[0] if found else None)


@require_safe
@guards.same_for_all
def version(request: HttpRequest, number: int) -> HttpResponse:
    """An adopted version."""
    return _page(request, _adopted_or_404(number))


@require_safe
@guards.public
def as_file(_request: HttpRequest, number: int) -> HttpResponse:
    """An adopted version byte for byte as it was fixed: what its hash is made of."""
    found = _adopted_or_404(number)
    response = HttpResponse(canonical(found.content), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="criteria-{found.number}.json"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _page(request: HttpRequest, found: CriteriaVersion | None) -> HttpResponse:
    today = clock.today()
    kind = request.GET.get("kind", "")
    kind = kind if kind in words.KINDS else ""
    context: dict[str, Any] = {
        "version": found,
        "basis": standing.basis_on(today),
        "counts": found is not None and standing.criteria_on(today) == found,
        "versions": _others(found),
        "kind": kind,
        "kinds": words.KINDS.items(),
        "free": _free(),
    }
    if found is not None:
        read = content.criteria_of(found)
        context |= {
            "note": content.name_of(read.note),
            "months": read.look_back_months,
            "hearts": facts.hearts(read, kind),
            "axes": facts.axes(read, kind),
            "rules": facts.rules(read),
            "admission": facts.admission(read),
            "clocks": facts.clocks(read),
        }
    return render(request, "brands/programme/public/criteria.html", context)


def _adopted_or_404(number: int) -> CriteriaVersion:
    rows = CriteriaVersion.objects.filter(resolution__isnull=False).select_related("resolution")
    if number > MOST:
        raise Http404
    return get_object_or_404(rows, number=number)


def _others(found: CriteriaVersion | None) -> list[CriteriaVersion]:
    rows = CriteriaVersion.objects.filter(resolution__isnull=False).order_by("-number").defer("content")
    return [row for row in rows[:50] if found is None or row.pk != found.pk]


def _free() -> list[tuple[str, str]]:
    """The articles by which nothing may cost money: each in our words, and its citation."""
    law = held()[LAW]
    articles = [law.numbered(number) for number in FREE]
    return [
        (local_words.said(article.summary), law.citation(article))
        for article in articles
        if article is not None
    ]


@require_safe
@guards.same_for_all
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
