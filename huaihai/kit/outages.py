"""The database does not answer: how that is recognised, what people then see, and what stands in the log."""

import logging
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

ERRORS = (OperationalError, InterfaceError)
RETRY_AFTER_SECONDS = 20


def is_one(error: BaseException | None) -> bool:
    """Whether this was raised because the database does not answer, or while that was handled."""
    while error is not None:
        if isinstance(error, ERRORS):
            return True
        error = error.__cause__ or error.__context__
    return False


def page() -> HttpResponse:
    """Says that it cannot be done now, and when to try again. It asks nothing of the database."""
    return HttpResponse(
        render_to_string("503.html"),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"},
    )


class SaysItInOneLine(logging.Filter):
    """An outage is no fault of the program: a line in the log each time, no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if is_one(error):
            record.msg = f"{record.getMessage()} (the database does not answer: {type(error).__name__})"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True
