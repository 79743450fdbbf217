"""How much is asked of the database."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of[**P](act: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> int:
    """How many queries this call takes."""
    with CaptureQueriesContext(connection) as queries:
        act(*args, **kwargs)
    return len(queries)
