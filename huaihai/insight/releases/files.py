"""The files of public data: releases as they were signed, the newest, the daily CSV, the codebook, the keys."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from huaihai.insight.models import Release
from huaihai.insight.releases import answers, codebook, reading
from huaihai.kit import guards, signing
from huaihai.kit.clock import local_day
from huaihai.kit.filestore.sealed import open_original
from huaihai.kit.paging import page_of

KINDS = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
A_PAGE = 100
MOST = 10**9


@require_safe
@guards.public
def release(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """A release, byte for byte as it was signed; it never changes."""
    return _told(request, _found(number), form, lasting=True)


@require_safe
@guards.public
def signature(request: HttpRequest, number: str) -> HttpResponse:
    """What signs the JSON file of a release."""
    found = _found(number)
    return answers.json(request, told(found), tag=f"sig-{found.file_hash}", at=found.made_at)


@require_safe
@guards.public
def latest(request: HttpRequest) -> HttpResponse:
    """The newest release."""
    return _told(request, _latest(), "json")


@require_safe
@guards.public
def daily(request: HttpRequest) -> HttpResponse:
    """All standing cells as CSV: the same bytes until a release adds or corrects some."""
    return _told(request, _latest(), "csv")


@require_safe
@guards.public
def index(request: HttpRequest) -> HttpResponse:
    """All releases with hashes and signatures, the newest first, for those who mirror them."""
    page = page_of(Release.objects.all(), request.GET.get("page"), per_page=A_PAGE)
    newest = page.rows[0] if page.rows else None
    content = {
        "releases": [told(one) for one in page.rows],
        "page": page.number,
        "next": f"{reverse('data-index')}?page={page.next_number}" if page.has_next else None,
    }
    tag = f"index-{page.number}-{newest.file_hash if newest else ''}-{page.has_next}"
    return answers.json(request, content, tag=tag, at=newest.made_at if newest else None)


@require_safe
@guards.public
def codebook_file(request: HttpRequest) -> HttpResponse:
    """What every name and code means."""
    content = codebook.told()
    return answers.json(request, content, tag=codebook.tag(content), at=None)


@require_safe
@guards.public
def keys(request: HttpRequest) -> HttpResponse:
    """The platform's public keys, also those that sign no more, as PEM."""
    held = sorted(signing.public_keys().items())
    content = {"keys": [{"id": name, "pem": pem} for name, pem in held]}
    return answers.json(request, content, tag=codebook.tag(content), at=None)


def told(one: Release) -> dict[str, Any]:
    """A release for programs."""
    return {
        "number": one.number,
        "made_on": local_day(one.made_at).isoformat(),
        "schema": one.schema,
        "sha256": one.file_hash,
        "csv_sha256": one.csv_hash,
        "previous": one.previous_hash or None,
        "bytes": one.size,
        "key": one.key_id,
        "signature": one.signature,
        "json": reverse("data-release", args=[one.number, "json"]),
        "csv": reverse("data-release", args=[one.number, "csv"]),
    }


def _told(request: HttpRequest, found: Release, form: str, *, lasting: bool = False) -> HttpResponse:
    hash_ = found.file_hash if form == "json" else found.csv_hash
    # The same test as in `answers.file`, so that an empty body never goes out but with 304.
    is_known = f'"{hash_}"' in parse_etags(request.headers.get("If-None-Match", ""))
    body = b"" if is_known else _kept(hash_)
    name = f"{'demo-' if found.is_demo else ''}huaihai-data-{found.number}.{form}"
    return answers.file(request, body, KINDS[form], tag=hash_, at=found.made_at, name=name, lasting=lasting)


def _kept(hash_: str) -> bytes:
    try:
        return b"".join(open_original(hash_))
    except FileNotFoundError as error:
        raise Http404 from error


def _found(number: str) -> Release:
    found = Release.objects.filter(number=int(number)).first() if int(number) < MOST else None
    if found is None:
        raise Http404
    return found


def _latest() -> Release:
    found = reading.latest()
    if found is None:
        raise Http404
    return found
