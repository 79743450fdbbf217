"""More people come than can be answered: who only reads waits, so that whoever sends something in gets through.

How long a request waited for its turn is known from the clock of our proxy (`X-Request-Start`: milliseconds or seconds
since 1970, also with "t=" before). Without one nobody is turned away. What was made before is given out in any case
(`kit.kept_pages`): it costs next to nothing.
"""

import time
from collections.abc import Iterable
from functools import cache
from typing import Any, Final
from wsgiref.types import StartResponse

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

START: Final = "HTTP_X_REQUEST_START"
NEW, KNOWN = 2.0, 6.0  # seconds of waiting: who has a session may be in the middle of something
RETRY_AFTER_SECONDS: Final = 10  # as the page says
MILLISECONDS_FROM: Final = 1e11  # seconds since 1970 have ten digits before the point

type Environ = dict[str, Any]


def is_too_long(environ: Environ, *, has_session: bool) -> bool:
    """Whether this request comes so late to its turn that it is asked to come again. Only who reads a page is: static
    files dress the page that says so, too."""
    is_file = environ.get("PATH_INFO", "").startswith(settings.STATIC_URL)
    if is_file or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return False
    return waited(environ) > (KNOWN if has_session else NEW)


def waited(environ: Environ) -> float:
    """Seconds since our proxy got the request; 0 if nobody says so, or not in a number."""
    try:
        start = float(environ.get(START, "").strip().removeprefix("t="))
    except ValueError:
        return 0.0
    return time.time() - (start / 1000 if start > MILLISECONDS_FROM else start)


def answer(language: str, start_response: StartResponse, *, is_large: bool = False) -> Iterable[bytes]:
    """A page that tries again by itself."""
    page = _page(language, is_large)
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(page))),
        ("Retry-After", str(RETRY_AFTER_SECONDS)),
        ("Cache-Control", "no-store"),
    ]
    start_response("503 Service Unavailable", headers)
    return [page]


@cache
def _page(language: str, is_large: bool) -> bytes:
    with translation.override(language):
        return render_to_string("kit/queue.html", {"large_text": is_large}).encode()
