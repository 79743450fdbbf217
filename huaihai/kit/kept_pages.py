"""Pages that are the same for everybody are made once and kept in memory for a minute at most.

Kept is what a view gives under `guards.same_for_all`, for a reader without a session who only reads. All that such a
page depends on besides the database is its key. What changes in the database is seen within a minute: an age needs no
list of all that a page is made of, and is right with several processes. Decisions 0030, 0031.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from threading import Lock
from typing import Any, TypeGuard
from wsgiref.types import StartResponse

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, get_str_from_wsgi
from django.db import Error, close_old_connections
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_etags

from huaihai.kit import clock, compression, counted, proxies, request_numbers, rush
from huaihai.kit.middleware import language_of, wants_large_text
from huaihai.kit.stack_room import with_room

FRESH_SECONDS = 30  # then the next reader has it made anew, while others still get the old one …
LONGEST_SECONDS = 50  # … which nobody gets any more when it is that old
# A cache in front keeps it ten seconds more: a minute in all. Browsers ask each time.
CACHE_CONTROL = "max-age=0, must-revalidate, s-maxage=10"
DAY_HOLDS_SECONDS = 1  # that of the demo, which somebody may turn
MOST_BYTES = 12 * 2**20
MOST_BYTES_ASKED = 2 * 2**20  # of addresses with a query, of which anybody can invent as many as they like
LONGEST_QUERY = 200
OVERHEAD_BYTES = 2_000  # headers, key and the object itself
KEY = "huaihai.kept_pages.key"  # in the environ of what may be kept
OF_UNCHANGED = {"cache-control", "etag", "vary"}

type Environ = dict[str, Any]
type Key = tuple[object, ...]


@dataclass(slots=True)
class Page:
    """A page as it goes out."""

    body: bytes
    headers: list[tuple[str, str]]
    etag: str
    made_at: float
    is_being_made: bool = False  # anew, by another reader

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return len(self.body) + OVERHEAD_BYTES


class Shelf:
    """Pages up to a number of bytes; which was read longest ago goes first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.size = most_bytes, 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Page | None:
        """The page, unless it has to be made: it is not there, too old, or this reader is the one who renews it."""
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            age = time.monotonic() - page.made_at
            if age > LONGEST_SECONDS:
                self._remove(key)
                return None
            if age > FRESH_SECONDS and not page.is_being_made:
                page.is_being_made = True
                return None
            self._pages.move_to_end(key)
            return page

    def knows(self, key: Key | None) -> bool:
        """Whether it holds the page, be it that somebody makes it anew."""
        return key in self._pages

    def put(self, key: Key, page: Page) -> None:
        """Keep it, in the place of the one before."""
        with self._lock:
            self._remove(key)
            self._pages[key] = page
            self.size += page.size
            while self.size > self.most_bytes:
                self._remove(next(iter(self._pages)))

    def _remove(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.size -= page.size


class KeptPagesHandler(WSGIHandler):
    """The program as a server calls it. What is kept goes out before Django makes a request of it: that, and the way
    through the middleware, is most of what a page behind them costs."""

    def __init__(self) -> None:
        super().__init__()
        self.run: Callable[..., Any] = with_room  # a server may have a way of its own
        self.plain, self.asked = Shelf(MOST_BYTES), Shelf(MOST_BYTES_ASKED)
        self._day: tuple[date | None, float] = None, 0.0  # of the demo, and until when it holds

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:  # type: ignore[override]
        proxies.look_behind(environ)
        cookies = _cookies(environ)
        has_session = settings.SESSION_COOKIE_NAME in cookies
        key = None if settings.DEBUG or has_session else self._key(environ, cookies)
        if key is not None:
            if page := self._shelf(environ).get(key):
                counted.kept_page()
                return _answer(page, environ, start_response)
            environ[KEY] = key
        is_for_all = self._shelf(environ).knows(key)  # so that it is worth its cost
        if not is_for_all and rush.is_too_long(environ, has_session=has_session):
            counted.told_to_wait()
            is_large = wants_large_text(cookies)
            return rush.answer(language_of(cookies), start_response, is_large=is_large)
        made: Iterable[bytes] = self.run(super().__call__, environ, start_response)
        return made

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        begun_at = time.monotonic()  # what changes while it is made counts from here
        response = super().get_response(request)
        key = request.META.get(KEY)
        if key is None or request.method == "HEAD" or not _may_be_kept(response, request):
            return response
        page = _page(response, begun_at)
        self._shelf(request.META).put(key, page)
        return get_conditional_response(request, page.etag, response=response) or response

    def _key(self, environ: Environ, cookies: dict[str, str]) -> Key | None:
        """All that a page depends on besides the database, for who has no session; None for who writes, or if nobody
        knows the day."""
        query = environ.get("QUERY_STRING", "")
        reads = environ["REQUEST_METHOD"] in ("GET", "HEAD") and len(query) <= LONGEST_QUERY
        if not reads or (today := self._today(environ)) is None:
            return None
        return (
            environ.get("wsgi.url_scheme"),
            environ.get("HTTP_HOST"),
            environ.get("SCRIPT_NAME"),
            environ["PATH_INFO"],
            query,
            language_of(cookies),
            wants_large_text(cookies),
            compression.takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")),
            today,
        )

    def _today(self, environ: Environ) -> date | None:
        if not settings.DEMO:
            return clock.today()
        day, until = self._day
        if day is None or time.monotonic() > until:
            day = self.run(_day_of_the_demo, environ, None)
            self._day = day, time.monotonic() + DAY_HOLDS_SECONDS
        return day

    def _shelf(self, environ: Environ) -> Shelf:
        return self.asked if environ.get("QUERY_STRING") else self.plain


def _cookies(environ: Environ) -> dict[str, str]:
    return parse_cookie(get_str_from_wsgi(environ, "HTTP_COOKIE", "")) if "HTTP_COOKIE" in environ else {}


def _day_of_the_demo(_environ: Environ, _start_response: object) -> date | None:
    """None if the database, which holds it, does not answer. No request ends here that gave the connection back."""
    try:
        return clock.today()
    except Error:
        return None
    finally:
        close_old_connections()


def _may_be_kept(response: HttpResponseBase, request: HttpRequest) -> TypeGuard[HttpResponse]:
    found = request.resolver_match
    return (
        getattr(found.func if found else None, "is_same_for_all", False)
        and response.status_code == HTTPStatus.OK
        and response.headers.get("Content-Type", "").startswith("text/html")
        and isinstance(response, HttpResponse)
        and not response.cookies
        and "no-store" not in response.headers.get("Cache-Control", "")
        and "'nonce-" not in response.headers.get("Content-Security-Policy", "")
    )


def _page(response: HttpResponse, begun_at: float) -> Page:
    """Browsers ask each time whether it is still so, unless the view says otherwise: who signs in, or chooses another
    language, gets the other page at once, also from a cache in front, which goes by the cookies. This answer has the
    headers of those that follow."""
    patch_vary_headers(response, ("Cookie", "Accept-Encoding"))
    response.headers.setdefault("Cache-Control", CACHE_CONTROL)
    # Weak: what stands between may pack or unpack it.
    response.headers["ETag"] = etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["Content-Length"] = str(len(response.content))
    kept = [one for one in response.headers.items() if one[0] != request_numbers.HEADER]
    return Page(response.content, kept, etag, begun_at)


def _answer(page: Page, environ: Environ, start_response: StartResponse) -> list[bytes]:
    if (held := environ.get("HTTP_IF_NONE_MATCH")) and {"*", page.etag} & set(parse_etags(held)):
        start_response("304 Not Modified", [one for one in page.headers if one[0].lower() in OF_UNCHANGED])
        return []
    start_response("200 OK", page.headers)
    return [page.body]
