"""Over SQLite a request is worked on by one of a few threads, while the server's own wait for visitors.

SQLite works in this process and lets Python's one lock go at every call: eight threads at once hand the lock to and
fro, and each request costs the half more. Each also has a connection, with the whole schema in memory. So the server's
threads, of which a slow visitor may hold one, read what is sent and pass it on. Decision 0031.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from huaihai.kit.stack_room import with_room

THREADS = 3
# Files, and whatever is larger, are worked on by the thread that reads them: a picture may wait to be drawn.
FILES, MOST_BYTES = "multipart/", 256 * 2**10

type Environ = dict[str, Any]


class FewThreads:
    """As `with_room`, for a WSGI application."""

    def __init__(self, threads: int = THREADS) -> None:
        self._threads = ThreadPoolExecutor(threads, "request")

    def __call__[T](self, work: Callable[..., T], environ: Environ, start_response: Any) -> T:
        """What it returns or raises."""
        length, kind = environ.get("CONTENT_LENGTH") or "0", environ.get("CONTENT_TYPE") or ""
        if not length.isdecimal() or int(length) > MOST_BYTES or kind.startswith(FILES):
            return with_room(work, environ, start_response)
        if int(length):
            environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(int(length)))
        return self._threads.submit(with_room, work, environ, start_response).result()
