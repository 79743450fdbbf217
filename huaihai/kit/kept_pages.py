"""Pages that are the same for everybody are made once and kept in memory, compressed, for a minute at most.

Kept is what a view gives under `guards.same_for_all`, for a reader without a session who only reads. All that such a
page depends on besides the database is its key. What changes in the database is seen within a minute: an age needs no
list of all that a page is made of, and is right with several processes. Decision 0030.
"""

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from huaihai.kit import clock, compression
from huaihai.kit.middleware import language_of, wants_large_text

FRESH_SECONDS = 30  # then the next reader has it made anew, while others still get the old one …
LONGEST_SECONDS = 60  # … which nobody gets any more when it is that old
MOST_BYTES = 12 * 2**20
MOST_BYTES_ASKED = 4 * 2**20  # of addresses with a query, of which anybody can invent as many as they like
LONGEST_QUERY = 200
OVERHEAD_BYTES = 2_000  # headers, key and the object itself

type Key = tuple[object, ...]


@dataclass(slots=True)
class Page:
    """A page as it goes out."""

    packed: bytes
    headers: dict[str, str]
    made_at: float
    is_being_made: bool = False  # anew, by another reader

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return len(self.packed) + OVERHEAD_BYTES


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

    def put(self, key: Key, page: Page) -> None:
        """Keep it, in the place of the one before."""
        with self._lock:
            self._remove(key)
            self._pages[key] = page
            self.size += page.size
            while self.size > self.most_bytes:
                self._remove(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._pages.clear()
            self.size = 0

    def _remove(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.size -= page.size


class KeptPagesMiddleware:
    """Stands outside of everything else: what it keeps has all its headers already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.plain, self.asked = Shelf(MOST_BYTES), Shelf(MOST_BYTES_ASKED)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if (
            request.method not in ("GET", "HEAD")
            or settings.SESSION_COOKIE_NAME in request.COOKIES
            or len(query) > LONGEST_QUERY
        ):
            return self.get_response(request)
        shelf = self.asked if query else self.plain
        key = _key(request, query)
        if page := shelf.get(key):
            return _answer(request, page)
        begun_at = time.monotonic()  # what changes while it is made counts from here
        response = self.get_response(request)
        if request.method == "HEAD" or not _may_be_kept(response):
            return response
        page = _page(response, begun_at)
        shelf.put(key, page)
        return _answer(request, page)


def _key(request: HttpRequest, query: str) -> Key:
    return (
        request.scheme,
        request.META.get("HTTP_HOST"),
        request.path,
        query,
        language_of(request),
        wants_large_text(request),
        clock.today(),
    )


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        getattr(response, "is_same_for_all", False)
        and response.status_code == HTTPStatus.OK
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not response.streaming
        and not response.cookies
        and "no-store" not in response.headers.get("Cache-Control", "")
        and "'nonce-" not in response.headers.get("Content-Security-Policy", "")
    )


def _page(response: HttpResponse, begun_at: float) -> Page:
    """Browsers ask each time whether it is still so, unless the view says otherwise: who signs in, or chooses another
    language, gets the other page at once."""
    packed = response.content
    if response.headers.get("Content-Encoding") != "gzip":
        packed = gzip.compress(packed, compression.LEVEL, mtime=0)
    patch_vary_headers(response, ("Cookie", "Accept-Encoding"))
    response.headers.setdefault("Cache-Control", "no-cache")
    # Weak, since it names both forms of the page, packed and not.
    response.headers["ETag"] = f'W/"{hashlib.sha256(packed).hexdigest()[:32]}"'
    left_out = {"content-encoding", "content-length"}
    headers = {name: value for name, value in response.headers.items() if name.lower() not in left_out}
    return Page(packed, headers, begun_at)


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    is_packed = compression.takes_gzip(request)
    response = HttpResponse(page.packed if is_packed else gzip.decompress(page.packed), headers=page.headers)
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    return get_conditional_response(request, page.headers["ETag"], response=response) or response
