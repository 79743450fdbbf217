"""Pages are compressed where no secret stands in them (BREACH: what is guessed and what is secret, in one stream).

A page is compressed if anybody may open it, its reader has no session, and it sets no cookie. A form's token always
renews its cookie, so a page with a token is never compressed; a page without session, token and cookie holds nothing
but what everybody sees. Decision 0030.
"""

import gzip
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

SMALLEST = 1000  # bytes; less is not worth it
LEVEL = 6


class CompressionMiddleware:
    """Stands outside of everything that sets cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not _is_everybodys(request, response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if takes_gzip(request.headers.get("Accept-Encoding", "")) and len(response.content) >= SMALLEST:
            response.content = gzip.compress(response.content, LEVEL, mtime=0)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
            if etag := response.headers.get("ETag"):
                response.headers["ETag"] = f"W/{etag.removeprefix('W/')}"
        return response


def _is_everybodys(request: HttpRequest, response: HttpResponse) -> bool:
    found = request.resolver_match
    return (
        request.method == "GET"
        and not response.streaming
        and response.status_code == HTTPStatus.OK
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "Content-Encoding" not in response.headers
        and getattr(found.func if found else None, "guard", "") == "public"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not response.cookies
    )


def takes_gzip(offers: str) -> bool:
    """Whether the reader's browser unpacks it."""
    for offer in offers.split(","):
        name, _, weight = offer.replace(" ", "").partition(";q=")
        if name.lower() == "gzip":
            return weight.strip("0.") != "" or not weight
    return False
