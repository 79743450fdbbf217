"""Over SQLite requests are worked on one after the other, while the server's own threads wait for visitors.

SQLite works in this process and lets Python's one lock go at every row: threads at once hand the lock to and fro, and
each request costs up to twice as much. Each also has a connection, with the whole schema in memory. So the server's
threads, of which a slow visitor may hold one, read what is sent and pass it on to one that works. While that is long at
something, two more take what waits. Decision 0031.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from huaihai.kit.stack_room import with_room

THREADS = 3
LONG = 0.2  # seconds, after which what works holds up nobody else
# Files, and whatever is larger, are worked on by the thread that reads them: a picture may wait to be drawn.
FILES, MOST_BYTES = "multipart/", 256 * 2**10

type Environ = dict[str, Any]


class FewThreads:
    """As `with_room`, for a WSGI application."""

    def __init__(self, threads: int = THREADS, *, long: float = LONG) -> None:
        self._first, self._more = ThreadPoolExecutor(1, "request"), ThreadPoolExecutor(threads - 1, "request")
        self._long, self._begun = long, 0  # how many the first has begun

    def __call__[T](self, work: Callable[..., T], environ: Environ, start_response: Any) -> T:
        """What it returns or raises."""
        length, kind = environ.get("CONTENT_LENGTH") or "0", environ.get("CONTENT_TYPE") or ""
        if not length.isdecimal() or int(length) > MOST_BYTES or kind.startswith(FILES):
            return with_room(work, environ, start_response)
        if int(length):
            environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(int(length)))
        asked = self._first.submit(self._begin, work, environ, start_response)
        while True:
            begun = self._begun
            try:
                return asked.result(self._long)
            except TimeoutError:
                if asked.done():  # just now, or with this error
                    return asked.result()
            if begun == self._begun and asked.cancel():  # the same was at work all the time
                return self._more.submit(with_room, work, environ, start_response).result()

    def _begin[T](self, work: Callable[..., T], environ: Environ, start_response: Any) -> T:
        self._begun += 1
        return with_room(work, environ, start_response)
