"""The database does not answer, or nothing can be written: how that is recognised, what people then see, and what
stands in the log."""

import errno
import logging
import time
from collections.abc import Iterator
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

ERRORS = (OperationalError, InterfaceError)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_ROOM_OF_SERVER = "53100"  # SQLSTATE of PostgreSQL
NO_ROOM_OF_FILE = ("disk is full", "disk I/O error")  # of SQLite; under a quota it only says the latter
RETRY_AFTER_SECONDS = 20
LATELY_SECONDS = 60.0
MOST_KEPT = 400_000  # characters of a form that the page gives back


class StoreAway(OSError):
    """The store of files does not answer, or not as it should: nobody knows whether a file is there."""


class _Refused:
    """When this process last found that nothing can be written."""

    found_at: float | None = None


def is_one(error: BaseException | None) -> bool:
    """Whether this was raised because the database does not answer or nothing can be written, or while that was
    handled."""
    return any(isinstance(one, (*ERRORS, StoreAway)) or _is_of_the_disk(one) for one in _chain(error))


def is_of_the_disk(error: BaseException | None) -> bool:
    """Whether the disk took nothing, for want of room mostly; noted for whoever watches (`was_refused_lately`)."""
    found = any(_is_of_the_disk(one) for one in _chain(error))
    if found:
        _Refused.found_at = time.monotonic()
    return found


def was_refused_lately() -> bool:
    """Whether the disk took nothing within the last minute."""
    return _Refused.found_at is not None and time.monotonic() - _Refused.found_at < LATELY_SECONDS


def what_is_wrong(error: BaseException | None) -> str:
    """For the log."""
    if is_of_the_disk(error):
        return "nothing can be written"
    is_store = any(isinstance(one, StoreAway) for one in _chain(error))
    return f"the {'store of files' if is_store else 'database'} does not answer"


def page(request: HttpRequest | None = None, error: BaseException | None = None) -> HttpResponse:
    """Says that it cannot be done now, and when to try again. It asks nothing of the database. What was typed stands
    in the page, to be sent again from there."""
    context = {"is_full": is_of_the_disk(error), "again": _typed(request)}
    if request is not None:
        context["address"] = request.get_full_path()
    return HttpResponse(
        render_to_string("503.html", context),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"},
    )


def _typed(request: HttpRequest | None) -> list[tuple[str, str]]:
    """The fields of the form, without what nobody should find in a page; none if it cannot be read."""
    if request is None or request.method != "POST":
        return []
    try:
        rows = [(name, value) for name, values in request.POST.lists() for value in values]
    except Exception:  # noqa: BLE001 # its files had no room either: whatever it is, the page is shown without them
        return []
    kept = [(name, str(value)) for name, value in rows if "password" not in name]
    return kept if sum(len(value) for _name, value in kept) <= MOST_KEPT else []


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_of_the_disk(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if getattr(error, "sqlstate", None) == NO_ROOM_OF_SERVER:
        return True
    return isinstance(error, OperationalError) and any(words in str(error) for words in NO_ROOM_OF_FILE)


class SaysItInOneLine(logging.Filter):
    """An outage is no fault of the program: a line in the log each time, no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if is_one(error):
            why = what_is_wrong(error)
            record.msg = f"{record.getMessage()} ({why}: {type(error).__name__})"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True
