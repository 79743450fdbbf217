"""Addresses whose regular expressions are compiled when somebody visits them first.

To reverse any address Django asks for the text of all thousand patterns, and compiles each to ask it: a sixth of a
start, and 6 MB.
"""

import re
from functools import cached_property
from typing import Any

from django.urls.resolvers import RoutePattern


class LateRegex:
    """What Django asks of a compiled pattern of a route."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def search(self, path: str) -> re.Match[str] | None:
        """Compiles it once."""
        search: Any = re.compile(self.pattern).search
        self.search = search  # type: ignore[method-assign]
        found: re.Match[str] | None = search(path)
        return found


def install() -> None:
    """No route of ours is another in another language."""
    late: Any = cached_property(lambda route: LateRegex(route._regex))  # noqa: SLF001
    late.__set_name__(RoutePattern, "regex")
    RoutePattern.regex = late
