"""Asks the program itself, as a reader without a session does."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIHandler

from huaihai.kit.inside import connection_kept

HTML = "text/html"


@dataclass(frozen=True)
class Answer:
    """What came back. Not `is_for_all`: nobody may keep it, or it belongs to a session."""

    status: int
    kind: str
    body: bytes = b""
    leads_to: str = ""
    is_for_all: bool = True


class Reader:
    """Reads the site as it stands under `origin`."""

    def __init__(self, origin: str) -> None:
        self._origin = urlsplit(origin)
        self._ask = WSGIHandler()

    def get(self, address: str, language: str) -> Answer:
        """What stands there (path and query, as links write them) for who reads this language."""
        path, _mark, query = address.partition("?")
        begun: list[Any] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], _error: object = None
        ) -> Callable[[bytes], object]:
            begun[:] = int(status.partition(" ")[0]), headers
            return begun.append

        with connection_kept():
            parts = self._ask(self._environ(path, query, language), start_response)
            try:
                body = b"".join(parts)
            finally:
                parts.close()
        status, headers = begun
        return _answer(status, headers, body)

    def _environ(self, path: str, query: str, language: str) -> dict[str, Any]:
        origin = self._origin
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": origin.hostname or "localhost",
            "SERVER_PORT": str(origin.port or (443 if origin.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": origin.netloc,
            "HTTP_COOKIE": f"{settings.LANGUAGE_COOKIE_NAME}={language}",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": origin.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }


def static_file(name: str) -> bytes | None:
    """A file below /static/, as it was gathered, or as a room brings it; None where there is none."""
    root = Path(settings.STATIC_ROOT)
    gathered = (root / name).resolve()
    if gathered.is_relative_to(root.resolve()) and gathered.is_file():
        return gathered.read_bytes()
    found = finders.find(name)
    return Path(found).read_bytes() if found else None


def _answer(status: int, headers: list[tuple[str, str]], body: bytes) -> Answer:
    held = {name.lower(): value for name, value in headers if name.lower() != "set-cookie"}
    cookies: set[str] = set()
    for name, value in headers:
        if name.lower() == "set-cookie":
            cookies |= SimpleCookie(value).keys()
    return Answer(
        status,
        held.get("content-type", "").partition(";")[0].strip(),
        body,
        held.get("location", ""),
        is_for_all="no-store" not in held.get("cache-control", "")
        and settings.SESSION_COOKIE_NAME not in cookies,
    )
