"""A number for each request: in its answer (`X-Request-Id`), on the pages of what went wrong, and in every line that is
logged meanwhile. A proxy of ours may have given it one (nginx's `$request_id`, HAProxy's `uuid()`)."""

import logging
import re
import secrets
import threading
import time
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from huaihai.kit import counted

HEADER: Final = "X-Request-Id"
# Drawn by chance, and nothing else: what a visitor chose could be somebody's number.
_GIVEN: Final = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_here = threading.local()  # until the thread's next request: Django logs after the last middleware


class RequestNumberMiddleware:
    """The first one: all others may log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "").lower()
        _here.number = number = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
        began = time.perf_counter()
        response = self.get_response(request)
        counted.answered(response.status_code, time.perf_counter() - began)
        response.headers[HEADER] = number
        return response


def number() -> str:
    """That of the request which this thread answers; "" in the background."""
    found: str = getattr(_here, "number", "")
    return found


class AddsNumber(logging.Filter):
    """For handlers: the number stands in the record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: no record is lost."""
        record.request_number = number()
        return True
